import { type Outcome, PLAN_DAYS } from './cohort.ts';
import { mean, standardError } from './statistics.ts';

export interface AboveFrontier {
  /** Points of tolerance change above the open-loop frontier at the same share of flare days. */
  readonly points: number;
  readonly standardError: number;
  /** The flare share lies beyond the ends of the frontier, which is continued in a straight line. */
  readonly extrapolated: boolean;
}

/** Share of days; schedules closer together than this do not differ in flares, and there is no frontier to be above of. */
const LEAST_SPAN = 0.0005;

export const flareShare = (outcome: Outcome) => mean(outcome.flareDays) / PLAN_DAYS;

/**
 * Distance of a policy above the frontier, straight lines between neighbouring schedules (given from least to most load). The
 * same people lived under all of them, so the standard error is that of differences within people. Null where more load does
 * not mean more flares, or does not buy tolerance: then there is no bargain to compare with.
 */
export function aboveFrontier(outcome: Outcome, frontier: readonly Outcome[]): AboveFrontier | null {
  const shares = frontier.map(flareShare);
  const last = frontier.length - 1;
  if (shares.some((share, i) => i > 0 && share <= shares[i - 1]) || shares[last] - shares[0] < LEAST_SPAN) return null;
  if (mean(frontier[last].toleranceChangePct) <= mean(frontier[0].toleranceChangePct)) return null;
  const share = flareShare(outcome);
  let segment = 0;
  while (segment < frontier.length - 2 && share > shares[segment + 1]) segment++;
  const [low, high] = [frontier[segment], frontier[segment + 1]];
  const weight = (share - shares[segment]) / (shares[segment + 1] - shares[segment]);
  const slope = (mean(high.toleranceChangePct) - mean(low.toleranceChangePct)) / (mean(high.flareDays) - mean(low.flareDays));
  const mix = (a: Float64Array, b: Float64Array, i: number) => (1 - weight) * a[i] + weight * b[i];
  const differences = outcome.toleranceChangePct.map(
    (change, i) =>
      change -
      mix(low.toleranceChangePct, high.toleranceChangePct, i) -
      slope * (outcome.flareDays[i] - mix(low.flareDays, high.flareDays, i)),
  );
  return { points: mean(differences), standardError: standardError(differences), extrapolated: weight < 0 || weight > 1 };
}
