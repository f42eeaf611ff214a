import { eq } from 'drizzle-orm';
import { type Ctx, requirePatientAccess } from '#server/context.ts';
import { flag } from '#server/db/schema/decisions.ts';
import { readPlans } from '#server/services/plan/versions.ts';
import { currentProfile } from '#server/services/profile/current.ts';
import type { PatientDetail } from '#shared/schema/api.ts';
import type { Id } from '#shared/schema/id.ts';
import { addDays, type LocalDay } from '#shared/schema/time.ts';
import { readOpenFlags } from './panel/read.ts';
import { readCheckIns, readDays, readSessions, readStimulations } from './records.ts';

/** Twelve weeks, the span of the patient page. */
const SPAN_DAYS = 84;
const MAX_SESSIONS = 200;

/** One patient with the last twelve weeks. Flags and their words are for the PT; a patient sees their own records without them. */
export async function getPatient(ctx: Ctx, patientId: Id, day: LocalDay): Promise<PatientDetail> {
  const patient = await requirePatientAccess(ctx, patientId);
  const span = { patientId, from: addDays(day, 1 - SPAN_DAYS), to: day };
  const [profile, plans, days, sessions, flags, checkIns, stimulations] = await Promise.all([
    currentProfile(ctx, patientId),
    readPlans(ctx, patientId, 1),
    readDays(ctx, span),
    readSessions(ctx, span, MAX_SESSIONS),
    ctx.actor.role === 'patient' ? [] : readOpenFlags(ctx, eq(flag.patientId, patientId)),
    readCheckIns(ctx, span),
    readStimulations(ctx, span),
  ]);
  const { displayName, simulated } = patient;
  return { patientId, displayName, simulated, profile, plan: plans.at(0) ?? null, days, sessions, flags, checkIns, stimulations };
}
