import { and, eq, isNull } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { requireRole } from '#server/context.ts';
import { invitation } from '#server/db/schema/access.ts';
import { audited, build, reader, statement } from '#server/db/statements.ts';
import { notFound, ServiceError } from '#server/errors.ts';
import type { Id } from '#shared/schema/id.ts';

/** Makes an invitation's link useless. The patient's record, if there is one, stays. */
export async function revokeInvitation(ctx: Ctx, invitationId: Id): Promise<void> {
  requireRole(ctx, 'pt', 'admin');
  const { deps, actor } = ctx;
  const own = and(eq(invitation.id, invitationId), eq(invitation.clinicId, actor.clinicId));
  const found = await reader(deps.store).select().from(invitation).where(own).get();
  if (!found) throw notFound();
  if (found.revokedAtUs !== null) return;
  if (found.acceptedAtUs !== null) throw new ServiceError('conflict', 'This invitation has been accepted already.');
  const open = and(own, isNull(invitation.acceptedAtUs), isNull(invitation.revokedAtUs));
  await deps.store.batch([
    statement(build.update(invitation).set({ revokedAtUs: deps.clock.nowUs() }).where(open), 1),
    audited(ctx, 'invitation.revoke', 'invitation', invitationId),
  ]);
}
