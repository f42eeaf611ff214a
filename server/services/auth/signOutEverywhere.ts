import { and, eq, isNull } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { authSession } from '#server/db/schema/access.ts';
import { audited, build, statement } from '#server/db/statements.ts';

/** Ends all of the person's sign-ins, the asking one included: for a lost phone or a shared computer. */
export async function signOutEverywhere(ctx: Ctx): Promise<void> {
  const { deps, actor } = ctx;
  const live = and(eq(authSession.userId, actor.userId), eq(authSession.clinicId, actor.clinicId), isNull(authSession.revokedAtUs));
  await deps.store.batch([
    statement(build.update(authSession).set({ revokedAtUs: deps.clock.nowUs() }).where(live)),
    audited(ctx, 'auth.signOutEverywhere', 'user', actor.userId),
  ]);
}
