import { plan as words } from '#web/copy/plan.ts';

/** As ladderSet takes them (shared/schema/patientEvent.ts). */
const MOST_STEPS = 30;
const MOST_CHARACTERS = 120;

/** One step per line, easiest first; empty lines are left out. */
export function ladderSteps(text: string): { readonly steps: string[]; readonly error: string | null } {
  const steps = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const long = steps.findIndex((step) => step.length > MOST_CHARACTERS);
  const twice = steps.findIndex((step, i) => steps.indexOf(step) < i);
  if (steps.length > MOST_STEPS) return { steps, error: words.ladder.tooMany(MOST_STEPS) };
  if (long >= 0) return { steps, error: words.ladder.tooLong(long + 1, MOST_CHARACTERS) };
  if (twice >= 0) return { steps, error: words.ladder.twice(twice + 1) };
  return { steps, error: null };
}
