import type { Today } from '#shared/schema/api.ts';
import type { CheckIn } from '#shared/schema/checkIn.ts';

export type Answers = Pick<CheckIn, 'painNrs' | 'sleepQuality' | 'confidence' | 'flare' | 'tensInLastHour'> & {
  worseAfterActivity: boolean | null;
};
export type Question = keyof Answers;

const EVERYONE: readonly Question[] = ['painNrs', 'sleepQuality', 'confidence', 'flare', 'worseAfterActivity'];

/** The morning's questions in order. TENS is asked only where it is prescribed, right after the pain that it would mask. */
export function questionsFor(plan: Today['plan']): readonly Question[] {
  if (plan === null || plan.tens.length === 0) return EVERYONE;
  return ['painNrs', 'tensInLastHour', ...EVERYONE.slice(1)];
}

/** What is answered so far; a question that was never asked is unanswered, never "no". */
export function answersOf(checkIn: CheckIn | null): Answers {
  return {
    painNrs: checkIn?.painNrs ?? null,
    sleepQuality: checkIn?.sleepQuality ?? null,
    confidence: checkIn?.confidence ?? null,
    flare: checkIn?.flare ?? null,
    tensInLastHour: checkIn?.tensInLastHour ?? null,
    worseAfterActivity: checkIn?.worseAfterActivity ?? null,
  };
}

/** Answers that differ from the first ones; each becomes a correction of its own. */
export function changedAnswers<T extends { readonly [field: string]: number | boolean | null }>(
  before: T,
  after: T,
): { readonly field: string; readonly value: number | boolean | null }[] {
  return Object.keys(before)
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, value: after[field] }));
}
