import type { PacingConfig } from '#shared/pacing/types.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import { axisCount, type Stream } from '#shared/schema/stream.ts';
import { createLiveAnalysis } from './live.ts';
import type { AnalysisInput, AnalysisResult, LiveAnalysis, StreamSamples } from './types.ts';

export interface RecordedStream {
  readonly stream: Stream;
  readonly samples: StreamSamples;
}

/** Analyses a stored session with the same object that ran on the phone. Streams and events may come in any order. */
export function analyseSession(
  input: AnalysisInput,
  streams: readonly RecordedStream[],
  events: readonly SessionEvent[],
  endedUs: number,
  config?: PacingConfig,
): AnalysisResult {
  const analysis = createLiveAnalysis(input, config);
  for (const event of [...events].sort((a, b) => a.atUs - b.atUs)) analysis.pushEvent(event);
  const recorded = streams.filter(({ samples }) => samples.sampleCount > 0);
  recorded.sort((a, b) => a.samples.hostUs[0] - b.samples.hostUs[0] || (a.stream.id < b.stream.id ? -1 : 1));
  for (const { stream } of recorded) analysis.addStream(stream);
  const cut = recorded.map(({ stream, samples }) => ({ stream, samples: upTo(stream, samples, endedUs) }));
  pushInTurn(analysis, cut, input.startedUs, endedUs);
  return analysis.finish(endedUs);
}

/** Slices of all streams in turn, so that no sensor waits long for another: what waits costs memory. The result is the same. */
function pushInTurn(analysis: LiveAnalysis, recorded: readonly RecordedStream[], startedUs: number, endedUs: number): void {
  const sliceUs = Math.max(10_000_000, (endedUs - startedUs) / 1000);
  const next = recorded.map(() => 0);
  for (let untilUs = startedUs; untilUs < endedUs + sliceUs; untilUs += sliceUs) {
    const last = untilUs >= endedUs;
    recorded.forEach(({ stream, samples }, i) => {
      let to = last ? samples.sampleCount : next[i];
      while (to < samples.sampleCount && samples.hostUs[to] <= untilUs) to++;
      analysis.pushSamples(stream.id, part(stream, samples, next[i], to));
      next[i] = to;
    });
  }
}

function part(stream: Stream, samples: StreamSamples, from: number, to: number): StreamSamples {
  const axes = axisCount(stream.groups);
  return { sampleCount: to - from, hostUs: samples.hostUs.subarray(from, to), counts: samples.counts.subarray(from * axes, to * axes) };
}

/** A sample after the end belongs to no session: a running analysis has not seen it either. */
function upTo(stream: Stream, samples: StreamSamples, endedUs: number): StreamSamples {
  let { sampleCount } = samples;
  while (sampleCount > 0 && samples.hostUs[sampleCount - 1] > endedUs) sampleCount--;
  return sampleCount === samples.sampleCount ? samples : part(stream, samples, 0, sampleCount);
}
