import { and, between, eq, gt, isNull, type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { invitation } from '#server/db/schema/access.ts';
import { decision, flag } from '#server/db/schema/decisions.ts';
import { dayAggregate, pacingState } from '#server/db/schema/pacing.ts';
import { patient } from '#server/db/schema/patient.ts';
import { reader } from '#server/db/statements.ts';
import { toFlag } from '#server/services/flag/find.ts';
import type { InvitationRow } from '#server/services/invitation/state.ts';
import type { PacingFacts } from '#server/services/pacing/panelFacts.ts';
import type { DayAggregate, Flag } from '#shared/schema/api.ts';
import type { Plan } from '#shared/schema/plan.ts';
import type { Profile } from '#shared/schema/profile.ts';
import type { LocalDay } from '#shared/schema/time.ts';

export interface PanelPatient {
  readonly patient: typeof patient.$inferSelect;
  readonly profile: Profile | null;
  readonly plan: Plan | null;
  readonly firstPlanAtUs: number | null;
  readonly lastSessionAtUs: number | null;
  readonly handledAtUs: number | null;
  readonly days: ReadonlyMap<LocalDay, DayAggregate>;
  readonly openFlags: readonly Flag[];
  /** null: nothing has been decided yet. */
  readonly pacing: PacingFacts | null;
}

/** One value per patient, found by one step into an index: no history is read. The outer table is named by hand: x has an id too. */
const latest = <T>(what: string, table: string, order: string) =>
  sql<T>`(select ${sql.raw(what)} from ${sql.raw(table)} x where x."patientId" = patient.id order by ${sql.raw(order)} limit 1)`;

/** All patients of the clinic with what the ranking needs: three set-based queries, whatever the number of patients. */
export async function readPanel(ctx: Ctx, fromDay: LocalDay, toDay: LocalDay): Promise<PanelPatient[]> {
  const { clinicId } = ctx.actor;
  const [patients, days, flags] = await Promise.all([
    readPatients(ctx),
    readDays(ctx, fromDay, toDay),
    readOpenFlags(ctx, eq(flag.clinicId, clinicId)),
  ]);
  const daysOf = new Map(days.map((row) => [row.patientId, JSON.parse(row.bodies) as DayAggregate[]]));
  const flagsOf = Map.groupBy(flags, (open) => open.patientId);
  return patients.map(({ profile, plan, pacing, ...row }) => ({
    ...row,
    profile: profile === null ? null : (JSON.parse(profile) as Profile),
    plan: plan === null ? null : (JSON.parse(plan) as Plan),
    days: new Map((daysOf.get(row.patient.id) ?? []).map((day) => [day.localDay, day])),
    openFlags: flagsOf.get(row.patient.id) ?? [],
    pacing: pacing === null ? null : (JSON.parse(pacing) as PacingFacts),
  }));
}

function readPatients(ctx: Ctx) {
  return reader(ctx.deps.store)
    .select({
      patient,
      profile: latest<string | null>('body', 'profile', 'version desc'),
      plan: latest<string | null>('body', 'plan', 'version desc'),
      firstPlanAtUs: latest<number | null>('"createdAtUs"', 'plan', 'version asc'),
      lastSessionAtUs: latest<number | null>('"startedAtUs"', 'session', '"startedAtUs" desc'),
      pacing: pacingState.panel,
      handledAtUs: latest<number | null>('"resolvedAtUs"', 'flag', '"resolvedAtUs" desc'),
    })
    .from(patient)
    .leftJoin(pacingState, eq(pacingState.patientId, patient.id))
    .where(eq(patient.clinicId, ctx.actor.clinicId))
    .all();
}

/** One row per patient, its days as one JSON array: a tenth of the rows to carry from the reading thread. */
function readDays(ctx: Ctx, fromDay: LocalDay, toDay: LocalDay) {
  return reader(ctx.deps.store)
    .select({ patientId: dayAggregate.patientId, bodies: sql<string>`json_group_array(json(${dayAggregate.body}))` })
    .from(dayAggregate)
    .where(and(eq(dayAggregate.clinicId, ctx.actor.clinicId), between(dayAggregate.localDay, fromDay, toDay)))
    .groupBy(dayAggregate.patientId)
    .all();
}

/** Open flags with their decisions. */
export async function readOpenFlags(ctx: Ctx, which: SQL): Promise<Flag[]> {
  const rows = await reader(ctx.deps.store)
    .select({ flag, decisionBody: decision.body })
    .from(flag)
    .innerJoin(decision, eq(decision.id, flag.decisionId))
    .where(and(eq(flag.clinicId, ctx.actor.clinicId), isNull(flag.resolvedAtUs), which))
    .all();
  return rows.map(toFlag).sort((a, b) => b.severity - a.severity || b.openedAtUs - a.openedAtUs);
}

/** Invitations that still wait for an answer. */
export function readOpenInvitations(ctx: Ctx): Promise<InvitationRow[]> {
  return reader(ctx.deps.store)
    .select()
    .from(invitation)
    .where(
      and(
        eq(invitation.clinicId, ctx.actor.clinicId),
        isNull(invitation.acceptedAtUs),
        isNull(invitation.revokedAtUs),
        gt(invitation.expiresAtUs, ctx.deps.clock.nowUs()),
      ),
    )
    .all();
}
