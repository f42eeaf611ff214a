import { z } from 'zod';
import type { EvenpaceDb } from '#web/store/db.ts';

/** What somebody expects of a step before trying it, kept on this phone until they say how it went. */
const Guess = z.object({ day: z.string(), step: z.int(), expectedHarm: z.int().min(0).max(100) });
export type Guess = z.infer<typeof Guess>;

const KEY = 'ladderGuess';

export async function keepGuess(db: EvenpaceDb, guess: Guess): Promise<void> {
  await db.cache.put({ key: KEY, savedUs: 0, value: guess });
}

/** The guess of this day and step; null when there is none. */
export async function keptGuess(db: EvenpaceDb, day: string, step: number): Promise<Guess | null> {
  const parsed = Guess.safeParse((await db.cache.get(KEY))?.value);
  return parsed.success && parsed.data.day === day && parsed.data.step === step ? parsed.data : null;
}

export const forgetGuess = (db: EvenpaceDb): Promise<void> => db.cache.raw.delete(KEY);
