import type { PublicCtx } from '#server/context.ts';
import { audited } from '#server/db/statements.ts';
import { writeAudit } from './writeAudit.ts';

/**
 * A failed sign-in to an account that exists leaves a row in its clinic: the account's id and the way, no email and no address. Nobody is
 * proven, so the row has no actor. For an unknown account a row is written and taken back in one batch, so that both cost one commit and
 * the time of the answer does not tell them apart.
 */
export async function signInFailed(
  ctx: PublicCtx,
  account: { readonly id: string; readonly clinicId: string } | null,
  by: 'password' | 'passkey',
): Promise<void> {
  const row = (clinicId: string, userId: string) =>
    audited({ ...ctx, actor: { clinicId, userId: null } }, 'auth.signInFailed', 'user', userId, { by });
  if (account !== null) return writeAudit(ctx.deps, [row(account.clinicId, account.id)]);
  const takeBack = {
    sql: 'delete from audit where "entityId" = ? and "requestId" = ?',
    args: [ctx.requestId, ctx.requestId],
    expectRows: 1,
  };
  return writeAudit(ctx.deps, [row('', ctx.requestId), takeBack]);
}
