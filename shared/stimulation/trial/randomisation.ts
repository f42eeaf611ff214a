/** Two-sided level of the test and of the interval. */
const LEVEL = 0.05;
/** The interval's ends are found to this share of the spread of the differences. */
const RESOLUTION = 1e-4;
/** Sums that differ by rounding alone count as equal. */
const EPSILON = 1e-9;

/**
 * Share of all orders of the pairs under which the mean difference, less `shift`, would have been at least as far from zero: every
 * sign of every pair is tried. Exact; the smallest possible value is 2 / 2^n. `differences`: one number per pair; at most 20.
 */
export function signFlipP(differences: readonly number[], shift = 0): number {
  const moved = differences.map((difference) => difference - shift);
  const observed = Math.abs(sumOf(moved)) - EPSILON;
  const orders = 1 << moved.length;
  let asFar = 0;
  for (let order = 0; order < orders; order++) {
    let sum = 0;
    for (let i = 0; i < moved.length; i++) sum += (order >> i) & 1 ? -moved[i] : moved[i];
    if (Math.abs(sum) >= observed) asFar++;
  }
  return asFar / orders;
}

export interface Interval {
  readonly from: number;
  readonly to: number;
}

/**
 * The differences that the test does not reject at 5 %: a 95 % interval by inversion (Edgington & Onghena 2007, ch. 3). Null where no
 * difference can be rejected (fewer than six pairs).
 */
export function signFlipInterval(differences: readonly number[]): Interval | null {
  if (differences.length === 0 || 2 / (1 << differences.length) > LEVEL) return null;
  const mean = sumOf(differences) / differences.length;
  const spread = Math.max(...differences) - Math.min(...differences);
  if (spread === 0) return { from: mean, to: mean };
  const edge = (way: 1 | -1): number => {
    let kept = mean;
    let rejected = mean + way * 2 * spread;
    while (Math.abs(rejected - kept) > RESOLUTION * spread) {
      const middle = (kept + rejected) / 2;
      if (signFlipP(differences, middle) > LEVEL) kept = middle;
      else rejected = middle;
    }
    return kept;
  };
  return { from: edge(-1), to: edge(1) };
}

function sumOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
