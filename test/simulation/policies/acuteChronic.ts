import type { Policy } from '#test/simulation/policy.ts';
import { mean } from '#test/simulation/statistics.ts';

const ACWR_LIMIT = 1.3;

/** Every week as much as an acute:chronic workload ratio below 1.3 allows (planned load, uncoupled weeks, the baseline before). */
export const acuteChronic: Policy = {
  id: 'ACWR < 1.3',
  start({ trials }) {
    const baseline = mean(trials);
    const weeks = [baseline, baseline, baseline, baseline];
    return {
      plan({ day }) {
        const week = Math.floor(day / 7);
        if (weeks.length < week + 5) {
          weeks.push(ACWR_LIMIT * mean(weeks.slice(-4)));
        }
        return weeks[week + 4];
      },
    };
  },
};
