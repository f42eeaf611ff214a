import { type Ctx, requirePatientAccess } from '#server/context.ts';
import { withCorrectedSummaries } from '#server/services/correction/sessions.ts';
import { SessionListItem } from '#shared/schema/api.ts';
import type { Id } from '#shared/schema/id.ts';
import { besidePlan } from './dayOfSessions.ts';

const MOST = 200;
const BESIDE_PLAN = besidePlan('session');

/** A patient's sessions, newest first. The series of a summary are left out (null): a list does not draw them. */
export async function listSessions(ctx: Ctx, patientId: Id, limit: number = MOST): Promise<SessionListItem[]> {
  await requirePatientAccess(ctx, patientId);
  const { rows } = await ctx.deps.store.query({
    sql: `select json_object('id', id, 'startedAt', json(body -> '$.startedAt'), 'endedAt', json(body -> '$.endedAt'), 'localDay', "localDay",
        'exerciseId', "exerciseId", 'state', state, 'decisionCount', "decisionCount",
        'imported', body ->> '$.imported.format', 'besidePlan', json(case when ${BESIDE_PLAN} then 'true' else 'false' end),
        'summary', json(case when summary is null then 'null' else
          json_set(summary, '$.heartRateSeries', json('null'), '$.angleSeries', json('null')) end))
      from session where "clinicId" = ? and "patientId" = ? order by "startedAtUs" desc, id desc limit ?`,
    args: [ctx.actor.clinicId, patientId, Math.min(limit, MOST)],
  });
  return withCorrectedSummaries(
    ctx,
    patientId,
    rows.map(([item]) => SessionListItem.parse(JSON.parse(String(item)))),
  );
}
