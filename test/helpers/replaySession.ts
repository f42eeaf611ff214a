import fc from 'fast-check';
import { createLiveAnalysis } from '#shared/analysis/live.ts';
import type { RecordedStream } from '#shared/analysis/recordedStream.ts';
import type { AnalysisInput, AnalysisResult, LiveAnalysis, StreamSamples } from '#shared/analysis/types.ts';
import type { SessionEvent } from '#shared/schema/event.ts';

/** How a recording arrives: everything that a radio and a browser may vary without losing data. */
export interface Arrival {
  /** Length of each sensor's packets, ms, taken in turn. */
  readonly packetMs: readonly number[];
  /** Delay of each sensor's packets, ms. */
  readonly delayMs: readonly number[];
  /** Distances between calls of `advance`, ms, taken in turn. */
  readonly advanceMs: readonly number[];
}

export const arrival: fc.Arbitrary<Arrival> = fc.record({
  packetMs: fc.array(fc.integer({ min: 15, max: 400 }), { minLength: 1, maxLength: 7 }),
  delayMs: fc.array(fc.integer({ min: 0, max: 450 }), { minLength: 4, maxLength: 6 }),
  advanceMs: fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 5 }),
});

interface Delivery {
  readonly atUs: number;
  readonly deliver: (analysis: LiveAnalysis) => void;
}

/**
 * Plays a recording to a live analysis as it would have arrived; events come at their own time, and it is over at `endedUs`. `begun` gets
 * the analysis before anything has come.
 */
export function replayLive(
  input: AnalysisInput,
  streams: readonly RecordedStream[],
  events: readonly SessionEvent[],
  endedUs: number,
  how: Arrival,
  begun: (analysis: LiveAnalysis) => void = () => {},
): AnalysisResult {
  const deliveries: Delivery[] = events.map((event) => ({ atUs: event.atUs, deliver: (analysis) => analysis.pushEvent(event) }));
  streams.forEach(({ stream, samples: recorded }, index) => {
    const samples = slice(recorded, 0, recorded.hostUs.filter((atUs) => atUs <= endedUs).length);
    const delayUs = 1000 * how.delayMs[index % how.delayMs.length];
    if (samples.sampleCount > 0) {
      deliveries.push({ atUs: samples.hostUs[0] - 1000, deliver: (analysis) => analysis.addStream(stream) });
    }
    let packet = index;
    for (let from = 0; from < samples.sampleCount; packet++) {
      const untilUs = samples.hostUs[from] + 1000 * how.packetMs[packet % how.packetMs.length];
      let to = from + 1;
      while (to < samples.sampleCount && samples.hostUs[to] < untilUs) to++;
      const part = slice(samples, from, to);
      deliveries.push({ atUs: samples.hostUs[to - 1] + delayUs, deliver: (analysis) => analysis.pushSamples(stream.id, part) });
      from = to;
    }
  });
  deliveries.sort((a, b) => a.atUs - b.atUs);

  const analysis = createLiveAnalysis(input);
  begun(analysis);
  let nextAdvanceUs = input.startedUs;
  let turn = 0;
  for (const { atUs, deliver } of deliveries) {
    while (nextAdvanceUs <= atUs) {
      analysis.advance(nextAdvanceUs);
      nextAdvanceUs += 1000 * how.advanceMs[turn++ % how.advanceMs.length];
    }
    deliver(analysis);
  }
  return analysis.finish(endedUs);
}

export function slice(samples: StreamSamples, from: number, to: number): StreamSamples {
  const axes = samples.counts.length / samples.sampleCount;
  return { sampleCount: to - from, hostUs: samples.hostUs.slice(from, to), counts: samples.counts.slice(from * axes, to * axes) };
}
