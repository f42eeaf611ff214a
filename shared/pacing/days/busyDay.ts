import { exp, log } from '#shared/signal/portableMath.ts';

export interface BusyDayParams {
  /** Relative SD of one background reading. A larger one trusts the wearable less: smaller cuts. Default 0.2: the specification's 15 to 20 %, the worse of them. */
  readonly readingErrorSd: number;
  /** Readings that the usual background is learned from, the newest. Default 28. */
  readonly windowDays: number;
  /** Readings before anything is cut. Default 7. */
  readonly leastDays: number;
}

export const BUSY_DAY_DEFAULTS: BusyDayParams = { readingErrorSd: 0.2, windowDays: 28, leastDays: 7 };

export interface BusyDay {
  /** Load to leave out today, in the unit of the readings, 0 or more. */
  readonly cut: number;
  /** Median whole day; null while it is not known. */
  readonly usual: number | null;
  /** Share of the spread between days that is not error of the readings, 0 to 1. */
  readonly reliability: number;
}

/**
 * How much of today's quota a busy day has used up: background so far above the usual background so far (specification, "Simulated
 * cohort": today = quota - (background today - usual background), never above the quota). A reading is uncertain, so its distance
 * from the usual is shrunk to what it says about the truth: times reliability = 1 - error variance / variance between days, on a
 * log scale (regression to the mean, Kelley 1927, Statistical Method). A quiet day, an unknown one or too few days cut nothing.
 *
 * `pastLoads`: background of whole past days, today not among them, oldest first; days without the wearable left out.
 * `todayLoad`: background from waking until now, null = not known; `dayShare`: share of a usual day that this is, 0 to 1.
 */
export function busyDay(
  pastLoads: readonly number[],
  todayLoad: number | null,
  dayShare: number,
  params: BusyDayParams = BUSY_DAY_DEFAULTS,
): BusyDay {
  const sorted = pastLoads
    .filter((load) => load > 0)
    .slice(-params.windowDays)
    .sort((a, b) => a - b);
  if (sorted.length < params.leastDays) return { cut: 0, usual: null, reliability: 0 };
  const usual = quantile(sorted, 0.5);
  const reliability = reliabilityOf(sorted, params.readingErrorSd);
  const usualSoFar = usual * dayShare;
  if (todayLoad === null || !(todayLoad > usualSoFar) || !(usualSoFar > 0)) return { cut: 0, usual, reliability };
  return { cut: usualSoFar * (exp(reliability * log(todayLoad / usualSoFar)) - 1), usual, reliability };
}

/** Half the distance between the 16 % and 84 % quantiles of the logs is the SD, whatever a few odd days say. */
function reliabilityOf(sorted: readonly number[], readingErrorSd: number): number {
  const spread = 0.5 * log(quantile(sorted, 0.84) / quantile(sorted, 0.16));
  if (!(spread > readingErrorSd)) return 0;
  return 1 - (readingErrorSd * readingErrorSd) / (spread * spread);
}

function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
