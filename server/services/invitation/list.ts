import { desc, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { requireRole } from '#server/context.ts';
import { invitation } from '#server/db/schema/access.ts';
import { reader } from '#server/db/statements.ts';
import type { Invitation } from '#shared/schema/api.ts';
import { toInvitation } from './state.ts';

/** The clinic's invitations, newest first. */
export async function listInvitations(ctx: Ctx): Promise<Invitation[]> {
  requireRole(ctx, 'pt', 'admin');
  const rows = await reader(ctx.deps.store)
    .select()
    .from(invitation)
    .where(eq(invitation.clinicId, ctx.actor.clinicId))
    .orderBy(desc(invitation.createdAtUs))
    .limit(500)
    .all();
  const nowUs = ctx.deps.clock.nowUs();
  return rows.map((row) => toInvitation(row, nowUs));
}
