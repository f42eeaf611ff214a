import { and, desc, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { patientEvent } from '#server/db/schema/pacing.ts';
import { reader } from '#server/db/statements.ts';
import type { Id } from '#shared/schema/id.ts';
import type { PemAnswered } from '#shared/schema/pacingApi.ts';
import { PatientEvent } from '#shared/schema/patientEvent.ts';

/** The newest answers to the PEM questions; null when never answered. The caller has checked access to the patient. */
export async function newestPemAnswers(ctx: Ctx, patientId: Id): Promise<PemAnswered | null> {
  const row = await reader(ctx.deps.store)
    .select({ body: patientEvent.body })
    .from(patientEvent)
    .where(and(eq(patientEvent.clinicId, ctx.actor.clinicId), eq(patientEvent.patientId, patientId), eq(patientEvent.type, 'pemAnswered')))
    .orderBy(desc(patientEvent.atUs))
    .limit(1)
    .get();
  const event = row === undefined ? null : PatientEvent.parse(JSON.parse(row.body));
  return event?.type === 'pemAnswered' ? { localDay: event.localDay, answers: event.answers } : null;
}
