import type { PublicCtx } from '#server/context.ts';
import type { InvitationPreview } from '#shared/schema/api.ts';
import { findOpenInvitation } from './find.ts';

/** What the invited person sees before accepting: who invites them and where to. */
export async function previewInvitation(ctx: PublicCtx, token: string): Promise<InvitationPreview> {
  const { row, clinicName, invitedBy } = await findOpenInvitation(ctx.deps, token);
  return { clinicName, invitedBy, displayName: row.displayName, role: row.role };
}
