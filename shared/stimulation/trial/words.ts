import { LEAST_PAIRS } from './design.ts';
import type { TrialOutcome, TrialResult } from './result.ts';

const OUTCOMES: Readonly<Record<TrialOutcome, { readonly what: string; readonly unit: string; readonly lowerIsBetter: boolean }>> = {
  movementPainNrs: { what: 'Pain while moving', unit: 'points', lowerIsBetter: true },
  rpeCr10: { what: 'Effort for the same work', unit: 'points', lowerIsBetter: true },
  romDeg: { what: 'The range of movement', unit: 'degrees', lowerIsBetter: false },
};

/** At 5 %, two-sided. */
const CLEAR_P = 0.05;

/** At most two plain sentences for the patient; no promise, and nothing before there is enough to say. */
export function trialPatientText({ outcome, pairs, effect, p, problems }: TrialResult): string {
  const { what, lowerIsBetter } = OUTCOMES[outcome];
  if (effect === null || p === null) {
    if (problems.includes('unequalWork'))
      return 'The days with and without TENS were too different to compare. Try to do the same each time.';
    return `It is too early to say. We need ${LEAST_PAIRS} pairs of days and have ${pairs}.`;
  }
  if (problems.includes('notAsDrawn')) return 'TENS was often used on other days than planned. So these days cannot tell what it does.';
  if (p > CLEAR_P) return 'These days do not show a clear difference with TENS. That can mean none, or one too small to see.';
  const better = effect < 0 === lowerIsBetter;
  const way = effect < 0 ? 'lower' : 'higher';
  return `${what} was ${way} on the days with TENS. ${better ? 'It seems to help you move.' : 'It does not seem to help you move.'}`;
}

/** The numbers for the PT: effect with interval, pairs, exact p, what is doubtful. */
export function trialPtText({ outcome, pairs, unequalPairs, effect, interval, p, problems }: TrialResult): string {
  const { what, unit } = OUTCOMES[outcome];
  const left = unequalPairs > 0 ? ` ${unequalPairs} pairs left out: work differed by more than 10 %.` : '';
  if (effect === null || interval === null || p === null) return `${what}: ${pairs} of at least ${LEAST_PAIRS} pairs.${left}`;
  const doubt = problems.includes('notAsDrawn') ? ' More than 20 % of the days were not as drawn.' : '';
  return `${what}, with TENS less without: ${effect.toFixed(1)} ${unit} (95 % interval ${interval.from.toFixed(1)} to ${interval.to.toFixed(1)}), ${pairs} pairs at equal work, exact randomisation test p = ${p.toFixed(3)}.${left}${doubt}`;
}
