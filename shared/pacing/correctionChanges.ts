import { correctedSummary } from '#shared/analysis/correctedSummary.ts';
import type { Correction } from '#shared/schema/correction.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';
import { answersOf } from './recordedEvents.ts';

/** A complete session's answers: pain and effort events in order of (at, id). */
export interface SessionAnswers {
  readonly summary: SessionSummary | null;
  readonly events: readonly SessionEvent[];
}

type Change = Pick<Extract<PatientEvent, { type: 'correction' }>, 'targetId' | 'field' | 'value'>;

/**
 * What a correction of a record changes of the event made from it. A check-in has the same fields; of a session's answers those that change
 * its event: correcting the second of three pain ratings may change the highest, or nothing. TENS uses are no events. `earlier`: the
 * corrections before this one, in order of (at, id).
 */
export function correctionChanges(record: Correction, earlier: readonly Correction[], sessions: readonly SessionAnswers[]): Change[] {
  const { target, field, value } = record;
  if (target.type === 'checkIn') return [{ targetId: target.id, field, value }];
  const corrected = sessions.find(
    ({ summary, events }) => summary?.sessionId === target.id || events.some((event) => event.id === target.id),
  );
  const summary = corrected?.summary;
  if (corrected === undefined || !summary) return [];
  const before = answersOf(correctedSummary(summary, corrected.events, earlier));
  const after = answersOf(correctedSummary(summary, corrected.events, [...earlier, record]));
  const changed = (Object.keys(after) as (keyof typeof after)[]).filter((name) => before[name] !== after[name]);
  return changed.map((name) => ({ targetId: summary.sessionId, field: name, value: after[name] }));
}
