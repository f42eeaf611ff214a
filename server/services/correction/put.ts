import { and, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { checkIn, correction, stimulation } from '#server/db/schema/records.ts';
import { session, sessionEvent } from '#server/db/schema/session.ts';
import { audited, build, reader, statement } from '#server/db/statements.ts';
import { type Statement, StoreError } from '#server/db/store.ts';
import { notFound, ServiceError } from '#server/errors.ts';
import { correctionEvents } from '#server/services/pacing/corrections.ts';
import { keepEvents } from '#server/services/pacing/eventLog.ts';
import { type DayKey, refreshDay } from '#server/services/patient/dayAggregate.ts';
import { type RecordPlace, requireOwnRecord } from '#server/services/patient/ownRecord.ts';
import { sameRecord } from '#server/services/patient/sameRecord.ts';
import { refreshSessionDay } from '#server/services/session/dayOfSessions.ts';
import { refuseCorrection } from '#shared/schema/correctable.ts';
import type { Correction } from '#shared/schema/correction.ts';
import { type LocalDay, localDayOf } from '#shared/schema/time.ts';
import { correctionsOf } from './list.ts';
import { answersOfSession } from './sessions.ts';

/** Adds a correction to a record of the same patient. The record stays as it was; readers apply its corrections. */
export async function putCorrection(ctx: Ctx, place: RecordPlace, record: Correction): Promise<{ created: boolean; record: Correction }> {
  await requireOwnRecord(ctx, place, record);
  if (await isStored(ctx, record)) return { created: false, record };
  const target = await findTarget(ctx, record);
  const problem = refuseCorrection(record, target.eventType);
  if (problem) throw new ServiceError('validation', 'This cannot be corrected like that.', { fields: [problem] });
  const { id, patientId, at } = record;
  const { clinicId, userId } = ctx.actor;
  const row = {
    id,
    clinicId,
    patientId,
    targetType: record.target.type,
    targetId: record.target.id,
    atUs: at.utcUs,
    body: JSON.stringify(record),
    byUserId: userId,
  };
  try {
    await ctx.deps.store.batch([
      statement(build.insert(correction).values(row)),
      ...target.refresh({ clinicId, patientId, localDay: target.localDay }),
      ...(await eventsOf(ctx, record)),
      audited(ctx, 'correction.put', record.target.type, record.target.id, { correctionId: id, field: record.field }),
    ]);
  } catch (error) {
    const raced = error instanceof StoreError && error.code === 'constraint';
    if (!raced || !(await isStored(ctx, record))) throw error;
    return { created: false, record };
  }
  return { created: true, record };
}

/** What the correction changes for the pacing. */
async function eventsOf(ctx: Ctx, record: Correction): Promise<Statement[]> {
  const [sessions, known] = await Promise.all([answersOfSession(ctx, record.target.id), correctionsOf(ctx, record.patientId)]);
  const earlier = known.filter(({ at, id }) => at.utcUs < record.at.utcUs || (at.utcUs === record.at.utcUs && id < record.id));
  return keepEvents(ctx, record.patientId, correctionEvents(record, earlier, sessions, localDayOf(record.at)), record.at);
}

async function isStored(ctx: Ctx, record: Correction): Promise<boolean> {
  const stored = await reader(ctx.deps.store).select().from(correction).where(eq(correction.id, record.id)).get();
  if (!stored) return false;
  if (stored.clinicId !== ctx.actor.clinicId || stored.patientId !== record.patientId) throw notFound();
  if (sameRecord(stored.body, record)) return true;
  throw new ServiceError('conflict', 'Another correction is kept under this id.');
}

interface Target {
  readonly localDay: LocalDay;
  /** Brings the target's day up to date. */
  readonly refresh: (day: DayKey) => Statement[];
  /** null: the target is no session event. */
  readonly eventType: string | null;
}

/** The record to correct, which must be this patient's, and the day that depends on it. */
async function findTarget(ctx: Ctx, record: Correction): Promise<Target> {
  const db = reader(ctx.deps.store);
  const { clinicId } = ctx.actor;
  const { patientId, target } = record;
  const found = await {
    checkIn: () =>
      db
        .select({ localDay: checkIn.localDay })
        .from(checkIn)
        .where(and(eq(checkIn.id, target.id), eq(checkIn.clinicId, clinicId), eq(checkIn.patientId, patientId)))
        .get(),
    stimulation: () =>
      db
        .select({ localDay: stimulation.localDay })
        .from(stimulation)
        .where(and(eq(stimulation.id, target.id), eq(stimulation.clinicId, clinicId), eq(stimulation.patientId, patientId)))
        .get(),
    session: () =>
      db
        .select({ localDay: session.localDay })
        .from(session)
        .where(and(eq(session.id, target.id), eq(session.clinicId, clinicId), eq(session.patientId, patientId)))
        .get(),
    sessionEvent: () =>
      db
        .select({ localDay: session.localDay, eventType: sessionEvent.type })
        .from(sessionEvent)
        .innerJoin(session, and(eq(session.id, sessionEvent.sessionId), eq(session.clinicId, clinicId), eq(session.patientId, patientId)))
        .where(eq(sessionEvent.id, target.id))
        .get(),
  }[target.type]();
  if (!found) throw notFound();
  return {
    localDay: found.localDay,
    refresh: target.type === 'session' || target.type === 'sessionEvent' ? refreshSessionDay : refreshDay,
    eventType: 'eventType' in found ? String(found.eventType) : null,
  };
}
