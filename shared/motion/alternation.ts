/** Excursions needed of either kind before a pattern may be believed. */
const MIN_EACH = 6;
/** How far two kinds must lie apart, times their scatter, in two features or in one; and how far at least. */
const APART_IN_TWO = 3;
const APART_IN_ONE = 5;
const LEAST = 0.15;

/** What tells one excursion from another: shares of the usual range and period, the same features for all. */
export type ExcursionFeatures = readonly number[];

/**
 * True when excursions come in turn in two clearly different kinds (over an obstacle and back again): then two make one repetition,
 * the shortest thing that repeats. Two features must say so, or one very clearly: one alone differs by chance now and then.
 */
export function alternates(excursions: readonly ExcursionFeatures[]): boolean {
  if (excursions.length < 2 * MIN_EACH) return false;
  const apart = excursions[0].map((_, feature) => {
    const even = spread(excursions.filter((_, i) => i % 2 === 0).map((features) => features[feature]));
    const odd = spread(excursions.filter((_, i) => i % 2 === 1).map((features) => features[feature]));
    const distance = Math.abs(even.mean - odd.mean);
    return distance < LEAST ? 0 : distance / Math.sqrt((even.variance + odd.variance) / 2);
  });
  return apart.some((times) => times > APART_IN_ONE) || apart.filter((times) => times > APART_IN_TWO).length >= 2;
}

function spread(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1);
  return { mean, variance };
}
