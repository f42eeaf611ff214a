import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { authSession } from '#server/db/schema/access.ts';
import { reader } from '#server/db/statements.ts';
import type { SignInSession } from '#shared/schema/api.ts';
import { sessionIsLive } from './limits.ts';

/** The person's own sign-ins that still work, latest use first. */
export async function listSessions(ctx: Ctx): Promise<SignInSession[]> {
  const { userId, clinicId, authSessionId, role } = ctx.actor;
  const rows = await reader(ctx.deps.store)
    .select()
    .from(authSession)
    .where(and(eq(authSession.userId, userId), eq(authSession.clinicId, clinicId), isNull(authSession.revokedAtUs)))
    .orderBy(desc(authSession.lastSeenAtUs))
    .all();
  const nowUs = ctx.deps.clock.nowUs();
  return rows
    .filter((row) => sessionIsLive(row, role, nowUs))
    .map(({ id, createdAtUs, lastSeenAtUs, userAgent }) => ({ id, createdAtUs, lastSeenAtUs, userAgent, current: id === authSessionId }));
}
