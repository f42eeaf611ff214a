import { type Ctx, requirePatientAccess, requireRole } from '#server/context.ts';
import { pacingConfig } from '#server/db/schema/pacing.ts';
import { audited, build, statement } from '#server/db/statements.ts';
import { ServiceError } from '#server/errors.ts';
import { appendBatch, staleVersion } from '#server/services/profile/append.ts';
import { configHash } from '#shared/pacing/config.ts';
import { mergeConfig } from '#shared/pacing/mergeConfig.ts';
import type { PacingConfig } from '#shared/pacing/types.ts';
import type { Id } from '#shared/schema/id.ts';
import type { PacingConfigAnswer, PacingValues, PacingValuesUpdate } from '#shared/schema/pacingApi.ts';
import { localDayOf } from '#shared/schema/time.ts';
import { clinicConfig, readConfigs, valuesOf } from './configHistory.ts';
import { dayOfPatient } from './eventLog.ts';

/** The clinic's thresholds. */
export async function getClinicConfig(ctx: Ctx): Promise<PacingConfigAnswer> {
  requireRole(ctx, 'pt', 'admin');
  const { clinicId } = ctx.actor;
  return answer(valuesOf(await readConfigs(ctx, [clinicId]), clinicId), null);
}

/** One patient's thresholds beside the clinic's. */
export async function getPatientConfig(ctx: Ctx, patientId: Id): Promise<PacingConfigAnswer> {
  await requirePatientAccess(ctx, patientId);
  const { clinicId } = ctx.actor;
  const rows = await readConfigs(ctx, [clinicId, patientId]);
  return answer(valuesOf(rows, clinicId), valuesOf(rows, patientId));
}

/** Appends a version of the clinic's thresholds; in force for everybody from today on. Refused by name, also where one patient's own values would no longer fit. */
export async function putClinicConfig(ctx: Ctx, sent: PacingValuesUpdate): Promise<PacingConfigAnswer> {
  requireRole(ctx, 'pt', 'admin');
  const { clinicId } = ctx.actor;
  const rows = await readConfigs(ctx, [clinicId]);
  const next = nextValues(valuesOf(rows, clinicId), sent);
  merged(next, null);
  for (const values of await patientValues(ctx)) merged(next, values);
  const fromDay = localDayOf({ utcUs: ctx.deps.clock.nowUs(), offsetMinutes: 0 });
  await append(ctx, { owner: clinicId, patientId: null, fromDay, next });
  return answer(next, null);
}

/** Appends a version of one patient's thresholds, in force from the patient's day on. */
export async function putPatientConfig(ctx: Ctx, patientId: Id, sent: PacingValuesUpdate): Promise<PacingConfigAnswer> {
  await requirePatientAccess(ctx, patientId);
  requireRole(ctx, 'pt', 'admin');
  const { clinicId } = ctx.actor;
  const rows = await readConfigs(ctx, [clinicId, patientId]);
  const clinic = valuesOf(rows, clinicId);
  const next = nextValues(valuesOf(rows, patientId), sent);
  merged(clinic, next);
  await append(ctx, { owner: patientId, patientId, fromDay: await dayOfPatient(ctx, patientId), next });
  return answer(clinic, next);
}

function nextValues(current: PacingValues, { baseVersion, parameters }: PacingValuesUpdate): PacingValues {
  if (current.version !== baseVersion) throw staleVersion(current.version);
  return { version: baseVersion + 1, parameters };
}

/** Both together as the engine takes them. Throws `validation`, naming whose value it is and which. */
function merged(clinic: PacingValues, patient: PacingValues | null): PacingConfig {
  const both = mergeConfig(clinicConfig(clinic), patient ?? { version: 0, parameters: {} });
  if (both.ok) return both.config;
  throw new ServiceError('validation', 'These thresholds do not go together.', {
    fields: both.problems.map(({ field, message }) => ({ path: field, message })),
  });
}

function answer(clinic: PacingValues, own: PacingValues | null): PacingConfigAnswer {
  const config = merged(clinic, own);
  const parameters = Object.fromEntries(Object.entries(config.parameters).map(([ruleId, values]) => [ruleId, { ...values }]));
  return { clinic, patient: own, effective: { version: config.version, parameters }, configHash: configHash(config) };
}

/** The values in force of every patient of the clinic who has any. */
async function patientValues(ctx: Ctx): Promise<PacingValues[]> {
  const { rows } = await ctx.deps.store.query({
    sql: `select body, max(version) from pacing_config where "clinicId" = ? and "patientId" is not null group by owner`,
    args: [ctx.actor.clinicId],
  });
  return rows.map(([body]) => JSON.parse(String(body)) as PacingValues);
}

interface NewVersion {
  readonly owner: Id;
  readonly patientId: Id | null;
  readonly fromDay: string;
  readonly next: PacingValues;
}

async function append(ctx: Ctx, { owner, patientId, fromDay, next }: NewVersion): Promise<void> {
  const row = {
    owner,
    version: next.version,
    clinicId: ctx.actor.clinicId,
    patientId,
    fromDay,
    body: JSON.stringify(next),
    createdAtUs: ctx.deps.clock.nowUs(),
    createdByUserId: ctx.actor.userId,
  };
  await appendBatch(ctx, [
    statement(build.insert(pacingConfig).values(row)),
    audited(ctx, 'pacingConfig.put', patientId === null ? 'clinic' : 'patient', owner, { version: next.version }),
  ]);
}
