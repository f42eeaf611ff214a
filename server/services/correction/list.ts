import { and, asc, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { correction } from '#server/db/schema/records.ts';
import { reader } from '#server/db/statements.ts';
import { Correction } from '#shared/schema/correction.ts';
import type { Id } from '#shared/schema/id.ts';

/** A patient's corrections in the order in which readers apply them. The caller has checked access to the patient. */
export async function correctionsOf(ctx: Ctx, patientId: Id): Promise<Correction[]> {
  const rows = await reader(ctx.deps.store)
    .select({ body: correction.body })
    .from(correction)
    .where(and(eq(correction.clinicId, ctx.actor.clinicId), eq(correction.patientId, patientId)))
    .orderBy(asc(correction.atUs), asc(correction.id))
    .all();
  return rows.map((row) => Correction.parse(JSON.parse(row.body)));
}
