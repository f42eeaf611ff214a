import type { Ctx } from '#server/context.ts';
import { decision, flag } from '#server/db/schema/decisions.ts';
import { build, statement } from '#server/db/statements.ts';
import type { Statement } from '#server/db/store.ts';
import { newId } from '#server/newId.ts';
import type { Decision, DecisionKind } from '#shared/schema/decision.ts';
import type { SessionRow } from './access.ts';

/** How soon a PT should look (0 to 100, product.md: PT panel); null: a decision that needs nobody. */
const SEVERITY: Readonly<Record<DecisionKind, number | null>> = {
  emergency: 100,
  block: 90,
  stop: 80,
  rest: 50,
  tensOff: 45,
  ease: 30,
  done: null,
  ask: null,
  go: null,
};

export const flagSeverity = (kind: DecisionKind): number | null => SEVERITY[kind];

/** Rows for the decisions of a session and the open points they make for the PT. */
export function decisionRows(ctx: Ctx, row: SessionRow, decisions: readonly Decision[]): Statement[] {
  const owner = { clinicId: row.clinicId, patientId: row.patientId, sessionId: row.id };
  const openedAtUs = ctx.deps.clock.nowUs();
  return decisions.flatMap((made) => {
    const kept = { ...owner, id: made.id, kind: made.kind, atUs: made.validFromUs, body: JSON.stringify(made) };
    const severity = flagSeverity(made.kind);
    const rows = [statement(build.insert(decision).values(kept))];
    if (severity !== null)
      rows.push(statement(build.insert(flag).values({ ...owner, id: newId(ctx.deps), decisionId: made.id, severity, openedAtUs })));
    return rows;
  });
}
