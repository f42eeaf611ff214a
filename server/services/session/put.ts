import { and, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { session } from '#server/db/schema/session.ts';
import { audited, build, reader, statement } from '#server/db/statements.ts';
import { notFound, ServiceError } from '#server/errors.ts';
import { requireLocalDay, requireOwnRecord } from '#server/services/patient/ownRecord.ts';
import type { Id } from '#shared/schema/id.ts';
import { Session } from '#shared/schema/session.ts';
import { mergeSession } from './merge.ts';
import { againWhenRaced } from './retry.ts';

/** Creates a session, or adds streams and the end to it. Sending the same again changes nothing. */
export async function putSession(ctx: Ctx, sessionId: Id, sent: Session): Promise<{ created: boolean; session: Session }> {
  await requireOwnRecord(ctx, { patientId: sent.patientId, id: sessionId }, sent);
  requireLocalDay(sent.localDay, sent.startedAt);
  requireConsistent(sent);
  return againWhenRaced(() => createOrExtend(ctx, sent));
}

async function createOrExtend(ctx: Ctx, sent: Session): Promise<{ created: boolean; session: Session }> {
  const { store, clock } = ctx.deps;
  const stored = await reader(store).select().from(session).where(eq(session.id, sent.id)).get();
  if (!stored) {
    const row: typeof session.$inferInsert = {
      id: sent.id,
      clinicId: ctx.actor.clinicId,
      patientId: sent.patientId,
      startedAtUs: sent.startedAt.utcUs,
      endedAtUs: sent.endedAt?.utcUs ?? null,
      localDay: sent.localDay,
      exerciseId: sent.setup.exerciseId,
      state: 'receiving',
      body: JSON.stringify(sent),
      createdAtUs: clock.nowUs(),
    };
    await store.batch([
      statement(build.insert(session).values(row)),
      audited(ctx, 'session.create', 'session', sent.id, { streams: sent.streams.length }),
    ]);
    return { created: true, session: sent };
  }
  if (stored.clinicId !== ctx.actor.clinicId || stored.patientId !== sent.patientId) throw notFound();
  const kept = Session.parse(JSON.parse(stored.body));
  const merged = mergeSession(kept, sent);
  if (merged === kept) return { created: false, session: kept };
  if (stored.state === 'complete') throw new ServiceError('conflict', 'This session is complete. Send a correction instead.');
  const unchanged = and(eq(session.id, sent.id), eq(session.version, stored.version), eq(session.state, 'receiving'));
  const change = { body: JSON.stringify(merged), endedAtUs: merged.endedAt?.utcUs ?? null, version: stored.version + 1 };
  await store.batch([
    statement(build.update(session).set(change).where(unchanged), 1),
    audited(ctx, 'session.extend', 'session', sent.id, { streams: merged.streams.length, ended: merged.endedAt !== null }),
  ]);
  return { created: false, session: merged };
}

function requireConsistent(sent: Session): void {
  const fields = sent.streams.flatMap((stream, i) => {
    if (stream.sessionId !== sent.id) return [{ path: `streams.${i}.sessionId`, message: 'This is not the session in the address.' }];
    if (sent.streams.findIndex((other) => other.id === stream.id) !== i) return [{ path: `streams.${i}.id`, message: 'Listed twice.' }];
    return [];
  });
  if (sent.endedAt !== null && sent.endedAt.utcUs < sent.startedAt.utcUs) fields.push({ path: 'endedAt', message: 'Before the start.' });
  if (fields.length > 0) throw new ServiceError('validation', 'The session does not fit together.', { fields });
}
