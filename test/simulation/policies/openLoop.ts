import type { Policy } from '#test/simulation/policy.ts';
import { mean } from '#test/simulation/statistics.ts';

const FIRST_SHARE = 0.8;

/** 80 % of the baseline, and every week `risePct` of the baseline more, whatever happens. */
export function openLoop(risePct: number): Policy {
  return {
    id: risePct === 0 ? 'constant 80 %' : `80 % + ${risePct} %`,
    start: ({ trials }) => ({ plan: ({ day }) => mean(trials) * (FIRST_SHARE + (risePct / 100) * Math.floor(day / 7)) }),
  };
}

/** Less than the specification's schedules, so that a careful policy is measured against a schedule and not beyond the last one. */
const lessThanAll: Policy = { id: 'constant 60 %', start: ({ trials }) => ({ plan: () => 0.6 * mean(trials) }) };

/** From least to most load. */
export const FRONTIER: readonly Policy[] = [lessThanAll, ...[0, 2.5, 5, 7.5, 10].map(openLoop)];

/** The whole baseline, and every week 10 % more than the week before. */
export const fixedRise: Policy = {
  id: 'fixed + 10 %/week',
  start: ({ trials }) => ({ plan: ({ day }) => mean(trials) * 1.1 ** Math.floor(day / 7) }),
};
