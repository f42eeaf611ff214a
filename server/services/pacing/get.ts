import { and, desc, eq, gte, isNull } from 'drizzle-orm';
import { type Ctx, requirePatientAccess } from '#server/context.ts';
import { dayDecision } from '#server/db/schema/decisions.ts';
import { reader } from '#server/db/statements.ts';
import { resolveParameters } from '#shared/pacing/config.ts';
import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { suspendedDose } from '#shared/pacing/days/dayDose.ts';
import { settledPlan } from '#shared/pacing/days/settledPlan.ts';
import { ENGINE_VERSION } from '#shared/pacing/version.ts';
import type { DayDecision } from '#shared/schema/dayDecision.ts';
import type { Id } from '#shared/schema/id.ts';
import type { PacingProposal, PatientPacing } from '#shared/schema/pacingApi.ts';
import { addDays, type LocalDay } from '#shared/schema/time.ts';
import { knownEvents } from './eventLog.ts';
import { newestPemAnswers } from './pemAnswers.ts';
import { type Paced, pacedPatient } from './refresh.ts';
import { openRedFlags } from './settled.ts';

/** Twelve weeks, the span of the patient page. */
const SPAN_DAYS = 84;

/** Everything the engine says about a patient on their day. */
export async function getPacing(ctx: Ctx, patientId: Id, asked: LocalDay): Promise<PatientPacing> {
  await requirePatientAccess(ctx, patientId);
  const paced = await pacedPatient(ctx, patientId, asked);
  const { localDay } = paced.dose;
  const [rows, openFlags, pemAnswers] = await Promise.all([
    readDecisions(ctx, patientId, addDays(localDay, -SPAN_DAYS)),
    readRedFlags(ctx, patientId, openRedFlags(paced)),
    newestPemAnswers(ctx, patientId),
  ]);
  const said = rows.flatMap(({ decision, withdrawn }) => (withdrawn ? [] : [decision]));
  const today = said.filter((decision) => decision.localDay === localDay);
  const override = today.find(({ kind }) => kind === 'override');
  return {
    patientId,
    today: doseNow(paced),
    todayDecisions: today,
    override:
      override === undefined || override.value === null
        ? null
        : { doseMinutes: override.value, reason: String(override.facts.find(({ name }) => name === 'overrideReason')?.value ?? '') },
    proposal: proposalOf(paced, said),
    openRedFlags: openFlags,
    decisions: said.filter((decision) => decision.localDay !== localDay),
    withdrawn: rows.flatMap(({ decision, withdrawn }) => (withdrawn ? [decision] : [])),
    days: pacedDays(paced),
    settings: settingsOf(paced),
    pemAnswers,
    refused: [...paced.refused],
    configHash: paced.config.hash,
    engineVersion: ENGINE_VERSION,
  };
}

/** The dose of the day; none while the profile says suspended. */
export function doseNow({ current, dose }: Paced): PatientPacing['today'] {
  return current.suspended === null ? dose : suspendedDose(dose);
}

function proposalOf({ proposal }: Paced, said: readonly DayDecision[]): PacingProposal | null {
  if (proposal === null) return null;
  return { ...proposal, decision: said.find(({ id }) => id === proposal.id) ?? null };
}

function pacedDays({ state }: Paced): PatientPacing['days'] {
  return (state.closed?.recent ?? []).map(({ day, colour, quotaMinutes, doseMinutes, boom, suspended }) => ({
    localDay: localDayOfNumber(day),
    colour,
    quotaMinutes,
    doseMinutes,
    boom,
    suspended,
  }));
}

function settingsOf({ profile, state, config }: Paced): PatientPacing['settings'] {
  const plan = settledPlan(profile, state, resolveParameters(config.config));
  const { mode, pemStatus, limits, painReferenceNrs, usualBackgroundMinutes, ladder, ladderStep, version } = plan;
  return { mode, pemStatus, limits, painReferenceNrs, usualBackgroundMinutes, ladder: [...ladder], ladderStep, planVersion: version };
}

async function readRedFlags(ctx: Ctx, patientId: Id, ids: readonly Id[]): Promise<PatientPacing['openRedFlags']> {
  const known = await knownEvents(ctx, patientId, ids);
  return [...known.values()].flatMap((event) =>
    event.type === 'redFlag' ? [{ id: event.id, atUs: event.atUs, localDay: event.localDay, symptoms: [...event.symptoms] }] : [],
  );
}

/** What is said now of each day, newest first. */
export async function readDecisions(
  ctx: Ctx,
  patientId: Id,
  fromDay: LocalDay,
): Promise<{ readonly decision: DayDecision; readonly withdrawn: boolean }[]> {
  const rows = await reader(ctx.deps.store)
    .select({ body: dayDecision.body, withdrawn: dayDecision.withdrawn })
    .from(dayDecision)
    .where(
      and(
        eq(dayDecision.clinicId, ctx.actor.clinicId),
        eq(dayDecision.patientId, patientId),
        isNull(dayDecision.endedAtUs),
        gte(dayDecision.localDay, fromDay),
      ),
    )
    .orderBy(desc(dayDecision.localDay), desc(dayDecision.seq))
    .all();
  return rows.map(({ body, withdrawn }) => ({ decision: JSON.parse(body) as DayDecision, withdrawn }));
}
