import { and, eq, isNull } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { authSession } from '#server/db/schema/access.ts';
import { audited, build, reader, statement } from '#server/db/statements.ts';
import { notFound } from '#server/errors.ts';
import type { Id } from '#shared/schema/id.ts';

/** Ends one of the person's own sign-ins. Ending it twice is the same as once. */
export async function revokeSession(ctx: Ctx, sessionId: Id): Promise<void> {
  const { deps, actor } = ctx;
  const own = and(eq(authSession.id, sessionId), eq(authSession.userId, actor.userId), eq(authSession.clinicId, actor.clinicId));
  const found = await reader(deps.store).select().from(authSession).where(own).get();
  if (!found) throw notFound();
  if (found.revokedAtUs !== null) return;
  await deps.store.batch([
    statement(
      build
        .update(authSession)
        .set({ revokedAtUs: deps.clock.nowUs() })
        .where(and(own, isNull(authSession.revokedAtUs))),
    ),
    audited(ctx, 'auth.revoke', 'authSession', sessionId),
  ]);
}
