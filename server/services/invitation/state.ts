import type { invitation } from '#server/db/schema/access.ts';
import type { Invitation } from '#shared/schema/api.ts';

export type InvitationRow = typeof invitation.$inferSelect;

/** An invitation works for two weeks. */
export const INVITATION_LIFE_US = 14 * 24 * 3_600_000_000;

export function invitationState(row: InvitationRow, nowUs: number): Invitation['state'] {
  if (row.acceptedAtUs !== null) return 'accepted';
  if (row.revokedAtUs !== null) return 'revoked';
  return nowUs < row.expiresAtUs ? 'open' : 'expired';
}

/** What the clinic sees of an invitation; its link is not part of it. */
export function toInvitation(row: InvitationRow, nowUs: number): Invitation {
  const { id, role, displayName, createdAtUs, expiresAtUs, patientId } = row;
  return { id, role, displayName, createdAtUs, expiresAtUs, state: invitationState(row, nowUs), patientId };
}
