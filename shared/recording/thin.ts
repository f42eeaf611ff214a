import type { AxisGroup } from '#shared/schema/stream.ts';
import { axisCount } from '#shared/schema/stream.ts';
import type { ChunkData, ChunkGap } from './chunkData.ts';

/** What can be averaged: the mean of rates over a block turns a sensor exactly as far as they did. A state, a flag or a quaternion cannot. */
const AVERAGED: ReadonlySet<AxisGroup['name']> = new Set(['acceleration', 'angularRate', 'linearAcceleration', 'magneticField']);
/** Counts are clipped to int16: a block that holds a clipped one stays clipped, so that it is still seen that there was more. */
const FULL_SCALE = 32_767;
/** A block that takes longer than this many of its own lengths has samples missing inside; it ends before them. */
const LONGEST_BLOCK = 1.5;

/**
 * Every `every` samples of a chunk become one, at the time of the last of them: the mean where one can be taken, which holds vibration
 * above the new rate down as well as a short filter can, else the last value. Blocks end at gaps. The header then tells the rate it has.
 */
export function thinChunk(chunk: ChunkData, every: number): ChunkData {
  if (every <= 1 || chunk.sampleCount === 0) return chunk;
  const ends = blockEnds(chunk, every);
  const axes = axisCount(chunk.groups);
  const averaged = chunk.groups.flatMap(({ name, axes: width }) => Array.from({ length: width }, () => AVERAGED.has(name)));
  const counts = new Int16Array(ends.length * axes);
  let from = 0;
  for (const [block, to] of ends.entries()) {
    for (let axis = 0; axis < axes; axis++) {
      counts[block * axes + axis] = averaged[axis] ? mean(chunk.counts, axes, axis, from, to) : chunk.counts[(to - 1) * axes + axis];
    }
    from = to;
  }
  const atEnds = (timesUs: Float64Array) => Float64Array.from(ends, (to) => timesUs[to - 1]);
  return {
    ...chunk,
    nominalRateHz: chunk.nominalRateHz / every,
    sampleCount: ends.length,
    hostUs: atEnds(chunk.hostUs),
    deviceUs: chunk.deviceUs === null ? null : atEnds(chunk.deviceUs),
    counts,
    gaps: chunk.gaps.map(({ afterSample, reason }): ChunkGap => ({ afterSample: ends.indexOf(afterSample + 1), reason })),
  };
}

/** Index behind the last sample of each block. */
function blockEnds({ sampleCount, hostUs, gaps, nominalRateHz }: ChunkData, every: number): number[] {
  const longestUs = nominalRateHz > 0 ? (LONGEST_BLOCK * every * 1e6) / nominalRateHz : Number.POSITIVE_INFINITY;
  const beforeGap = new Set(gaps.map(({ afterSample }) => afterSample + 1));
  const ends: number[] = [];
  let from = 0;
  for (let to = 1; to <= sampleCount; to++) {
    const full = to - from >= every || to === sampleCount || beforeGap.has(to) || hostUs[to] - hostUs[from] > longestUs;
    if (!full) continue;
    ends.push(to);
    from = to;
  }
  return ends;
}

function mean(counts: Int16Array, axes: number, axis: number, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    const count = counts[i * axes + axis];
    if (count >= FULL_SCALE || count <= -FULL_SCALE) return count;
    sum += count;
  }
  return Math.round(sum / (to - from));
}
