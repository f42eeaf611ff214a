import { exp } from '#shared/signal/portableMath.ts';
import { heartRateStep } from './gap.ts';

/**
 * Training impulse. Banister 1991 (in: Physiological Testing of Elite Athletes, ch. 17): minutes x a x exp(b x) x the share of
 * heart-rate reserve; the exponent differs by sex (Morton, Fitz-Clarke & Banister 1990, doi:10.1152/jappl.1990.69.3.1171).
 * Other sums under the same name exist, so every result carries its variant.
 */
export interface BanisterWeights {
  readonly variant: 'banisterMen' | 'banisterWomen' | 'banisterGoldenCheetah';
  readonly a: number;
  readonly b: number;
}

export const BANISTER_MEN: BanisterWeights = { variant: 'banisterMen', a: 0.64, b: 1.92 };
export const BANISTER_WOMEN: BanisterWeights = { variant: 'banisterWomen', a: 0.86, b: 1.67 };
/** What GoldenCheetah calls TRIMP for women: the men's factor with the women's exponent. Only for comparison with it. */
export const BANISTER_GOLDEN_CHEETAH: BanisterWeights = { variant: 'banisterGoldenCheetah', a: 0.64, b: 1.67 };

/** The weights are published for two sexes only: null otherwise. */
export function banisterWeights(sex: 'female' | 'male' | 'other' | null): BanisterWeights | null {
  if (sex === 'female') return BANISTER_WOMEN;
  return sex === 'male' ? BANISTER_MEN : null;
}

/** Banister load per minute at a share of the reserve (fraction, limited to 0-1: below rest there is no load). */
export function banisterPerMinute(reserveFraction: number, weights: BanisterWeights): number {
  const x = Math.min(1, Math.max(0, reserveFraction));
  return x * weights.a * exp(weights.b * x);
}

/**
 * Edwards 1993 (The Heart Rate Monitor Book) per minute: 1 to 5 for 50-60 ... 90-100 % of maximum heart rate, 0 below 50 %.
 */
export function edwardsPerMinute(heartRateBpm: number, maxBpm: number): number {
  const pct = (heartRateBpm / maxBpm) * 100;
  return pct < 50 ? 0 : Math.min(5, Math.floor(pct / 10) - 4);
}

/**
 * Lucia et al. 2003 (doi:10.1249/01.MSS.0000064999.82036.B4) per minute: 1 below the first ventilatory threshold, 2 from there to the
 * second, 3 above. Thresholds are heart rates measured in a test; there is no formula for them.
 */
export function luciaPerMinute(heartRateBpm: number, firstThresholdBpm: number, secondThresholdBpm: number): number {
  if (heartRateBpm < firstThresholdBpm) return 1;
  return heartRateBpm < secondThresholdBpm ? 2 : 3;
}

/** Sum of a rate per minute over time-stamped samples. */
export interface LoadState {
  /** Load units so far. */
  total: number;
  /** Minutes that were integrated; gaps are not in it. */
  minutes: number;
  lastAtUs: number | null;
}

export function initLoad(): LoadState {
  return { total: 0, minutes: 0, lastAtUs: null };
}

/**
 * Adds one sample: its rate counts for the time since the sample before (us), unless a gap begins anew (gap.ts). A sample that is no
 * number is left out.
 */
export function stepLoad(state: LoadState, atUs: number, perMinute: number): void {
  if (!Number.isFinite(atUs) || !Number.isFinite(perMinute)) return;
  const before = state.lastAtUs ?? Number.NEGATIVE_INFINITY;
  const step = heartRateStep(before / 1_000_000, atUs / 1_000_000);
  if (step === 'late') return;
  state.lastAtUs = atUs;
  if (step === 'begins') return;
  const minutes = (atUs - before) / 60_000_000;
  state.minutes += minutes;
  state.total += minutes * perMinute;
}

/** Session load from mean heart rate alone: coarser than the integral, for recordings that keep only the mean. */
export function banisterFromMean(minutes: number, meanReserveFraction: number, weights: BanisterWeights): number {
  return minutes * banisterPerMinute(meanReserveFraction, weights);
}
