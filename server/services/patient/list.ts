import { type Ctx, requireRole } from '#server/context.ts';
import { toInvitation } from '#server/services/invitation/state.ts';
import { pacedPatient, stalePatients } from '#server/services/pacing/refresh.ts';
import type { Panel, PanelRow } from '#shared/schema/api.ts';
import { addDays, type LocalDay } from '#shared/schema/time.ts';
import { emptyDay } from './dayAggregate.ts';
import { compareRankings, type Ranking, rankPatient } from './panel/rank.ts';
import { type PanelPatient, readOpenInvitations, readPanel } from './panel/read.ts';

const DAY_US = 86_400_000_000;
const STRIP_DAYS = 14;
const SHOWN_FLAGS = 5;
/** Patients decided at once: enough to keep the reading thread busy. */
const CONCURRENT = 8;

/** The clinic's patients, those who need somebody first, each with the reason in one sentence. */
export async function listPatients(ctx: Ctx, page: { day: LocalDay; limit: number; offset: number }): Promise<Panel> {
  requireRole(ctx, 'pt', 'admin');
  const nowUs = ctx.deps.clock.nowUs();
  await bringUpToDate(ctx, page.day);
  const [patients, invitations] = await Promise.all([
    readPanel(ctx, addDays(page.day, 1 - STRIP_DAYS), page.day),
    readOpenInvitations(ctx),
  ]);
  const ranked = patients
    .map((found) => rowOf(found, page.day, nowUs))
    .sort((a, b) => compareRankings(a.ranking, b.ranking) || a.row.displayName.localeCompare(b.row.displayName));
  return {
    rows: ranked.slice(page.offset, page.offset + page.limit).map(({ row }) => row),
    total: ranked.length,
    openInvitations: invitations.map((row) => toInvitation(row, nowUs)),
  };
}

/** Patients whose records have changed since somebody last looked, and everybody once a day. */
async function bringUpToDate(ctx: Ctx, day: LocalDay): Promise<void> {
  const stale = await stalePatients(ctx, day);
  const lane = async () => {
    for (let patientId = stale.pop(); patientId !== undefined; patientId = stale.pop()) await pacedPatient(ctx, patientId, day);
  };
  await Promise.all(Array.from({ length: CONCURRENT }, lane));
}

function rowOf(found: PanelPatient, today: LocalDay, nowUs: number): { row: PanelRow; ranking: Ranking } {
  const { patient, profile, plan, openFlags } = found;
  const days = Array.from({ length: STRIP_DAYS }, (_, i) => {
    const day = addDays(today, i + 1 - STRIP_DAYS);
    return found.days.get(day) ?? emptyDay(day);
  });
  const planAgeDays = wholeDays(found.firstPlanAtUs, nowUs);
  const ranking = rankPatient({
    suspendedReason: profile?.suspended?.reason ?? null,
    openFlags,
    days,
    daysPerWeek: plan?.daysPerWeek ?? null,
    planAgeDays,
    silentDays: wholeDays(patient.lastSeenAtUs, nowUs),
    handledDay: found.handledAtUs === null ? null : new Date(found.handledAtUs / 1000).toISOString().slice(0, 10),
    pacing: found.pacing,
    knownDays: wholeDays(patient.createdAtUs, nowUs) ?? 0,
  });
  const row: PanelRow = {
    patientId: patient.id,
    displayName: patient.displayName,
    birthYear: profile?.birthYear ?? null,
    simulated: patient.simulated,
    attention: ranking.attention,
    why: ranking.why,
    openFlags: openFlags.slice(0, SHOWN_FLAGS),
    openFlagCount: openFlags.length,
    days,
    sessionsDone14d: days.reduce((sum, day) => sum + day.sessionCount, 0),
    sessionsPlanned14d: Math.round(((plan?.daysPerWeek ?? 0) * Math.min(STRIP_DAYS, (planAgeDays ?? 0) + 1)) / 7),
    lastSessionAtUs: found.lastSessionAtUs,
    lastSeenAtUs: patient.lastSeenAtUs,
  };
  return { row, ranking };
}

const wholeDays = (sinceUs: number | null, nowUs: number) =>
  sinceUs === null ? null : Math.max(0, Math.floor((nowUs - sinceUs) / DAY_US));
