import { and, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { decision, flag } from '#server/db/schema/decisions.ts';
import { reader } from '#server/db/statements.ts';
import { notFound } from '#server/errors.ts';
import type { Flag } from '#shared/schema/api.ts';
import { Decision } from '#shared/schema/decision.ts';

interface FlagRow {
  readonly flag: typeof flag.$inferSelect;
  readonly decisionBody: string;
}

/** A flag of the actor's clinic with the decision it was made from. */
export async function findFlag(ctx: Ctx, flagId: string): Promise<Flag> {
  const row = await reader(ctx.deps.store)
    .select({ flag, decisionBody: decision.body })
    .from(flag)
    .innerJoin(decision, and(eq(decision.id, flag.decisionId), eq(decision.clinicId, flag.clinicId)))
    .where(and(eq(flag.id, flagId), eq(flag.clinicId, ctx.actor.clinicId)))
    .get();
  if (!row) throw notFound();
  return toFlag(row);
}

export function toFlag(row: FlagRow): Flag {
  const { id, patientId, sessionId, severity, openedAtUs, resolvedAtUs, resolvedNote } = row.flag;
  return {
    id,
    patientId,
    sessionId,
    decision: Decision.parse(JSON.parse(row.decisionBody)),
    severity,
    openedAtUs,
    resolvedAtUs,
    resolvedNote,
  };
}
