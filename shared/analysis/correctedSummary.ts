import { sessionRpeLoad } from '#shared/cardio/sessionRpe.ts';
import { corrected } from '#shared/schema/correctable.ts';
import type { Correction } from '#shared/schema/correction.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';

/**
 * A summary as later corrections of pain and effort leave it. The stored summary stays as it was analysed: readers come through here, and
 * a day's maxima (dayOfSessions.ts) follow the same rules. `events` and `corrections` in order of (at, id).
 */
export function correctedSummary(
  summary: SessionSummary,
  events: readonly SessionEvent[],
  corrections: readonly Correction[],
): SessionSummary {
  const pains = events.flatMap((event) => (event.type === 'pain' ? [corrected(event, corrections).painNrs] : []));
  const pain = pains.length === 0 ? summary.pain : { first: pains[0], max: Math.max(...pains), last: pains[pains.length - 1] };
  const rpeCr10 = correctedEffort(summary, events, corrections);
  const load = rpeCr10 === null ? null : sessionRpeLoad(rpeCr10, summary.durationS / 60);
  return { ...summary, pain, rpeCr10, sessionRpeLoad: load };
}

/** The last answer counts. It is corrected where it was given, or for the whole session when it was given after the end. */
function correctedEffort(
  summary: SessionSummary,
  events: readonly SessionEvent[],
  corrections: readonly Correction[],
): SessionSummary['rpeCr10'] {
  const answer = events.findLast((event) => event.type === 'rpe');
  const latest = corrections.findLast(
    ({ target, field }) => field === 'rpeCr10' && (target.id === summary.sessionId || target.id === answer?.id),
  );
  return latest === undefined ? summary.rpeCr10 : (latest.value as number);
}
