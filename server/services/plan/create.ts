import { eq } from 'drizzle-orm';
import { type Ctx, requirePatientAccess, requireRole } from '#server/context.ts';
import { plan } from '#server/db/schema/patient.ts';
import { audited, build, reader, statement } from '#server/db/statements.ts';
import type { Statement } from '#server/db/store.ts';
import { notFound } from '#server/errors.ts';
import { dayOfPatient, keepEvents } from '#server/services/pacing/eventLog.ts';
import { planEvent } from '#server/services/pacing/fromRecords.ts';
import { sameRecord } from '#server/services/patient/sameRecord.ts';
import { appendBatch, staleVersion } from '#server/services/profile/append.ts';
import type { PlanUpdate } from '#shared/schema/api.ts';
import type { Id } from '#shared/schema/id.ts';
import type { Plan } from '#shared/schema/plan.ts';
import { localDayOf } from '#shared/schema/time.ts';
import { readPlans } from './versions.ts';

/** Appends a plan version on top of `baseVersion` (0: the first). Sent twice, it is kept once. */
export async function createPlan(ctx: Ctx, patientId: Id, input: PlanUpdate): Promise<{ created: boolean; plan: Plan }> {
  await requirePatientAccess(ctx, patientId);
  requireRole(ctx, 'pt', 'admin');
  const next: Plan = {
    ...input.plan,
    id: input.id,
    patientId,
    version: input.baseVersion + 1,
    createdAt: input.createdAt,
    createdByUserId: ctx.actor.userId,
  };
  if (await isStored(ctx, next)) return { created: false, plan: next };
  const [current] = await readPlans(ctx, patientId, 1);
  if ((current?.version ?? 0) !== input.baseVersion) throw staleVersion(current?.version ?? 0);
  await appendBatch(ctx, await appendPlan(ctx, next, null));
  return { created: true, plan: next };
}

/** Rows of a new version, its event for the pacing included: it is in force from the patient's day on. `proposalId`: the proposal it answers. */
export async function appendPlan(ctx: Ctx, next: Plan, proposalId: string | null): Promise<Statement[]> {
  const { id, version, patientId, createdAt } = next;
  const createdAtUs = ctx.deps.clock.nowUs();
  const { clinicId, userId: createdByUserId } = ctx.actor;
  const row = { id, clinicId, patientId, version, body: JSON.stringify(next), createdAtUs, createdByUserId };
  const writersDay = localDayOf({ utcUs: createdAtUs, offsetMinutes: createdAt.offsetMinutes });
  const localDay = await dayOfPatient(ctx, patientId, writersDay);
  return [
    statement(build.insert(plan).values(row)),
    ...keepEvents(ctx, patientId, [planEvent(next, createdAtUs, localDay, proposalId)]),
    audited(ctx, 'plan.create', 'plan', id, { version }),
  ];
}

/** The id is taken: by the very same plan (a repeat), by another version (stale), or elsewhere (not there for this account). */
async function isStored(ctx: Ctx, next: Plan): Promise<boolean> {
  const stored = await reader(ctx.deps.store).select().from(plan).where(eq(plan.id, next.id)).get();
  if (!stored) return false;
  if (stored.clinicId !== ctx.actor.clinicId || stored.patientId !== next.patientId) throw notFound();
  if (sameRecord(stored.body, next)) return true;
  throw staleVersion(stored.version);
}
