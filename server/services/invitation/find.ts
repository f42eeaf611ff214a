import { eq } from 'drizzle-orm';
import { clinic, invitation, user } from '#server/db/schema/access.ts';
import { reader } from '#server/db/statements.ts';
import type { Deps } from '#server/deps.ts';
import { ServiceError } from '#server/errors.ts';
import { tokenHash } from '#server/services/auth/token.ts';
import { type InvitationRow, invitationState } from './state.ts';

export interface OpenInvitation {
  readonly row: InvitationRow;
  readonly clinicName: string;
  readonly invitedBy: string;
}

/** The open invitation behind a link. A used, revoked, expired or invented link all answer alike. */
export async function findOpenInvitation(deps: Deps, token: string): Promise<OpenInvitation> {
  const found = await reader(deps.store)
    .select({ row: invitation, clinicName: clinic.name, invitedBy: user.displayName })
    .from(invitation)
    .innerJoin(clinic, eq(clinic.id, invitation.clinicId))
    .innerJoin(user, eq(user.id, invitation.createdByUserId))
    .where(eq(invitation.tokenHash, tokenHash(token)))
    .get();
  if (!found || invitationState(found.row, deps.clock.nowUs()) !== 'open') throw invitationGone();
  return found;
}

export const invitationGone = () => new ServiceError('notFound', 'This invitation no longer works. Please ask your clinic for a new one.');
