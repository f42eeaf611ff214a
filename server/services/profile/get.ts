import { type Ctx, requirePatientAccess } from '#server/context.ts';
import type { Id } from '#shared/schema/id.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { currentProfile } from './current.ts';

/** The profile version in force. */
export async function getProfile(ctx: Ctx, patientId: Id): Promise<Profile> {
  await requirePatientAccess(ctx, patientId);
  return currentProfile(ctx, patientId);
}
