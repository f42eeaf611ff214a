import type { Ctx } from '#server/context.ts';
import { revokeSession } from './revokeSession.ts';

/** Ends the sign-in that asks. */
export async function signOut(ctx: Ctx): Promise<void> {
  await revokeSession(ctx, ctx.actor.authSessionId);
}
