import { and, count, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { clinic, passkey, user } from '#server/db/schema/access.ts';
import { reader } from '#server/db/statements.ts';
import { notFound } from '#server/errors.ts';
import type { Me } from '#shared/schema/api.ts';

/** The signed-in person. */
export async function me(ctx: Ctx): Promise<Me> {
  const { userId, clinicId, patientId } = ctx.actor;
  const db = reader(ctx.deps.store);
  const found = await db
    .select({ user, clinicName: clinic.name, simulated: clinic.simulated })
    .from(user)
    .innerJoin(clinic, eq(clinic.id, user.clinicId))
    .where(and(eq(user.id, userId), eq(user.clinicId, clinicId)))
    .get();
  if (!found) throw notFound();
  const keys = await db.select({ count: count() }).from(passkey).where(eq(passkey.userId, userId)).get();
  return {
    userId,
    clinicId,
    clinicName: found.clinicName,
    role: found.user.role,
    displayName: found.user.displayName,
    email: found.user.email,
    patientId,
    hasPassword: found.user.passwordHash !== null,
    passkeyCount: keys?.count ?? 0,
    demo: found.simulated,
  };
}
