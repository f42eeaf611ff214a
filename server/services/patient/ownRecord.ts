import { type Ctx, requirePatientAccess } from '#server/context.ts';
import { ServiceError } from '#server/errors.ts';
import type { Id } from '#shared/schema/id.ts';
import { localDayOf, type Moment } from '#shared/schema/time.ts';

/** Where a record is put, as the path says. */
export interface RecordPlace {
  readonly patientId: Id;
  readonly id: Id;
}

/**
 * First question of every verb that keeps a patient's record: may the actor write for this patient, and does the record say the same
 * identity as the path? Otherwise a body could carry a record into another patient's file.
 */
export async function requireOwnRecord(ctx: Ctx, place: RecordPlace, record: { id: Id; patientId: Id }): Promise<void> {
  await requirePatientAccess(ctx, place.patientId);
  const fields = [
    ...(record.id === place.id ? [] : [{ path: 'id', message: 'This is not the id in the address.' }]),
    ...(record.patientId === place.patientId ? [] : [{ path: 'patientId', message: 'This is not the patient in the address.' }]),
  ];
  if (fields.length > 0) throw new ServiceError('validation', 'The record and the address do not agree.', { fields });
}

/** The local day must be the day of the moment as the person lived it. */
export function requireLocalDay(localDay: string, moment: Moment): void {
  const expected = localDayOf(moment);
  if (localDay === expected) return;
  throw new ServiceError('validation', 'The day and the time do not agree.', {
    fields: [{ path: 'localDay', message: `At this time the local day is ${expected}.` }],
  });
}
