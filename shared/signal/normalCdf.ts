import { exp } from './portableMath.ts';

const SQRT_TWO_PI = 2.5066282746310002;

/** Probability that a standard normal variable is below z: series of Marsaglia 2004 (doi:10.18637/jss.v011.i04), to 1e-15. */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return z;
  if (z > 8.3) return 1;
  if (z < -8.3) return 0;
  let sum = z;
  let term = z;
  for (let n = 3; Math.abs(term) > 1e-17; n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return Math.min(1, Math.max(0, 0.5 + (sum * exp(-0.5 * z * z)) / SQRT_TWO_PI));
}
