import type { SampleBatch } from '#devices/core/types.ts';
import { axisCount } from '#shared/schema/stream.ts';
import type { StoredSamples } from './chunkWriter.ts';

/**
 * Turns a batch into exactly what the codec will give back: whole microseconds, strictly increasing, nothing up to `afterUs`. Analysis
 * and chunk both take this one, which is why phone and server see the same bits. Null when nothing is left.
 */
export function toStored(batch: SampleBatch, shiftUs: number, afterUs: number): StoredSamples | null {
  let first = 0;
  while (first < batch.sampleCount && batch.hostUs[first] + shiftUs <= afterUs) first++;
  const sampleCount = batch.sampleCount - first;
  if (sampleCount <= 0) return null;
  const axes = axisCount(batch.stream.groups);
  const hostUs = new Float64Array(sampleCount);
  let last = afterUs;
  for (let i = 0; i < sampleCount; i++) {
    last = Math.max(Math.round(batch.hostUs[first + i] + shiftUs), last + 1);
    hostUs[i] = last;
  }
  return {
    sampleCount,
    hostUs,
    deviceUs: batch.deviceUs === null ? null : batch.deviceUs.slice(first, first + sampleCount).map(Math.round),
    counts: batch.counts.slice(first * axes, (first + sampleCount) * axes),
    clock: batch.clock ?? null,
  };
}
