import { describe, expect, it } from 'vitest';
import { seededRandom } from '#server/demo/random.ts';
import { gridOfSamples, gridOfSeries, heartAgreement } from '#shared/import/heartGrid.ts';
import { likenessOf, type Stretch } from '#shared/import/likeness.ts';

const START_US = 1_760_000_000_000_000;
const MINUTE_US = 60e6;

/** A heart on a walk, minute by minute another effort, read every `everyS` by a device with its own error and clock. */
function heart(minutes: number, { everyS = 1, errorBpm = 0, clockS = 0, of = 1, seed = 1 } = {}) {
  const random = seededRandom(seed);
  const n = Math.floor((minutes * 60) / everyS);
  const second = (i: number) => i * everyS;
  return gridOfSamples({
    sampleCount: n,
    hostUs: Float64Array.from({ length: n }, (_, i) => START_US + (second(i) + clockS) * 1e6),
    counts: Int16Array.from({ length: n }, (_, i) => 100 + 15 * Math.sin((of * second(i)) / 150) + errorBpm * random.normal()),
  });
}
const stretch = (id: string, fromMinute: number, minutes: number, grid: Stretch['heart'] = null): Stretch => ({
  id,
  startedUs: START_US + fromMinute * MINUTE_US,
  endedUs: START_US + (fromMinute + minutes) * MINUTE_US,
  heart: grid,
});

describe('the same activity twice', () => {
  it('knows one walk by a strap every second and a watch every 5 s whose clock is 12 s late', () => {
    const watch = stretch('watch', 1, 40, heart(40, { everyS: 5, errorBpm: 3, clockS: 12 }));
    const likeness = likenessOf(watch, [stretch('strap', 0, 42, heart(42))]);
    expect(likeness).toMatchObject({ kind: 'probablySame', otherId: 'strap', startDifferenceS: 60 });
    expect(likeness?.heart?.correlation).toBeGreaterThan(0.9);
  });

  it('does not take two people, or two bouts in one time, for one', () => {
    const other = stretch('other', 0, 40, heart(40, { of: 2.3, seed: 9 }));
    expect(likenessOf(stretch('mine', 0, 40, heart(40)), [other])?.kind).toBe('overlaps');
    expect(likenessOf(stretch('short', 10, 8), [stretch('long', 0, 60)])).toMatchObject({ kind: 'overlaps', sharedMinutes: 8 });
  });

  it('goes by the time alone where one has no heart rate, and prefers the nearest', () => {
    const others = [stretch('near', 0, 38), stretch('far', 20, 40)];
    expect(likenessOf(stretch('typed', 0, 40), others)).toMatchObject({ kind: 'probablySame', otherId: 'near', heart: null });
    expect(likenessOf(stretch('later', 61, 10), others)).toBeNull();
  });

  it('knows the very same content by its identity', () => {
    expect(likenessOf(stretch('a', 0, 40), [stretch('b', 0, 40), stretch('a', 0, 40)])).toMatchObject({ kind: 'same', otherId: 'a' });
  });

  it('says nothing about hearts with less than two minutes in common, and no correlation of a flat one', () => {
    expect(heartAgreement(heart(1), heart(1))).toBeNull();
    const flat = gridOfSeries({ fromUs: START_US, stepUs: 5e6, bpm: Array.from({ length: 60 }, (_, i) => (i === 3 ? null : 90)) });
    expect(heartAgreement(flat, flat)).toEqual({ correlation: null, differenceBpm: 0 });
  });
});
