import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeChunk, encodeChunk } from '#shared/recording/chunk.ts';
import type { ChunkData } from '#shared/recording/chunkData.ts';
import { thinChunk } from '#shared/recording/thin.ts';
import { axisCount } from '#shared/schema/stream.ts';
import { chunkArbitrary } from './chunkArbitrary.ts';

/** 100 Hz: one averaged axis and one flag. */
function chunkOf(counts: readonly number[], change: Partial<ChunkData> = {}): ChunkData {
  return {
    streamId: '0198f2d0-5c1a-7abc-8def-0123456789ab',
    kind: 'angularRate',
    bodySite: 'shank',
    groups: [
      { name: 'angularRate', axes: 1, scale: 0.001, unit: 'rad/s' },
      { name: 'contact', axes: 1, scale: 1, unit: 'flag' },
    ],
    nominalRateHz: 100,
    firstSampleIndex: 0,
    sampleCount: counts.length,
    hostUs: Float64Array.from(counts, (_, i) => 1_790_000_000_000_000 + 10_000 * i),
    deviceUs: Float64Array.from(counts, (_, i) => 7 + 10_000 * i),
    counts: Int16Array.from(counts.flatMap((count, i) => [count, i])),
    gaps: [],
    clock: null,
    ...change,
  };
}
const column = ({ counts, sampleCount }: ChunkData, axis: number) => Array.from({ length: sampleCount }, (_, i) => counts[2 * i + axis]);
const stepsMs = ({ hostUs }: ChunkData) => [...hostUs].map((us) => (us - 1_790_000_000_000_000) / 1000);

describe('a chunk that is thinned', () => {
  it('averages rates, takes the last of what cannot be averaged, at the time of the last sample, and says the rate it has', () => {
    const thinned = thinChunk(chunkOf([10, 20, 30, 40, 5]), 2);
    expect(column(thinned, 0)).toEqual([15, 35, 5]);
    expect(column(thinned, 1)).toEqual([1, 3, 4]);
    expect(stepsMs(thinned)).toEqual([10, 30, 40]);
    expect([...(thinned.deviceUs ?? [])]).toEqual([10_007, 30_007, 40_007]);
    expect(thinned.nominalRateHz).toBe(50);
  });

  it('turns as far as the whole did', () => {
    const whole = chunkOf(Array.from({ length: 400 }, (_, i) => Math.round(3000 * Math.sin(i / 20))));
    const turned = (chunk: ChunkData) => {
      const rates = column(chunk, 0);
      const times = stepsMs(chunk);
      return rates.reduce((sum, rate, i) => sum + rate * (times[i] - (times[i - 1] ?? -10)), 0);
    };
    for (const every of [2, 4]) expect(Math.abs(turned(thinChunk(whole, every)) - turned(whole))).toBeLessThanOrEqual(0.5 * 4000);
  });

  it('averages across no gap, told or not', () => {
    const told = thinChunk(chunkOf([1, 1, 1, 90, 90, 90], { gaps: [{ afterSample: 2, reason: 'disconnected' }] }), 2);
    expect(column(told, 0)).toEqual([1, 1, 90, 90]);
    expect(told.gaps).toEqual([{ afterSample: 1, reason: 'disconnected' }]);
    const late = chunkOf([1, 1, 1, 90, 90, 90]);
    late.hostUs.set(
      [...late.hostUs.subarray(3)].map((us) => us + 500_000),
      3,
    );
    expect(column(thinChunk(late, 2), 0)).toEqual([1, 1, 90, 90]);
    const before = thinChunk(chunkOf([4, 6], { gaps: [{ afterSample: -1, reason: 'storage' }] }), 2);
    expect(before.gaps).toEqual([{ afterSample: -1, reason: 'storage' }]);
  });

  it('still shows that a sensor was at its limit', () => {
    expect(column(thinChunk(chunkOf([100, 32_767, 0, -32_768]), 2), 0)).toEqual([32_767, -32_768]);
  });

  it('can be read back at a rate between the steps that the header keeps', async () => {
    const thinned = thinChunk(chunkOf([1, 2, 3, 4, 5, 6, 7], { nominalRateHz: 40 }), 3);
    for (const codec of ['raw', 'deflateRaw', 'golomb'] as const) {
      const decoded = await decodeChunk(await encodeChunk(thinned, codec));
      expect(decoded.ok && decoded.value.hostUs, codec).toEqual(thinned.hostUs);
    }
  });

  it('is a chunk that can be stored, in order of time, with values within those it was made of', async () => {
    await fc.assert(
      fc.asyncProperty(chunkArbitrary, fc.integer({ min: 1, max: 9 }), async (chunk, every) => {
        const thinned = thinChunk(chunk, every);
        const decoded = await decodeChunk(await encodeChunk(thinned, 'raw'));
        expect(decoded.ok && decoded.value.counts).toEqual(thinned.counts);
        expect(thinned.sampleCount).toBeLessThanOrEqual(chunk.sampleCount);
        expect(thinned.sampleCount * every).toBeGreaterThanOrEqual(chunk.sampleCount);
        expect(thinned.gaps.map(({ reason }) => reason)).toEqual(chunk.gaps.map(({ reason }) => reason));
        expect([...thinned.hostUs]).toEqual([...new Set(thinned.hostUs)].sort((a, b) => a - b));
        expect(thinned.hostUs.at(-1)).toBe(chunk.hostUs.at(-1));
        const axes = axisCount(chunk.groups);
        const [low, high] = [Math.min(...chunk.counts), Math.max(...chunk.counts)];
        expect(thinned.counts.every((count) => count >= low && count <= high)).toBe(true);
        expect(thinned.counts).toHaveLength(thinned.sampleCount * axes);
      }),
      { numRuns: 60 },
    );
  });
});
