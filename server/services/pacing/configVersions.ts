import { and, desc, eq } from 'drizzle-orm';
import { type Ctx, requirePatientAccess, requireRole } from '#server/context.ts';
import { user } from '#server/db/schema/access.ts';
import { pacingConfig } from '#server/db/schema/pacing.ts';
import { reader } from '#server/db/statements.ts';
import type { Id } from '#shared/schema/id.ts';
import type { PacingConfigVersion, PacingValues } from '#shared/schema/pacingApi.ts';

/** Every version of the clinic's thresholds, newest first. */
export async function clinicConfigVersions(ctx: Ctx): Promise<PacingConfigVersion[]> {
  requireRole(ctx, 'pt', 'admin');
  return versionsOf(ctx, ctx.actor.clinicId);
}

/** Every version of one patient's own thresholds, newest first. */
export async function patientConfigVersions(ctx: Ctx, patientId: Id): Promise<PacingConfigVersion[]> {
  await requirePatientAccess(ctx, patientId);
  requireRole(ctx, 'pt', 'admin');
  return versionsOf(ctx, patientId);
}

async function versionsOf(ctx: Ctx, owner: Id): Promise<PacingConfigVersion[]> {
  const rows = await reader(ctx.deps.store)
    .select({ fromDay: pacingConfig.fromDay, body: pacingConfig.body, createdAtUs: pacingConfig.createdAtUs, byName: user.displayName })
    .from(pacingConfig)
    .leftJoin(user, and(eq(user.id, pacingConfig.createdByUserId), eq(user.clinicId, pacingConfig.clinicId)))
    .where(and(eq(pacingConfig.clinicId, ctx.actor.clinicId), eq(pacingConfig.owner, owner)))
    .orderBy(desc(pacingConfig.version))
    .all();
  return rows.map(({ body, ...row }) => ({ ...row, ...(JSON.parse(body) as PacingValues) }));
}
