import { square } from '#shared/signal/portableMath.ts';

/** Time-domain heart-rate variability (Task Force 1996, doi:10.1161/01.CIR.93.5.1043). All times in ms, on artefact-corrected RR. */
export interface HrvTimeDomain {
  readonly beatCount: number;
  readonly meanRrMs: number;
  /** Standard deviation of RR, ddof 1 (divides by n - 1). */
  readonly sdnnMs: number;
  /** Root of the mean squared successive difference; the mean is over the n - 1 differences. */
  readonly rmssdMs: number;
  /** Standard deviation of the successive differences, ddof 1. */
  readonly sdsdMs: number;
  /** Axes of the Poincare plot (Brennan et al. 2001, doi:10.1109/10.959330): SDSD / sqrt2 and sqrt(2 SDNN^2 - SD1^2). */
  readonly sd1Ms: number;
  readonly sd2Ms: number;
  /** Successive differences of more than 50 ms. */
  readonly nn50: number;
  /** 100 x nn50 / (n - 1): the share of differences. */
  readonly pnn50Pct: number;
  /** 100 x nn50 / n: what some tools print under the same name. */
  readonly pnn50OverBeatsPct: number;
  /** 60000 / mean RR. */
  readonly heartRateOfMeanBpm: number;
  /** Mean of 60000 / RR. */
  readonly meanOfHeartRatesBpm: number;
}

/** Two differences at least. */
export const MIN_HRV_INTERVALS = 3;

/** null below three intervals, where no deviation of differences is worth its name, and when an interval is no time. */
export function hrvTimeDomain(rrMs: ArrayLike<number>): HrvTimeDomain | null {
  const n = rrMs.length;
  if (n < MIN_HRV_INTERVALS) return null;
  let sum = 0;
  let heartRates = 0;
  for (let i = 0; i < n; i++) {
    if (!(rrMs[i] > 0 && rrMs[i] < Number.POSITIVE_INFINITY)) return null;
    sum += rrMs[i];
    heartRates += 60_000 / rrMs[i];
  }
  const meanRrMs = sum / n;
  let squares = 0;
  let differenceSquares = 0;
  let nn50 = 0;
  for (let i = 0; i < n; i++) {
    squares += square(rrMs[i] - meanRrMs);
    if (i === 0) continue;
    const difference = rrMs[i] - rrMs[i - 1];
    differenceSquares += difference * difference;
    if (Math.abs(difference) > 50) nn50++;
  }
  const sdnnMs = Math.sqrt(squares / (n - 1));
  const meanDifference = (rrMs[n - 1] - rrMs[0]) / (n - 1);
  const sdsdMs = Math.sqrt(Math.max(0, differenceSquares - (n - 1) * square(meanDifference)) / (n - 2));
  return {
    beatCount: n,
    meanRrMs,
    sdnnMs,
    rmssdMs: Math.sqrt(differenceSquares / (n - 1)),
    sdsdMs,
    sd1Ms: sdsdMs / Math.SQRT2,
    sd2Ms: Math.sqrt(Math.max(0, 2 * square(sdnnMs) - square(sdsdMs) / 2)),
    nn50,
    pnn50Pct: (100 * nn50) / (n - 1),
    pnn50OverBeatsPct: (100 * nn50) / n,
    heartRateOfMeanBpm: 60_000 / meanRrMs,
    meanOfHeartRatesBpm: heartRates / n,
  };
}
