import type { PacingConfig } from '#shared/pacing/types.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import { createLiveAnalysis } from './live.ts';
import { inOrder, partOf, type RecordedStream } from './recordedStream.ts';
import type { AnalysisInput, AnalysisResult, LiveAnalysis } from './types.ts';

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
  const recorded = inOrder(streams, endedUs);
  for (const { stream } of recorded) analysis.addStream(stream);
  pushInTurn(analysis, recorded, input.startedUs, endedUs);
  return analysis.finish(endedUs);
}

/** Slices of all streams in turn, so that no sensor waits long for another: what waits costs memory. The result is the same. */
function pushInTurn(analysis: LiveAnalysis, recorded: readonly RecordedStream[], startedUs: number, endedUs: number): void {
  const sliceUs = Math.max(10_000_000, (endedUs - startedUs) / 1000);
  const next = recorded.map(() => 0);
  for (let untilUs = startedUs; untilUs < endedUs + sliceUs; untilUs += sliceUs) {
    const last = untilUs >= endedUs;
    recorded.forEach((one, i) => {
      const { stream, samples } = one;
      let to = last ? samples.sampleCount : next[i];
      while (to < samples.sampleCount && samples.hostUs[to] <= untilUs) to++;
      analysis.pushSamples(stream.id, partOf(one, next[i], to));
      next[i] = to;
    });
  }
}
