import type { Ctx } from '#server/context.ts';
import { type SessionFall, sessionFall60s } from '#shared/pacing/restFalls.ts';
import type { SessionPhase } from '#shared/schema/event.ts';
import type { Id } from '#shared/schema/id.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';

/** Sessions looked at: with a few exercises each still has enough for its own usual fall. */
const NEWEST = 60;

/** Heart-rate falls of a patient's newest complete sessions, newest first. The caller has checked access to the patient. */
export async function sessionFalls(ctx: Ctx, patientId: Id): Promise<SessionFall[]> {
  const { rows } = await ctx.deps.store.query({
    sql: `select s."exerciseId", s.summary -> '$.heartRateSeries', (select json_group_array(json(e.body) order by e."atUs", e.id)
        from session_event e where e."sessionId" = s.id and e.type = 'phase')
      from session s where s."clinicId" = ? and s."patientId" = ? and s.summary ->> '$.heartRateSeries.fromUs' is not null
      order by s."startedAtUs" desc limit ?`,
    args: [ctx.actor.clinicId, patientId, NEWEST],
  });
  return rows.flatMap(([exerciseId, series, phases]) => {
    const fall60sBpm = sessionFall60s(
      JSON.parse(String(series)) as SessionSummary['heartRateSeries'],
      JSON.parse(String(phases)) as { atUs: number; phase: SessionPhase }[],
    );
    return fall60sBpm === null ? [] : [{ exerciseId: String(exerciseId), fall60sBpm }];
  });
}
