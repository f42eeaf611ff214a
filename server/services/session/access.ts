import { and, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { session } from '#server/db/schema/session.ts';
import { reader } from '#server/db/statements.ts';
import { notFound } from '#server/errors.ts';
import type { Id } from '#shared/schema/id.ts';

export type SessionRow = typeof session.$inferSelect;

/** The session, if this actor may reach it: the clinic first, then a patient's own only. Foreign and absent answer alike. */
export async function requireSession(ctx: Ctx, sessionId: Id): Promise<SessionRow> {
  const row = await reader(ctx.deps.store)
    .select()
    .from(session)
    .where(and(eq(session.clinicId, ctx.actor.clinicId), eq(session.id, sessionId)))
    .get();
  if (!row || (ctx.actor.role === 'patient' && row.patientId !== ctx.actor.patientId)) throw notFound();
  return row;
}
