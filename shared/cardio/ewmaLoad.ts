import { type DailyLoad, knownLoad } from './rollingLoad.ts';

/**
 * Exponentially weighted mean of daily load, lambda = 2 / (days + 1) (Williams et al. 2017, doi:10.1136/bjsports-2016-096589), seeded
 * with the first known day. A day that is not known is null and leaves the mean as it was.
 */
export function ewmaLoad(daily: readonly DailyLoad[], days: number): (number | null)[] {
  const lambda = 2 / (days + 1);
  let mean: number | null = null;
  return daily.map((value) => {
    const load = knownLoad(value);
    if (load === null) return null;
    mean = mean === null ? load : lambda * load + (1 - lambda) * mean;
    return mean;
  });
}
