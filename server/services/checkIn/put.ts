import { eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { checkIn } from '#server/db/schema/records.ts';
import { audited, build, reader, statement } from '#server/db/statements.ts';
import { StoreError } from '#server/db/store.ts';
import { notFound, ServiceError } from '#server/errors.ts';
import { keepEvents } from '#server/services/pacing/eventLog.ts';
import { refreshDay } from '#server/services/patient/dayAggregate.ts';
import { type RecordPlace, requireLocalDay, requireOwnRecord } from '#server/services/patient/ownRecord.ts';
import { readStimulations } from '#server/services/patient/records.ts';
import { sameRecord } from '#server/services/patient/sameRecord.ts';
import { morningEvent } from '#shared/pacing/recordedEvents.ts';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import { addDays } from '#shared/schema/time.ts';

/** Keeps a check-in. The same one again changes nothing; another one under the same id is a conflict. */
export async function putCheckIn(ctx: Ctx, place: RecordPlace, record: CheckIn): Promise<{ created: boolean; record: CheckIn }> {
  await requireOwnRecord(ctx, place, record);
  requireLocalDay(record.localDay, record.at);
  if (await isStored(ctx, record)) return { created: false, record };
  const { id, patientId, localDay, at } = record;
  const { clinicId } = ctx.actor;
  const uses = await readStimulations(ctx, { patientId, from: addDays(localDay, -1), to: localDay });
  try {
    await ctx.deps.store.batch([
      statement(build.insert(checkIn).values({ id, clinicId, patientId, localDay, atUs: at.utcUs, body: JSON.stringify(record) })),
      ...refreshDay({ clinicId, patientId, localDay }),
      ...keepEvents(ctx, patientId, [morningEvent(record, uses)], at),
      audited(ctx, 'checkIn.put', 'checkIn', id),
    ]);
  } catch (error) {
    const raced = error instanceof StoreError && error.code === 'constraint';
    if (!raced || !(await isStored(ctx, record))) throw error;
    return { created: false, record };
  }
  return { created: true, record };
}

/** An id that is taken in another place answers like one that is not there. */
async function isStored(ctx: Ctx, record: CheckIn): Promise<boolean> {
  const stored = await reader(ctx.deps.store).select().from(checkIn).where(eq(checkIn.id, record.id)).get();
  if (!stored) return false;
  if (stored.clinicId !== ctx.actor.clinicId || stored.patientId !== record.patientId) throw notFound();
  if (sameRecord(stored.body, record)) return true;
  throw new ServiceError('conflict', 'Another check-in is kept under this id. Send a correction instead.');
}
