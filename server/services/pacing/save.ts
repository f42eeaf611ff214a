import type { Ctx } from '#server/context.ts';
import type { pacingState } from '#server/db/schema/pacing.ts';
import type { Statement } from '#server/db/store.ts';
import type { DayDecision } from '#shared/schema/dayDecision.ts';
import type { Id } from '#shared/schema/id.ts';
import type { DecisionChanges } from './changes.ts';

type NextState = Omit<typeof pacingState.$inferSelect, 'patientId' | 'clinicId' | 'version'>;

/** One batch: the state that follows on `version` (0: the first), decisions that ended, and what is said now. Undone when somebody else was first. */
export function saveStatements(ctx: Ctx, patientId: Id, version: number, next: NextState, changes: DecisionChanges): Statement[] {
  return [
    saveState(ctx, patientId, version, next),
    ...endDecisions(ctx, patientId, changes.ended),
    ...insertDecisions(ctx, patientId, changes.said, false),
    ...insertDecisions(ctx, patientId, changes.withdrawn, true),
  ];
}

function saveState(ctx: Ctx, patientId: Id, version: number, next: NextState): Statement {
  const values = [next.readSeq, next.localDay, next.rereadAtUs, next.basis, next.state, next.view, next.refused, next.panel];
  if (version === 0)
    return {
      sql: `insert into pacing_state ("readSeq", "localDay", "rereadAtUs", basis, state, view, refused, panel, "patientId", "clinicId", version)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
      args: [...values, patientId, ctx.actor.clinicId],
      expectRows: 1,
    };
  return {
    sql: `update pacing_state set "readSeq" = ?, "localDay" = ?, "rereadAtUs" = ?, basis = ?, state = ?, view = ?, refused = ?, panel = ?,
      version = version + 1 where "patientId" = ? and "clinicId" = ? and version = ?`,
    args: [...values, patientId, ctx.actor.clinicId, version],
    expectRows: 1,
  };
}

function endDecisions(ctx: Ctx, patientId: Id, ids: readonly string[]): Statement[] {
  if (ids.length === 0) return [];
  const sql = `update day_decision set "endedAtUs" = ?
    where "clinicId" = ? and "patientId" = ? and "endedAtUs" is null and id in (select value from json_each(?))`;
  return [{ sql, args: [ctx.deps.clock.nowUs(), ctx.actor.clinicId, patientId, JSON.stringify(ids)] }];
}

function insertDecisions(ctx: Ctx, patientId: Id, decisions: readonly DayDecision[], withdrawn: boolean): Statement[] {
  if (decisions.length === 0) return [];
  return [
    {
      sql: `insert into day_decision (id, "clinicId", "patientId", "localDay", "ruleId", kind, body, "madeAtUs", withdrawn)
        select value ->> '$.id', ?, ?, value ->> '$.localDay', value ->> '$.ruleIds[0]', value ->> '$.kind', value, ?, ? from json_each(?)`,
      args: [ctx.actor.clinicId, patientId, ctx.deps.clock.nowUs(), withdrawn ? 1 : 0, JSON.stringify(decisions)],
      expectRows: decisions.length,
    },
  ];
}
