import { and, asc, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { plan, profile } from '#server/db/schema/patient.ts';
import { checkIn, stimulation } from '#server/db/schema/records.ts';
import { reader } from '#server/db/statements.ts';
import type { Statement } from '#server/db/store.ts';
import { correctionsOf } from '#server/services/correction/list.ts';
import type { SessionAnswers } from '#shared/pacing/correctionChanges.ts';
import { finishedSession, lastPhaseOf, morningEvent, redFlagEvents } from '#shared/pacing/recordedEvents.ts';
import { CheckIn } from '#shared/schema/checkIn.ts';
import { SessionEvent } from '#shared/schema/event.ts';
import type { Id } from '#shared/schema/id.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import { Plan } from '#shared/schema/plan.ts';
import { Profile } from '#shared/schema/profile.ts';
import { Session } from '#shared/schema/session.ts';
import { Stimulation } from '#shared/schema/stimulation.ts';
import { SessionSummary } from '#shared/schema/summary.ts';
import { localDayOf, type Moment } from '#shared/schema/time.ts';
import { correctionEvents } from './corrections.ts';
import { derivedId } from './derivedId.ts';
import { keepEvents } from './eventLog.ts';
import { planEvent, profileEvents } from './fromRecords.ts';

/** The log of a patient whose records are older than it: every event that writing the record today would have kept beside it, under the same id. */
export async function backfillStatements(ctx: Ctx, patientId: Id): Promise<Statement[]> {
  const [checkIns, plans, profiles, uses, sessions, corrections] = await Promise.all([
    bodiesOf(ctx, checkIn, checkIn.atUs, patientId),
    bodiesOf(ctx, plan, plan.version, patientId),
    bodiesOf(ctx, profile, profile.version, patientId),
    bodiesOf(ctx, stimulation, stimulation.startedAtUs, patientId),
    readSessions(ctx, patientId),
    correctionsOf(ctx, patientId),
  ]);
  const stimulations = uses.map(({ body }) => Stimulation.parse(body));
  const mornings = checkIns.map(({ body }) => CheckIn.parse(body));
  const moment = latestMoment([...mornings.map(({ at }) => at), ...sessions.map((each) => each.session.startedAt)]);
  const at = (utcUs: number) => ({ atUs: utcUs, localDay: localDayOf({ utcUs, offsetMinutes: moment?.offsetMinutes ?? 0 }) });
  const redFlags = sessions.flatMap(({ reports, session }) => redFlagEvents(reports, session.localDay));
  const events: PatientEvent[] = [
    ...mornings.map((record) => morningEvent(record, stimulations)),
    ...sessions.flatMap(({ session, endedUs, summary, lastPhase }) =>
      summary === null || endedUs === null ? [] : [finishedSession(session, endedUs, summary, lastPhase)],
    ),
    ...redFlags,
    ...plans.map(({ body, createdAtUs }) => planEvent(Plan.parse(body), createdAtUs, at(createdAtUs).localDay, null)),
    ...profiles.slice(1).flatMap(({ body, createdAtUs }, i) => {
      const [before, next] = [Profile.parse(profiles[i].body), Profile.parse(body)];
      const cleared = before.suspended !== null && next.suspended === null;
      const seen = redFlags.filter(({ atUs }) => atUs <= createdAtUs).map(({ id }) => id);
      return [
        ...profileEvents(before, next, at(createdAtUs)),
        ...(cleared ? [clearedEvent(patientId, next.version, seen, 'Cleared by a PT.', at(createdAtUs))] : []),
      ];
    }),
  ];
  const answers = new Map(
    sessions.map(({ session, summary, answered }): [Id, SessionAnswers] => [session.id, { summary, events: answered }]),
  );
  for (const [i, record] of corrections.entries())
    events.push(...correctionEvents(record, corrections.slice(0, i), [...answers.values()], localDayOf(record.at)));
  return keepEvents(ctx, patientId, events, moment);
}

export function clearedEvent(
  patientId: Id,
  profileVersion: number,
  redFlagIds: readonly Id[],
  reason: string,
  at: { atUs: number; localDay: string },
): PatientEvent {
  const id = derivedId(patientId, 'cleared', profileVersion);
  return { ...at, id, type: 'suspensionCleared', redFlagIds: [...redFlagIds], reason };
}

type Table = typeof checkIn | typeof plan | typeof profile | typeof stimulation;

async function bodiesOf(ctx: Ctx, table: Table, order: Parameters<typeof asc>[0], patientId: Id) {
  const createdAtUs = 'createdAtUs' in table ? table.createdAtUs : 'atUs' in table ? table.atUs : table.startedAtUs;
  const rows = await reader(ctx.deps.store)
    .select({ body: table.body, createdAtUs })
    .from(table)
    .where(and(eq(table.clinicId, ctx.actor.clinicId), eq(table.patientId, patientId)))
    .orderBy(asc(order))
    .all();
  return rows.map((row) => ({ body: JSON.parse(row.body) as unknown, createdAtUs: row.createdAtUs }));
}

interface KeptSession {
  readonly session: Session;
  readonly endedUs: number | null;
  readonly summary: SessionSummary | null;
  readonly lastPhase: string | null;
  /** Reports of red flags, also of sessions that never arrived as a whole. */
  readonly reports: readonly SessionEvent[];
  readonly answered: readonly SessionEvent[];
}

/** Oldest first. Of a session's events only what is read: its last phase, reports, pain and effort. */
async function readSessions(ctx: Ctx, patientId: Id): Promise<KeptSession[]> {
  const { rows } = await ctx.deps.store.query({
    sql: `select s.body, s."endedAtUs", json_set(s.summary, '$.heartRateSeries', null, '$.angleSeries', null, '$.repetitions', json('[]')),
        (select json_group_array(json(e.body) order by e."atUs", e.id) from session_event e where e."sessionId" = s.id
          and e.type in ('phase', 'redFlag', 'doctorToday', 'pain', 'rpe'))
      from session s where s."clinicId" = ? and s."patientId" = ? order by s."startedAtUs"`,
    args: [ctx.actor.clinicId, patientId],
  });
  return rows.map(([body, endedUs, summary, events]) => {
    const kept = (JSON.parse(String(events)) as unknown[]).map((event) => SessionEvent.parse(event));
    return {
      session: Session.parse(JSON.parse(String(body))),
      endedUs: endedUs === null ? null : Number(endedUs),
      summary: summary === null ? null : SessionSummary.parse(JSON.parse(String(summary))),
      lastPhase: lastPhaseOf(kept),
      reports: kept,
      answered: kept.filter(({ type }) => type === 'pain' || type === 'rpe'),
    };
  });
}

function latestMoment(moments: readonly Moment[]): Moment | null {
  return moments.reduce<Moment | null>((latest, moment) => (latest === null || moment.utcUs > latest.utcUs ? moment : latest), null);
}
