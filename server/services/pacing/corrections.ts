import { correctionChanges, type SessionAnswers } from '#shared/pacing/correctionChanges.ts';
import type { Correction } from '#shared/schema/correction.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { LocalDay } from '#shared/schema/time.ts';
import { derivedId } from './derivedId.ts';

type CorrectionEvent = Extract<PatientEvent, { type: 'correction' }>;

/** A correction of a record as corrections of the event made from it; that of a check-in keeps its id. `earlier`: the corrections before this one, in order of (at, id). */
export function correctionEvents(
  record: Correction,
  earlier: readonly Correction[],
  sessions: readonly SessionAnswers[],
  localDay: LocalDay,
): CorrectionEvent[] {
  const { id, at, target, reason } = record;
  return correctionChanges(record, earlier, sessions).map((change) => ({
    id: target.type === 'checkIn' ? id : derivedId(id, change.field),
    atUs: at.utcUs,
    localDay,
    type: 'correction',
    ...change,
    reason,
  }));
}
