import { type Ctx, requirePatientAccess } from '#server/context.ts';
import { absent } from '#server/errors.ts';
import type { Id } from '#shared/schema/id.ts';
import type { Plan } from '#shared/schema/plan.ts';
import { readPlans } from './versions.ts';

/** The plan in force: the highest version. */
export async function getPlan(ctx: Ctx, patientId: Id): Promise<Plan> {
  await requirePatientAccess(ctx, patientId);
  const [current] = await readPlans(ctx, patientId, 1);
  if (!current) throw absent('There is no plan yet.');
  return current;
}
