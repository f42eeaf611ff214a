import { and, eq, isNull, ne } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { authSession, user } from '#server/db/schema/access.ts';
import { audited, build, reader, statement } from '#server/db/statements.ts';
import { notFound, ServiceError } from '#server/errors.ts';
import type { SetPassword } from '#shared/schema/api.ts';

/**
 * Gives the person's own account a password, or changes it. A change needs the current one; either ends all other sign-ins. An account
 * whose first passkey failed gets its way back by this.
 */
export async function setPassword(ctx: Ctx, input: SetPassword): Promise<void> {
  const { deps, actor } = ctx;
  const own = and(eq(user.id, actor.userId), eq(user.clinicId, actor.clinicId));
  const found = await reader(deps.store).select().from(user).where(own).get();
  if (!found) throw notFound();
  if (found.passwordHash !== null && !(await deps.passwords.verify(input.currentPassword ?? '', found.passwordHash))) {
    const fields = [{ path: 'currentPassword', message: 'This is not your current password.' }];
    throw new ServiceError('validation', 'The password was not changed.', { fields });
  }
  const passwordHash = await deps.passwords.hash(input.password);
  const unchanged = found.passwordHash === null ? isNull(user.passwordHash) : eq(user.passwordHash, found.passwordHash);
  const others = and(eq(authSession.userId, actor.userId), ne(authSession.id, actor.authSessionId), isNull(authSession.revokedAtUs));
  await deps.store.batch([
    statement(build.update(user).set({ passwordHash }).where(and(own, unchanged)), 1),
    statement(build.update(authSession).set({ revokedAtUs: deps.clock.nowUs() }).where(others)),
    audited(ctx, 'auth.setPassword', 'user', actor.userId),
  ]);
}
