import { axisCount, type Stream } from '#shared/schema/stream.ts';
import type { StreamSamples } from './types.ts';

export interface RecordedStream {
  readonly stream: Stream;
  readonly samples: StreamSamples;
}

/** Samples `from` up to, not including, `to`, without copying. */
export function partOf({ stream, samples }: RecordedStream, from: number, to: number): StreamSamples {
  const axes = axisCount(stream.groups);
  return { sampleCount: to - from, hostUs: samples.hostUs.subarray(from, to), counts: samples.counts.subarray(from * axes, to * axes) };
}

/** A sample after the end belongs to no session: a running analysis has not seen it either. */
export function upTo(recorded: RecordedStream, endedUs: number): RecordedStream {
  const { stream, samples } = recorded;
  let { sampleCount } = samples;
  while (sampleCount > 0 && samples.hostUs[sampleCount - 1] > endedUs) sampleCount--;
  return sampleCount === samples.sampleCount ? recorded : { stream, samples: partOf(recorded, 0, sampleCount) };
}

/** Streams that hold anything, cut at the end, by their first sample. */
export function inOrder(streams: readonly RecordedStream[], endedUs: number): readonly RecordedStream[] {
  const recorded = streams.filter(({ samples }) => samples.sampleCount > 0);
  recorded.sort((a, b) => a.samples.hostUs[0] - b.samples.hostUs[0] || (a.stream.id < b.stream.id ? -1 : 1));
  return recorded.map((stream) => upTo(stream, endedUs));
}
