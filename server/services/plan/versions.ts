import { and, desc, eq } from 'drizzle-orm';
import { type Ctx, requirePatientAccess } from '#server/context.ts';
import { plan } from '#server/db/schema/patient.ts';
import { reader } from '#server/db/statements.ts';
import type { Id } from '#shared/schema/id.ts';
import { Plan } from '#shared/schema/plan.ts';

/** All plan versions, newest first. */
export async function planVersions(ctx: Ctx, patientId: Id): Promise<Plan[]> {
  await requirePatientAccess(ctx, patientId);
  return readPlans(ctx, patientId, 200);
}

/** The latest `limit` versions. The caller has checked access to the patient. */
export async function readPlans(ctx: Ctx, patientId: Id, limit: number): Promise<Plan[]> {
  const rows = await reader(ctx.deps.store)
    .select({ body: plan.body })
    .from(plan)
    .where(and(eq(plan.clinicId, ctx.actor.clinicId), eq(plan.patientId, patientId)))
    .orderBy(desc(plan.version))
    .limit(limit)
    .all();
  return rows.map((row) => Plan.parse(JSON.parse(row.body)));
}
