import { z } from 'zod';
import type { EvenpaceDb } from '#web/store/db.ts';

/** The patient's answers to the TENS questions, kept on this phone; what counts for the record rides in every use. */
const ScreenAnswers = z.object({ answeredAtUs: z.number(), yes: z.array(z.string()) });
export type ScreenAnswers = z.infer<typeof ScreenAnswers>;

/** Asked again after this long. */
export const ANSWERS_LAST_US = 30 * 86_400_000_000;

const keyOf = (patientId: string) => `tensScreen:${patientId}`;

/** Null when never answered, or too long ago. */
export async function readAnswers(db: EvenpaceDb, patientId: string, nowUs: number): Promise<ScreenAnswers | null> {
  const parsed = ScreenAnswers.safeParse((await db.meta.get(keyOf(patientId)).catch(() => undefined))?.value);
  return parsed.success && nowUs - parsed.data.answeredAtUs < ANSWERS_LAST_US ? parsed.data : null;
}

export async function keepAnswers(db: EvenpaceDb, patientId: string, answers: ScreenAnswers): Promise<void> {
  await db.meta.put({ key: keyOf(patientId), savedUs: answers.answeredAtUs, value: answers });
}

export async function forgetAnswers(db: EvenpaceDb, patientId: string): Promise<void> {
  await db.meta.raw.delete(keyOf(patientId));
}
