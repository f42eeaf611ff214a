import { and, asc, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { decision } from '#server/db/schema/decisions.ts';
import { stimulation } from '#server/db/schema/records.ts';
import { chunk } from '#server/db/schema/session.ts';
import { reader } from '#server/db/statements.ts';
import { correctedSummary } from '#shared/analysis/correctedSummary.ts';
import type { SessionDetail } from '#shared/schema/api.ts';
import { corrected, withValuesBefore } from '#shared/schema/correctable.ts';
import { Correction } from '#shared/schema/correction.ts';
import { Decision } from '#shared/schema/decision.ts';
import type { Id } from '#shared/schema/id.ts';
import { Session } from '#shared/schema/session.ts';
import { Stimulation } from '#shared/schema/stimulation.ts';
import { SessionSummary } from '#shared/schema/summary.ts';
import { requireSession } from './access.ts';
import { eventsOf } from './recording.ts';

/** All that is kept of one session but the samples. */
export async function getSession(ctx: Ctx, sessionId: Id): Promise<SessionDetail> {
  const row = await requireSession(ctx, sessionId);
  const db = reader(ctx.deps.store);
  const ofSession = (table: typeof decision | typeof stimulation) => and(eq(table.clinicId, row.clinicId), eq(table.sessionId, sessionId));
  const [events, decisions, stimulations, corrections, chunks] = await Promise.all([
    eventsOf(ctx, sessionId),
    db.select({ body: decision.body }).from(decision).where(ofSession(decision)).orderBy(asc(decision.atUs), asc(decision.id)).all(),
    db.select({ body: stimulation.body }).from(stimulation).where(ofSession(stimulation)).orderBy(asc(stimulation.startedAtUs)).all(),
    correctionsOf(ctx, sessionId),
    db.select().from(chunk).where(eq(chunk.sessionId, sessionId)).orderBy(asc(chunk.streamId), asc(chunk.sequence)).all(),
  ]);
  const summary = row.summary === null ? null : SessionSummary.parse(JSON.parse(row.summary));
  const uses = stimulations.map(({ body }) => Stimulation.parse(JSON.parse(body)));
  const asWritten = [...events, ...uses, ...(summary === null ? [] : [{ ...summary, id: sessionId }])];
  return {
    session: Session.parse(JSON.parse(row.body)),
    state: row.state,
    events: events.map((event) => corrected(event, corrections)),
    corrections: withValuesBefore(asWritten, corrections),
    summary: summary === null || corrections.length === 0 ? summary : correctedSummary(summary, events, corrections),
    decisions: decisions.map(({ body }) => Decision.parse(JSON.parse(body))),
    stimulations: uses.map((use) => corrected(use, corrections)),
    agrees: row.agrees,
    chunks: chunks.map(({ clinicId: _clinicId, receivedAtUs: _receivedAtUs, ...receipt }) => receipt),
  };
}

/** Corrections of the session, its events and its stimulations, in the order in which readers apply them. */
async function correctionsOf(ctx: Ctx, sessionId: Id): Promise<Correction[]> {
  const { rows } = await ctx.deps.store.query({
    sql: `select body from correction where "clinicId" = ? and ("targetId" = ? or "targetId" in (select id from session_event where "sessionId" = ?)
      or "targetId" in (select id from stimulation where "sessionId" = ?)) order by "atUs", id`,
    args: [ctx.actor.clinicId, sessionId, sessionId, sessionId],
  });
  return rows.map(([body]) => Correction.parse(JSON.parse(String(body))));
}
