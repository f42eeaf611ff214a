import { beforeAll, describe, expect, it } from 'vitest';
import { runSoak, type SoakResult } from './run.ts';
import { DOT_HZ, STRAP_HZ } from './sensors.ts';

/** Ten minutes in view and two out of sight, at twenty times the speed of life. Frames and long tasks are judged by `npm run bench -- soak`. */
const SPEED = 20;
const MINUTES = 10;
const HIDDEN_S = 120;
const SECONDS = MINUTES * 60 + HIDDEN_S;
const MOST_GROWTH_BYTES = 20e6;

describe('ten minutes of a 200 Hz and two 60 Hz sensors in the real product', () => {
  let result: SoakResult;

  beforeAll(async () => {
    result = await runSoak({ speed: SPEED, warmUpS: 60, measuredS: (MINUTES - 1) * 60, hiddenS: HIDDEN_S });
  }, 280_000);

  const pair = (place: string, kind: string) => result.streams.find((each) => each.place === place && each.kind === kind);

  it('records five streams for the whole time', () => {
    expect(result.streams).toHaveLength(5);
    expect(pair('heart', 'acceleration')?.recordedCount).toBeGreaterThanOrEqual(SECONDS * STRAP_HZ);
    for (const place of ['thigh', 'shank']) expect(pair(place, 'imu')?.recordedCount).toBeGreaterThanOrEqual(SECONDS * DOT_HZ);
    expect(pair('heart', 'heartRate')?.recordedCount).toBeGreaterThanOrEqual(SECONDS - 1);
  });

  it('loses no sample, in view or out of sight: what was sent is what is kept, each count the same', () => {
    for (const { place, kind, sentCount, recordedCount, sameBits } of result.streams) {
      expect(recordedCount, `${place} ${kind}`).toBeGreaterThanOrEqual(sentCount);
      expect(sameBits, `${place} ${kind}`).toBe(true);
    }
  });

  it('sees no gap in streams that carry the sensor’s own time', () => {
    for (const each of [pair('heart', 'acceleration'), pair('thigh', 'imu'), pair('shank', 'imu')]) expect(each?.gapCount).toBe(0);
  });

  it('has every chunk at the clinic with the same hash', () => {
    expect(result.clinicHasAll).toBe(true);
  });

  it('counted the repetitions meanwhile', () => {
    // Ten in 48 s, some before the set began and some not yet over.
    expect(result.repetitions).toBeGreaterThan((MINUTES * 60) / 4.8 - 10);
  });

  it('holds no more memory at the end than at the first minute, but for what a session keeps', () => {
    expect(result.grownBytes).toBeLessThan(MOST_GROWTH_BYTES);
  });
});
