import { eq } from 'drizzle-orm';
import { type Ctx, requirePatientAccess } from '#server/context.ts';
import { clinic, user } from '#server/db/schema/access.ts';
import { patient } from '#server/db/schema/patient.ts';
import { reader } from '#server/db/statements.ts';
import { phonePacing } from '#server/services/pacing/phone.ts';
import { readPlans } from '#server/services/plan/versions.ts';
import { currentProfile } from '#server/services/profile/current.ts';
import { sessionFalls } from '#server/services/session/falls.ts';
import type { Today } from '#shared/schema/api.ts';
import type { Id } from '#shared/schema/id.ts';
import { addDays, type LocalDay, localDayOf } from '#shared/schema/time.ts';
import { readCheckIns, readDays, readSessions, readStimulations } from './records.ts';

/** Two weeks of days and of TENS, and the records of this day: all a phone needs to go on without network. */
const STRIP_DAYS = 14;
const MAX_SESSIONS = 20;

export async function today(ctx: Ctx, patientId: Id, localDay: LocalDay): Promise<Today> {
  await requirePatientAccess(ctx, patientId);
  const day = { patientId, from: localDay, to: localDay };
  const weeks = { patientId, from: addDays(localDay, 1 - STRIP_DAYS), to: localDay };
  const [profile, plans, days, checkIns, sessions, stimulations, clinicName, firstDay, pacing, falls] = await Promise.all([
    currentProfile(ctx, patientId),
    readPlans(ctx, patientId, 1),
    readDays(ctx, weeks),
    readCheckIns(ctx, day),
    readSessions(ctx, day, MAX_SESSIONS),
    readStimulations(ctx, weeks),
    clinicNameOf(ctx),
    firstDayOf(ctx, patientId),
    phonePacing(ctx, patientId, localDay),
    sessionFalls(ctx, patientId),
  ]);
  const plan = plans.at(0) ?? null;
  const ptName = plan === null ? null : await authorName(ctx, plan.createdByUserId);
  return {
    localDay,
    profile,
    plan,
    days,
    checkIn: checkIns.at(0) ?? null,
    sessions,
    stimulations,
    clinicName,
    ptName,
    firstDay,
    pacing,
    falls,
  };
}

async function clinicNameOf(ctx: Ctx): Promise<string> {
  const row = await reader(ctx.deps.store).select({ name: clinic.name }).from(clinic).where(eq(clinic.id, ctx.actor.clinicId)).get();
  return row?.name ?? '';
}

/** The earliest calendar day that it was anywhere when the record was made: nobody's own first day is left out. */
async function firstDayOf(ctx: Ctx, patientId: Id): Promise<LocalDay> {
  const made = await reader(ctx.deps.store).select({ utcUs: patient.createdAtUs }).from(patient).where(eq(patient.id, patientId)).get();
  return localDayOf({ utcUs: made?.utcUs ?? ctx.deps.clock.nowUs(), offsetMinutes: -12 * 60 });
}

/** The PT a patient knows is the one who wrote the plan in force. */
async function authorName(ctx: Ctx, userId: Id): Promise<string | null> {
  const row = await reader(ctx.deps.store)
    .select({ name: user.displayName, clinicId: user.clinicId })
    .from(user)
    .where(eq(user.id, userId))
    .get();
  return row && row.clinicId === ctx.actor.clinicId ? row.name : null;
}
