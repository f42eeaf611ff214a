import { and, desc, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { profile } from '#server/db/schema/patient.ts';
import { reader } from '#server/db/statements.ts';
import { notFound } from '#server/errors.ts';
import type { Id } from '#shared/schema/id.ts';
import { Profile } from '#shared/schema/profile.ts';

/** The profile version in force. The caller has checked access to the patient. */
export async function currentProfile(ctx: Ctx, patientId: Id): Promise<Profile> {
  const row = await reader(ctx.deps.store)
    .select({ body: profile.body })
    .from(profile)
    .where(and(eq(profile.clinicId, ctx.actor.clinicId), eq(profile.patientId, patientId)))
    .orderBy(desc(profile.version))
    .limit(1)
    .get();
  if (!row) throw notFound();
  return Profile.parse(JSON.parse(row.body));
}
