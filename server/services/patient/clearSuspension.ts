import { and, eq, inArray, isNull } from 'drizzle-orm';
import { type Ctx, requirePatientAccess, requireRole } from '#server/context.ts';
import { decision, flag } from '#server/db/schema.ts';
import { audited, build, statement } from '#server/db/statements.ts';
import type { Statement } from '#server/db/store.ts';
import { ServiceError } from '#server/errors.ts';
import { appendBatch, appendProfile } from '#server/services/profile/append.ts';
import { currentProfile } from '#server/services/profile/current.ts';
import type { Decision } from '#shared/schema/decision.ts';
import type { Id } from '#shared/schema/id.ts';
import type { Profile } from '#shared/schema/profile.ts';

/**
 * Lets a patient exercise again after a red flag. Only a PT does this, and says why: the override is kept as a decision (pacing.md, A12)
 * with the reason, and the flags that stopped the patient are closed with it.
 */
export async function clearSuspension(ctx: Ctx, patientId: Id, reason: string): Promise<Profile> {
  await requirePatientAccess(ctx, patientId);
  requireRole(ctx, 'pt', 'admin');
  const current = await currentProfile(ctx, patientId);
  if (current.suspended === null) throw new ServiceError('conflict', 'Exercise is not suspended.');
  const next = { ...current, version: current.version + 1, suspended: null };
  await appendBatch(ctx, [
    appendProfile(ctx, next),
    insertOverride(ctx, current, reason),
    closeFlags(ctx, patientId, reason),
    audited(ctx, 'patient.clearSuspension', 'patient', patientId, { version: next.version, ruleId: current.suspended.ruleId }),
  ]);
  return next;
}

function insertOverride(ctx: Ctx, current: Profile, reason: string): Statement {
  const atUs = ctx.deps.clock.nowUs();
  const { clinicId } = ctx.actor;
  const { patientId } = current;
  const override: Decision = {
    id: `${patientId}:A12:${atUs}`,
    sessionId: null,
    kind: 'go',
    value: null,
    unit: '',
    validFromUs: atUs,
    ruleIds: ['A12'],
    facts: [
      { name: 'suspendedBy', value: current.suspended?.ruleId ?? null, unit: '', atUs: current.suspended?.sinceUs ?? atUs, quality: 'ok' },
    ],
    counterfactual: null,
    confidence: 1,
    evidence: 'convention',
    patientText: 'Your therapist has cleared you to exercise again.',
    ptText: `Suspension cleared by a PT: ${reason}`,
    engineVersion: ctx.deps.config.version,
    configHash: '',
  };
  const body = JSON.stringify(override);
  return statement(build.insert(decision).values({ id: override.id, clinicId, patientId, kind: override.kind, atUs, body }));
}

function closeFlags(ctx: Ctx, patientId: Id, reason: string): Statement {
  const { clinicId, userId } = ctx.actor;
  const stopping = build
    .select({ id: decision.id })
    .from(decision)
    .where(and(eq(decision.patientId, patientId), inArray(decision.kind, ['emergency', 'block'])));
  const open = and(
    eq(flag.clinicId, clinicId),
    eq(flag.patientId, patientId),
    isNull(flag.resolvedAtUs),
    inArray(flag.decisionId, stopping),
  );
  return statement(
    build.update(flag).set({ resolvedAtUs: ctx.deps.clock.nowUs(), resolvedByUserId: userId, resolvedNote: reason }).where(open),
  );
}
