import type { SessionEvent } from '#shared/schema/event.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';
import { EventTrack } from './eventTrack.ts';
import { endWithin } from './limits.ts';
import { inOrder, type RecordedStream } from './recordedStream.ts';
import { refineHeart } from './refinedHeart.ts';
import { refineMotion } from './refinedMotion.ts';
import { refineSteps } from './refinedSteps.ts';
import { storedSamples } from './storedSamples.ts';
import type { AnalysisInput } from './types.ts';

/** The part of a summary that only the whole recording can tell. */
export type Refinement = Pick<SessionSummary, 'refined' | 'notRefined'>;

/**
 * A second look at a stored session, by kernels that may look ahead: smoothed angles, repetitions segmented on them, steps, beat-to-beat
 * variability. Shown beside the live result; neither compared with it nor a basis of pacing. Nothing is counted from a recording of which a
 * part was not stored. Streams and events may come in any order.
 */
export function refineSession(
  input: AnalysisInput,
  streams: readonly RecordedStream[],
  sessionEvents: readonly SessionEvent[],
  endedAtUs: number,
): Refinement {
  const endedUs = endWithin(endedAtUs, input.startedUs);
  const events = new EventTrack(input.startedUs);
  for (const event of sessionEvents) events.push(event);
  const recorded = inOrder(streams, endedUs);
  const missing = storedSamples(events.ordered).motion?.how === 'missing';
  const refined = {
    motion: missing ? null : refineMotion(input, recorded, events, endedUs),
    steps: missing ? null : refineSteps(input, recorded),
    heart: refineHeart(input, recorded, events),
  };
  const nothing = refined.motion === null && refined.steps === null && refined.heart === null;
  return nothing ? { refined: null, notRefined: missing ? 'notStored' : 'nothingToRefine' } : { refined, notRefined: null };
}
