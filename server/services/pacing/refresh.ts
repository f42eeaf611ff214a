import { and, asc, eq, gte, isNull } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { dayDecision } from '#server/db/schema/decisions.ts';
import { pacingState } from '#server/db/schema/pacing.ts';
import { profile } from '#server/db/schema/patient.ts';
import { reader } from '#server/db/statements.ts';
import { notFound } from '#server/errors.ts';
import { againWhenRaced } from '#server/services/session/retry.ts';
import { resolveParameters } from '#shared/pacing/config.ts';
import { doseOf } from '#shared/pacing/days/dayDose.ts';
import { type ConfigFrom, type DecidedLog, decideLog, needsWholeLog } from '#shared/pacing/days/decideLog.ts';
import type { DayState, DayView, Refusal } from '#shared/pacing/days/types.ts';
import { ENGINE_VERSION } from '#shared/pacing/version.ts';
import type { DayDecision } from '#shared/schema/dayDecision.ts';
import type { Id } from '#shared/schema/id.ts';
import type { DayDose } from '#shared/schema/pacingApi.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import { Profile } from '#shared/schema/profile.ts';
import type { LocalDay } from '#shared/schema/time.ts';
import { backfillStatements } from './backfill.ts';
import { decisionChanges } from './changes.ts';
import { type ConfigRow, configHistory, readConfigs } from './configHistory.ts';
import { type Arrived, dayOfPatient, readEvents } from './eventLog.ts';
import { panelFactsOf } from './panelFacts.ts';
import { saveStatements } from './save.ts';

/** How a patient stands on their day. */
export interface Paced {
  /** The version the log begins with. */
  readonly profile: Profile;
  /** The version in force. */
  readonly current: Profile;
  readonly config: ConfigFrom;
  readonly configRows: readonly ConfigRow[];
  readonly dose: DayDose;
  readonly proposal: DayView['proposal'];
  readonly state: DayState;
  readonly refused: readonly Refusal[];
  /** Newest event read, by arrival. */
  readonly readSeq: number;
}

type StateRow = typeof pacingState.$inferSelect;

/**
 * Brings a patient's decisions up to now and keeps them: only what is new is read; an event of a closed day, or another configuration, decides
 * the whole log again. `asked`: the day of whoever looks, used for a patient who looks at their own or whose zone is not known. The caller has
 * checked access to the patient.
 */
export function pacedPatient(ctx: Ctx, patientId: Id, asked: LocalDay): Promise<Paced> {
  return againWhenRaced(async () => {
    const [row, basis] = await Promise.all([readState(ctx, patientId), readBasis(ctx, patientId)]);
    if (row === null) {
      const older = await backfillStatements(ctx, patientId);
      if (older.length > 0) await ctx.deps.store.batch(older);
    }
    const own = ctx.actor.patientId === patientId;
    const [day, arrived] = await Promise.all([
      own ? asked : dayOfPatient(ctx, patientId, asked),
      readEvents(ctx, patientId, row?.readSeq ?? 0),
    ]);
    const nowUs = ctx.deps.clock.nowUs();
    const kept = row === null ? null : { row, state: JSON.parse(row.state) as DayState };
    // A day that has begun stays begun, whoever looks from where it is still yesterday.
    const localDay = row !== null && row.localDay > day ? row.localDay : day;
    const asBefore = row !== null && row.basis === basis.key && (row.rereadAtUs === null || row.rereadAtUs > nowUs);
    if (kept !== null && asBefore && arrived.length === 0 && kept.row.localDay === localDay) return fromRow(basis, kept.row, kept.state);
    const goesOn =
      kept !== null &&
      asBefore &&
      !needsWholeLog(
        kept.state,
        arrived.map(({ event }) => event),
      );
    const log = goesOn ? arrived : await readEvents(ctx, patientId);
    const decided = decideLog(
      basis.profile,
      basis.configs,
      log.map(({ event }) => event),
      { atUs: nowUs, localDay },
      goesOn ? kept.state : null,
    );
    return save(ctx, basis, { row, arrived, log, decided, sinceDay: goesOn ? kept.row.localDay : null });
  });
}

interface Basis {
  readonly key: string;
  readonly profile: Profile;
  readonly current: Profile;
  readonly configs: readonly ConfigFrom[];
  readonly configRows: readonly ConfigRow[];
}

async function readBasis(ctx: Ctx, patientId: Id): Promise<Basis> {
  const { clinicId } = ctx.actor;
  const [rows, configRows] = await Promise.all([
    reader(ctx.deps.store)
      .select({ body: profile.body })
      .from(profile)
      .where(and(eq(profile.clinicId, clinicId), eq(profile.patientId, patientId)))
      .orderBy(asc(profile.version))
      .all(),
    readConfigs(ctx, [clinicId, patientId]),
  ]);
  if (rows.length === 0) throw notFound();
  const current = Profile.parse(JSON.parse(rows[rows.length - 1].body));
  // The one thing the rules read of a profile that no event says (A9).
  const first = { ...Profile.parse(JSON.parse(rows[0].body)), fatigueDominant: current.fatigueDominant };
  const configs = configHistory(configRows, clinicId, patientId);
  const key = JSON.stringify([ENGINE_VERSION, first.fatigueDominant ?? null, configs.map(({ fromDay, hash }) => [fromDay, hash])]);
  return { key, profile: first, current, configs, configRows };
}

async function readState(ctx: Ctx, patientId: Id): Promise<StateRow | null> {
  const row = await reader(ctx.deps.store)
    .select()
    .from(pacingState)
    .where(and(eq(pacingState.clinicId, ctx.actor.clinicId), eq(pacingState.patientId, patientId)))
    .get();
  return row ?? null;
}

interface Fresh {
  readonly row: StateRow | null;
  readonly arrived: readonly Arrived[];
  readonly log: readonly Arrived[];
  readonly decided: DecidedLog;
  /** Decisions of the days before stay as they are; null: all were made again. */
  readonly sinceDay: LocalDay | null;
}

async function save(ctx: Ctx, basis: Basis, fresh: Fresh): Promise<Paced> {
  const { row, arrived, log, decided, sinceDay } = fresh;
  const { current } = basis;
  const { today, state } = decided;
  const config = configOn(basis.configs, today.localDay);
  const before = await readDecisions(ctx, current.patientId, sinceDay);
  const late = row === null ? [] : lateEvents(arrived, log, row.localDay);
  const next = {
    readSeq: Math.max(row?.readSeq ?? 0, ...arrived.map(({ seq }) => seq)),
    localDay: today.localDay,
    rereadAtUs: decided.rereadAtUs,
    basis: basis.key,
    state: JSON.stringify(state),
    view: JSON.stringify({ dose: doseOf(today, decided.decisions), proposal: today.proposal } satisfies StoredView),
    refused: JSON.stringify([...(sinceDay === null ? [] : refusedOf(row)), ...decided.refused]),
    panel: JSON.stringify(panelFactsOf(state, today, resolveParameters(config.config))),
  };
  await ctx.deps.store.batch(
    saveStatements(ctx, current.patientId, row?.version ?? 0, next, decisionChanges(before, decided.decisions, late)),
  );
  return fromRow(basis, next, state);
}

interface StoredView {
  readonly dose: DayDose;
  readonly proposal: DayView['proposal'];
}

function fromRow(basis: Basis, row: Pick<StateRow, 'view' | 'localDay' | 'refused' | 'readSeq'>, state: DayState): Paced {
  const { profile: first, current, configs, configRows } = basis;
  const { dose, proposal } = JSON.parse(row.view) as StoredView;
  return {
    profile: first,
    current,
    config: configOn(configs, row.localDay),
    configRows,
    dose,
    proposal,
    state,
    refused: refusedOf(row),
    readSeq: row.readSeq,
  };
}

const refusedOf = (row: Pick<StateRow, 'refused'> | null) => (row === null ? [] : (JSON.parse(row.refused) as Refusal[]));

function configOn(configs: readonly ConfigFrom[], day: LocalDay): ConfigFrom {
  return configs.findLast(({ fromDay }) => fromDay <= day) ?? configs[0];
}

/** What arrived for days that had been closed; a correction belongs to the day of what it corrects. */
function lateEvents(arrived: readonly Arrived[], log: readonly Arrived[], openDay: LocalDay): PatientEvent[] {
  const dayOf = new Map(log.map(({ event }) => [event.id, event.localDay]));
  return arrived
    .map(({ event }) => (event.type === 'correction' ? { ...event, localDay: dayOf.get(event.targetId) ?? event.localDay } : event))
    .filter(({ localDay }) => localDay < openDay);
}

async function readDecisions(ctx: Ctx, patientId: Id, sinceDay: LocalDay | null): Promise<DayDecision[]> {
  const rows = await reader(ctx.deps.store)
    .select({ body: dayDecision.body })
    .from(dayDecision)
    .where(
      and(
        eq(dayDecision.clinicId, ctx.actor.clinicId),
        eq(dayDecision.patientId, patientId),
        isNull(dayDecision.endedAtUs),
        eq(dayDecision.withdrawn, false),
        gte(dayDecision.localDay, sinceDay ?? ''),
      ),
    )
    .all();
  return rows.map((row) => JSON.parse(row.body) as DayDecision);
}

/** Patients of the clinic whose kept state is behind: events have arrived, or their day is over. */
export async function stalePatients(ctx: Ctx, asked: LocalDay): Promise<Id[]> {
  const { rows } = await ctx.deps.store.query({
    sql: `select p.id from patient p left join pacing_state s on s."patientId" = p.id
      where p."clinicId" = ? and (s."patientId" is null or s."localDay" < ?
        or s."readSeq" < coalesce((select max(e.seq) from patient_event e where e."patientId" = p.id), 0)
        or s."rereadAtUs" <= ?)`,
    args: [ctx.actor.clinicId, asked, ctx.deps.clock.nowUs()],
  });
  return rows.map(([id]) => String(id));
}
