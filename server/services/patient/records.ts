import { and, between, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { dayAggregate } from '#server/db/schema/pacing.ts';
import { checkIn, stimulation } from '#server/db/schema/records.ts';
import { session } from '#server/db/schema/session.ts';
import { reader } from '#server/db/statements.ts';
import { correctionsOf } from '#server/services/correction/list.ts';
import { withCorrectedSummaries } from '#server/services/correction/sessions.ts';
import type { DayAggregate, SessionListItem } from '#shared/schema/api.ts';
import { CheckIn } from '#shared/schema/checkIn.ts';
import { corrected } from '#shared/schema/correctable.ts';
import type { Id } from '#shared/schema/id.ts';
import { isBesidePlan, Session } from '#shared/schema/session.ts';
import { Stimulation } from '#shared/schema/stimulation.ts';
import { SessionSummary } from '#shared/schema/summary.ts';
import { addDays, daysBetween, type LocalDay } from '#shared/schema/time.ts';
import { emptyDay } from './dayAggregate.ts';

/** Reads of one patient's records between two local days, corrections applied. The callers have checked access to the patient. */
export interface Span {
  readonly patientId: Id;
  readonly from: LocalDay;
  readonly to: LocalDay;
}

/** Every day of the span, oldest first; a day without records is empty, not absent. */
export async function readDays(ctx: Ctx, span: Span): Promise<DayAggregate[]> {
  const rows = await reader(ctx.deps.store)
    .select({ localDay: dayAggregate.localDay, body: dayAggregate.body })
    .from(dayAggregate)
    .where(within(ctx, dayAggregate, span))
    .all();
  const known = new Map(rows.map((row) => [row.localDay, JSON.parse(row.body) as DayAggregate]));
  return Array.from({ length: daysBetween(span.from, span.to) + 1 }, (_, i) => {
    const day = addDays(span.from, i);
    return known.get(day) ?? emptyDay(day);
  });
}

/** Newest first. Summaries come without their curves, which GET /sessions/{id} has. */
export async function readSessions(ctx: Ctx, span: Span, limit: number): Promise<SessionListItem[]> {
  const rows = await reader(ctx.deps.store)
    .select({
      body: session.body,
      state: session.state,
      decisionCount: session.decisionCount,
      summary: sql<string | null>`json_set(${session.summary}, '$.heartRateSeries', null, '$.angleSeries', null)`,
    })
    .from(session)
    .where(within(ctx, session, span))
    .orderBy(desc(session.startedAtUs))
    .limit(limit)
    .all();
  const items = rows.map((row) => {
    const kept = Session.parse(JSON.parse(row.body));
    const { id, startedAt, endedAt, localDay, setup, imported } = kept;
    return {
      ...{ id, startedAt, endedAt, localDay, exerciseId: setup.exerciseId },
      state: row.state,
      summary: row.summary === null ? null : SessionSummary.parse(JSON.parse(row.summary)),
      decisionCount: row.decisionCount,
      imported: imported?.format ?? null,
      besidePlan: isBesidePlan(kept),
    };
  });
  return withCorrectedSummaries(ctx, span.patientId, items);
}

/** Newest first. */
export async function readCheckIns(ctx: Ctx, span: Span): Promise<CheckIn[]> {
  const [rows, corrections] = await Promise.all([
    reader(ctx.deps.store)
      .select({ body: checkIn.body })
      .from(checkIn)
      .where(within(ctx, checkIn, span))
      .orderBy(desc(checkIn.atUs), desc(checkIn.id))
      .all(),
    correctionsOf(ctx, span.patientId),
  ]);
  return rows.map((row) => corrected(CheckIn.parse(JSON.parse(row.body)), corrections));
}

/** Newest first. */
export async function readStimulations(ctx: Ctx, span: Span): Promise<Stimulation[]> {
  const [rows, corrections] = await Promise.all([
    reader(ctx.deps.store)
      .select({ body: stimulation.body })
      .from(stimulation)
      .where(within(ctx, stimulation, span))
      .orderBy(desc(stimulation.startedAtUs))
      .all(),
    correctionsOf(ctx, span.patientId),
  ]);
  return rows.map((row) => corrected(Stimulation.parse(JSON.parse(row.body)), corrections));
}

type DatedTable = typeof checkIn | typeof stimulation | typeof session | typeof dayAggregate;

function within(ctx: Ctx, table: DatedTable, span: Span): SQL | undefined {
  return and(eq(table.clinicId, ctx.actor.clinicId), eq(table.patientId, span.patientId), between(table.localDay, span.from, span.to));
}
