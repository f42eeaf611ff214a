import { LEAST_PAIRS, MOST_PAIRS, type TrialCondition } from './design.ts';
import { type Interval, signFlipInterval, signFlipP } from './randomisation.ts';

/** What a trial looks at: pain while moving (NRS), effort (CR10), range of motion (deg). */
export type TrialOutcome = 'movementPainNrs' | 'rpeCr10' | 'romDeg';

/** One trial day as it went. A missing answer is null and leaves the pair out of that outcome. */
export interface TrialObservation {
  readonly pair: number;
  /** What the day was meant to be: days count as drawn, whatever was done. */
  readonly condition: TrialCondition;
  /** TENS was really on while moving; null = not known. */
  readonly tensOn: boolean | null;
  /** The same measure of work on every day, min or repetitions; null = not known. */
  readonly work: number | null;
  readonly movementPainNrs: number | null;
  readonly rpeCr10: number | null;
  readonly romDeg: number | null;
}

export type TrialProblem = 'tooFewPairs' | 'unequalWork' | 'notAsDrawn';

export interface TrialResult {
  readonly outcome: TrialOutcome;
  /** Pairs with both answers at equal work. */
  readonly pairs: number;
  /** Pairs with both answers that were left out because the work differed. */
  readonly unequalPairs: number;
  /** Mean of (with TENS - without), in the outcome's unit; null with fewer than six pairs. */
  readonly effect: number | null;
  readonly interval: Interval | null;
  readonly p: number | null;
  /** Why there is no result, or what makes it doubtful. */
  readonly problems: readonly TrialProblem[];
}

/** Work within this share of the pair's larger one is equal (pacing.md, L4: same work +-10 %). */
const EQUAL_WORK = 0.1;
/** With more days than this share not as drawn, the result is marked doubtful. */
const STRAYED = 0.2;

/** Effect of TENS on one outcome at equal work, by pairs of days. Later observations of the same pair and condition replace earlier ones. */
export function trialResult(observations: readonly TrialObservation[], outcome: TrialOutcome): TrialResult {
  const differences: number[] = [];
  let unequalPairs = 0;
  for (let pair = 0; pair < MOST_PAIRS; pair++) {
    const on = lastOf(observations, pair, 'on');
    const off = lastOf(observations, pair, 'off');
    const withTens = on?.[outcome] ?? null;
    const without = off?.[outcome] ?? null;
    if (withTens === null || without === null || !Number.isFinite(withTens - without)) continue;
    if (isEqualWork(on?.work ?? null, off?.work ?? null)) differences.push(withTens - without);
    else unequalPairs++;
  }
  const enough = differences.length >= LEAST_PAIRS;
  const problems: TrialProblem[] = [];
  if (!enough) problems.push(unequalPairs > 0 && differences.length + unequalPairs >= LEAST_PAIRS ? 'unequalWork' : 'tooFewPairs');
  const strayed = observations.filter(({ condition, tensOn }) => tensOn !== null && tensOn !== (condition === 'on')).length;
  if (strayed > STRAYED * observations.length) problems.push('notAsDrawn');
  return {
    outcome,
    pairs: differences.length,
    unequalPairs,
    effect: enough ? differences.reduce((sum, difference) => sum + difference, 0) / differences.length : null,
    interval: enough ? signFlipInterval(differences) : null,
    p: enough ? signFlipP(differences) : null,
    problems,
  };
}

function lastOf(observations: readonly TrialObservation[], pair: number, condition: TrialCondition): TrialObservation | undefined {
  return observations.findLast((each) => each.pair === pair && each.condition === condition);
}

/** Unknown work is never taken for equal. */
function isEqualWork(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && a > 0 && b > 0 && Math.abs(a - b) <= EQUAL_WORK * Math.max(a, b);
}
