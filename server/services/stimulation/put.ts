import { and, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { stimulation } from '#server/db/schema/records.ts';
import { session } from '#server/db/schema/session.ts';
import { audited, build, reader, statement } from '#server/db/statements.ts';
import { type Statement, StoreError } from '#server/db/store.ts';
import { notFound, ServiceError } from '#server/errors.ts';
import { keepEvents } from '#server/services/pacing/eventLog.ts';
import { lateTensEvents } from '#server/services/pacing/fromRecords.ts';
import { refreshDay } from '#server/services/patient/dayAggregate.ts';
import { type RecordPlace, requireLocalDay, requireOwnRecord } from '#server/services/patient/ownRecord.ts';
import { readCheckIns } from '#server/services/patient/records.ts';
import { sameRecord } from '#server/services/patient/sameRecord.ts';
import { morningEvent } from '#shared/pacing/recordedEvents.ts';
import { Stimulation } from '#shared/schema/stimulation.ts';
import { addDays, localDayOf } from '#shared/schema/time.ts';
import { cautionStatements } from './caution.ts';

type Row = typeof stimulation.$inferSelect;

/**
 * Keeps one use of TENS. What happened is always kept, also when the contraindication screen was not answered: then the PT gets a flag.
 * While the use runs the record may be replaced as a whole. Once it has an end, answers that are still open (null) may be given; what is
 * answered only a correction changes.
 */
export async function putStimulation(
  ctx: Ctx,
  place: RecordPlace,
  record: Stimulation,
): Promise<{ created: boolean; record: Stimulation }> {
  await requireOwnRecord(ctx, place, record);
  requireLocalDay(record.localDay, record.startedAt);
  requireEndAfterStart(record);
  await requireOwnSession(ctx, record);
  const stored = await findStored(ctx, record);
  if (stored && sameRecord(stored.body, record)) return { created: false, record };
  if (stored && !mayReplace(Stimulation.parse(JSON.parse(stored.body)), record)) throw closed();
  try {
    await ctx.deps.store.batch([
      stored ? replace(stored, record) : insert(ctx, record),
      ...touchedDays(stored, record).flatMap((localDay) =>
        refreshDay({ clinicId: ctx.actor.clinicId, patientId: record.patientId, localDay }),
      ),
      ...(await correctMornings(ctx, record)),
      ...cautionStatements(ctx, record),
      audited(ctx, 'stimulation.put', 'stimulation', record.id, { open: record.endedAt === null }),
    ]);
  } catch (error) {
    if (!(error instanceof StoreError) || (error.code !== 'constraint' && error.code !== 'preconditionFailed')) throw error;
    const now = await findStored(ctx, record);
    if (!now || !sameRecord(now.body, record)) throw error;
    return { created: false, record };
  }
  return { created: stored === null, record };
}

/** Check-ins that came before the TENS use they were answered under. */
async function correctMornings(ctx: Ctx, record: Stimulation): Promise<Statement[]> {
  const { patientId, localDay, startedAt } = record;
  const checkIns = await readCheckIns(ctx, { patientId, from: localDay, to: addDays(localDay, 1) });
  const atUs = ctx.deps.clock.nowUs();
  const now = { atUs, localDay: localDayOf({ utcUs: atUs, offsetMinutes: startedAt.offsetMinutes }) };
  const mornings = checkIns.map((checkIn) => morningEvent(checkIn, []));
  return keepEvents(ctx, patientId, lateTensEvents(record, mornings, now));
}

function mayReplace(kept: Stimulation, next: Stimulation): boolean {
  if (kept.endedAt === null) return true;
  const fields = Object.keys(kept) as (keyof Stimulation)[];
  return fields.every((field) => kept[field] === null || sameRecord(JSON.stringify(kept[field]), next[field]));
}

function insert(ctx: Ctx, record: Stimulation): Statement {
  const { id, patientId, sessionId, localDay, startedAt } = record;
  const row = {
    id,
    clinicId: ctx.actor.clinicId,
    patientId,
    sessionId,
    localDay,
    startedAtUs: startedAt.utcUs,
    body: JSON.stringify(record),
  };
  return statement(build.insert(stimulation).values(row));
}

/** Replaces exactly the version that was read. */
function replace(stored: Row, record: Stimulation): Statement {
  const { sessionId, localDay, startedAt } = record;
  const change = { sessionId, localDay, startedAtUs: startedAt.utcUs, body: JSON.stringify(record) };
  const asRead = and(eq(stimulation.id, stored.id), eq(stimulation.body, stored.body));
  return statement(build.update(stimulation).set(change).where(asRead), 1);
}

const touchedDays = (stored: Row | null, record: Stimulation) => [...new Set([...(stored ? [stored.localDay] : []), record.localDay])];

async function findStored(ctx: Ctx, record: Stimulation): Promise<Row | null> {
  const stored = await reader(ctx.deps.store).select().from(stimulation).where(eq(stimulation.id, record.id)).get();
  if (!stored) return null;
  if (stored.clinicId !== ctx.actor.clinicId || stored.patientId !== record.patientId) throw notFound();
  return stored;
}

/** A session that is known must be this patient's; one that is still on its way from the phone is taken on trust. */
async function requireOwnSession(ctx: Ctx, record: Stimulation): Promise<void> {
  if (record.sessionId === null) return;
  const known = await reader(ctx.deps.store).select().from(session).where(eq(session.id, record.sessionId)).get();
  if (known && (known.clinicId !== ctx.actor.clinicId || known.patientId !== record.patientId)) throw notFound();
}

function requireEndAfterStart(record: Stimulation): void {
  if (record.endedAt === null || record.endedAt.utcUs >= record.startedAt.utcUs) return;
  throw new ServiceError('validation', 'The end is before the start.', {
    fields: [{ path: 'endedAt', message: 'This is before the start.' }],
  });
}

const closed = () => new ServiceError('conflict', 'This TENS use is finished and kept. Send a correction instead.');
