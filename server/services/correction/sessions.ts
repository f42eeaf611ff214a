import type { Ctx } from '#server/context.ts';
import { correctedSummary } from '#shared/analysis/correctedSummary.ts';
import type { Correction } from '#shared/schema/correction.ts';
import { SessionEvent } from '#shared/schema/event.ts';
import type { Id } from '#shared/schema/id.ts';
import { SessionSummary } from '#shared/schema/summary.ts';
import { correctionsOf } from './list.ts';

/** A list of one patient's sessions with the summaries as corrected. Events are read only of sessions that somebody has corrected. */
export async function withCorrectedSummaries<T extends { readonly id: Id; readonly summary: SessionSummary | null }>(
  ctx: Ctx,
  patientId: Id,
  items: readonly T[],
): Promise<T[]> {
  const corrections = (await correctionsOf(ctx, patientId)).filter(
    ({ target }) => target.type === 'session' || target.type === 'sessionEvent',
  );
  if (corrections.length === 0) return [...items];
  const eventsOf = await eventsOfCorrected(ctx, corrections);
  return items.map((item) => {
    const events = eventsOf.get(item.id);
    return item.summary === null || events === undefined ? item : { ...item, summary: correctedSummary(item.summary, events, corrections) };
  });
}

/** The answers of the complete session that this id or one of whose events has; none for anything else. */
export async function answersOfSession(ctx: Ctx, targetId: Id): Promise<{ summary: SessionSummary; events: SessionEvent[] }[]> {
  const { rows } = await ctx.deps.store.query({
    sql: `select s.summary, (select json_group_array(json(e.body) order by e."atUs", e.id) from session_event e
        where e."sessionId" = s.id and e.type in ('pain', 'rpe'))
      from session s where s."clinicId" = ? and s.summary is not null
        and s.id in (select ? union select x."sessionId" from session_event x where x.id = ?)`,
    args: [ctx.actor.clinicId, targetId, targetId],
  });
  return rows.map(([summary, events]) => ({
    summary: SessionSummary.parse(JSON.parse(String(summary))),
    events: (JSON.parse(String(events)) as unknown[]).map((event) => SessionEvent.parse(event)),
  }));
}

/** Pain and effort events of the corrected sessions, in order of (at, id), by session; empty where there was no such event. */
async function eventsOfCorrected(ctx: Ctx, corrections: readonly Correction[]): Promise<Map<Id, SessionEvent[]>> {
  const { rows } = await ctx.deps.store.query({
    sql: `with corrected(id) as (select value from json_each(?))
      select s.id, e.body from session s left join session_event e on e."sessionId" = s.id and e.type in ('pain', 'rpe')
      where s."clinicId" = ? and s.id in (select id from corrected union
        select x."sessionId" from session_event x where x.id in (select id from corrected))
      order by e."atUs", e.id`,
    args: [JSON.stringify([...new Set(corrections.map(({ target }) => target.id))]), ctx.actor.clinicId],
  });
  const events = new Map<Id, SessionEvent[]>();
  for (const [sessionId, body] of rows) {
    const known = events.get(String(sessionId)) ?? [];
    if (body !== null) known.push(SessionEvent.parse(JSON.parse(String(body))));
    events.set(String(sessionId), known);
  }
  return events;
}
