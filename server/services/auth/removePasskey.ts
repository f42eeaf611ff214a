import { and, eq, sql } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { passkey, user } from '#server/db/schema/access.ts';
import { audited, build, reader, statement } from '#server/db/statements.ts';
import { StoreError } from '#server/db/store.ts';
import { notFound, ServiceError } from '#server/errors.ts';
import { listPasskeys } from './listPasskeys.ts';

/**
 * Removes one of the person's own passkeys, never the last way into the account. That is asked again within the batch: of two requests
 * that would together remove every way in, one does.
 */
export async function removePasskey(ctx: Ctx, passkeyId: string): Promise<void> {
  const { deps, actor } = ctx;
  const keys = await listPasskeys(ctx);
  if (!keys.some(({ id }) => id === passkeyId)) throw notFound();
  const person = await reader(deps.store).select().from(user).where(eq(user.id, actor.userId)).get();
  if (keys.length === 1 && !person?.passwordHash) throw lastWayIn();
  const own = and(eq(passkey.id, passkeyId), eq(passkey.userId, actor.userId), eq(passkey.clinicId, actor.clinicId));
  const otherWay = sql`(exists (select 1 from user u where u.id = ${actor.userId} and u."passwordHash" is not null)
    or exists (select 1 from passkey k where k."userId" = ${actor.userId} and k.id <> ${passkeyId}))`;
  try {
    await deps.store.batch([
      statement(build.delete(passkey).where(and(own, otherWay)), 1),
      audited(ctx, 'auth.passkeyRemove', 'user', actor.userId),
    ]);
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === 'preconditionFailed') throw lastWayIn();
    throw cause;
  }
}

const lastWayIn = () =>
  new ServiceError('conflict', 'This passkey is the only way into your account. Add another one or set a password first.');
