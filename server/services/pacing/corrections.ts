import { correctedSummary } from '#server/services/correction/sessions.ts';
import type { Correction } from '#shared/schema/correction.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { Id } from '#shared/schema/id.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';
import type { LocalDay } from '#shared/schema/time.ts';
import { derivedId } from './derivedId.ts';
import { answersOf } from './fromRecords.ts';

type CorrectionEvent = Extract<PatientEvent, { type: 'correction' }>;

/** A complete session's answers: pain and effort events in order of (at, id). */
export interface SessionAnswers {
  readonly summary: SessionSummary | null;
  readonly events: readonly SessionEvent[];
}

/**
 * A correction of a record as corrections of the event made from it. A check-in has the same fields; of a session's answers those that change
 * its event: correcting the second of three pain ratings may change the highest, or nothing. TENS uses are no events. `earlier`: the
 * corrections before this one, in order of (at, id).
 */
export function correctionEvents(
  record: Correction,
  earlier: readonly Correction[],
  sessions: readonly SessionAnswers[],
  localDay: LocalDay,
): CorrectionEvent[] {
  const { id, at, target, field, value, reason } = record;
  const correcting = (eventId: Id, targetId: Id, change: Pick<CorrectionEvent, 'field' | 'value'>): CorrectionEvent => ({
    id: eventId,
    atUs: at.utcUs,
    localDay,
    type: 'correction',
    targetId,
    ...change,
    reason,
  });
  if (target.type === 'checkIn') return [correcting(id, target.id, { field, value })];
  const corrected = sessions.find(
    ({ summary, events }) => summary?.sessionId === target.id || events.some((event) => event.id === target.id),
  );
  const summary = corrected?.summary;
  if (corrected === undefined || !summary) return [];
  const before = answersOf(correctedSummary(summary, corrected.events, earlier));
  const after = answersOf(correctedSummary(summary, corrected.events, [...earlier, record]));
  const changed = (Object.keys(after) as (keyof typeof after)[]).filter((name) => before[name] !== after[name]);
  return changed.map((name) => correcting(derivedId(id, name), summary.sessionId, { field: name, value: after[name] }));
}
