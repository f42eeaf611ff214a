import { and, eq, inArray, isNull } from 'drizzle-orm';
import { type Ctx, requirePatientAccess, requireRole } from '#server/context.ts';
import { decision, flag } from '#server/db/schema/decisions.ts';
import { audited, build, statement } from '#server/db/statements.ts';
import type { Statement } from '#server/db/store.ts';
import { ServiceError } from '#server/errors.ts';
import { clearedEvent } from '#server/services/pacing/backfill.ts';
import { dayOfPatient, keepEvents } from '#server/services/pacing/eventLog.ts';
import { pacedPatient } from '#server/services/pacing/refresh.ts';
import { openRedFlags } from '#server/services/pacing/settled.ts';
import { appendBatch, appendProfile } from '#server/services/profile/append.ts';
import { againWhenRaced } from '#server/services/session/retry.ts';
import type { ClearSuspension } from '#shared/schema/api.ts';
import type { Decision } from '#shared/schema/decision.ts';
import type { Id } from '#shared/schema/id.ts';
import type { Profile } from '#shared/schema/profile.ts';

/**
 * Lets a patient exercise again after a red flag. Only a PT does this, and says why: the override is kept as a decision (pacing.md, A12)
 * with the reason, and the flags that stopped the patient are closed with it.
 */
export async function clearSuspension(ctx: Ctx, patientId: Id, { reason, redFlagIds }: ClearSuspension): Promise<Profile> {
  await requirePatientAccess(ctx, patientId);
  requireRole(ctx, 'pt', 'admin');
  return againWhenRaced(() => clear(ctx, patientId, reason, redFlagIds ?? null));
}

async function clear(ctx: Ctx, patientId: Id, reason: string, seen: readonly Id[] | null): Promise<Profile> {
  const today = await dayOfPatient(ctx, patientId);
  const paced = await pacedPatient(ctx, patientId, today);
  const { current } = paced;
  const open = openRedFlags(paced);
  if (current.suspended === null && open.length === 0) throw new ServiceError('conflict', 'Exercise is not suspended.');
  if (seen !== null && open.some((id) => !seen.includes(id)))
    throw new ServiceError('conflict', 'Another red flag has come in since. Please look at it first.', { extra: { openRedFlagIds: open } });
  const next = { ...current, version: current.version + 1, suspended: null };
  await appendBatch(ctx, [
    appendProfile(ctx, next),
    insertOverride(ctx, current, reason),
    closeFlags(ctx, patientId, reason),
    noRedFlagSince(ctx, patientId, paced.readSeq),
    ...keepEvents(ctx, patientId, [
      clearedEvent(patientId, next.version, open, reason, { atUs: ctx.deps.clock.nowUs(), localDay: paced.dose.localDay }),
    ]),
    audited(ctx, 'patient.clearSuspension', 'patient', patientId, { version: next.version, ruleId: current.suspended?.ruleId ?? null }),
  ]);
  return next;
}

/** Undoes the batch, to be read again, when a red flag has arrived since the log was read. */
function noRedFlagSince(ctx: Ctx, patientId: Id, readSeq: number): Statement {
  return {
    sql: `update pacing_state set version = version where "patientId" = ? and "clinicId" = ? and not exists
      (select 1 from patient_event e where e."patientId" = pacing_state."patientId" and e.type = 'redFlag' and e.seq > ?)`,
    args: [patientId, ctx.actor.clinicId, readSeq],
    expectRows: 1,
  };
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
