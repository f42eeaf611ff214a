/** A maximum heart rate never goes without where it is from and its standard error of estimate (SEE). */
export interface MaxHeartRate {
  readonly maxHeartRateBpm: number;
  readonly source: 'measured' | 'tanaka' | 'betaBlocker';
  /** Standard error of estimate, beats per minute; null when measured. */
  readonly seeBpm: number | null;
}

export interface MaxHeartRateInput {
  readonly measuredMaxHeartRateBpm: number | null;
  /** Years. */
  readonly ageYears: number | null;
  readonly betaBlocker: boolean | null;
}

export const TANAKA_SEE_BPM = 11.4;
export const FOX_SEE_BPM = 12.4;
export const BETA_BLOCKER_SEE_BPM = 18;

/** Tanaka, Monahan & Seals 2001 (doi:10.1016/S0735-1097(00)01054-8): 208 - 0.7 age. */
export function maxHeartRateTanakaBpm(ageYears: number): number {
  return 208 - 0.7 * ageYears;
}

/** Fox, Naughton & Haskell 1971: 220 - age. Only for comparison with other products; never chosen here. */
export function maxHeartRateFoxBpm(ageYears: number): number {
  return 220 - ageYears;
}

/** Brawner et al. 2004 (Am Heart J 148:910-914), on a beta blocker: 164 - 0.7 age, r2 0.13, so effort (RPE) decides. */
export function maxHeartRateBetaBlockerBpm(ageYears: number): number {
  return 164 - 0.7 * ageYears;
}

/** Measured beats formula; a beta blocker changes the formula; without age there is no answer. */
export function maxHeartRate(input: MaxHeartRateInput): MaxHeartRate | null {
  if (input.measuredMaxHeartRateBpm !== null) {
    return { maxHeartRateBpm: input.measuredMaxHeartRateBpm, source: 'measured', seeBpm: null };
  }
  if (input.ageYears === null) return null;
  if (input.betaBlocker === true) {
    return { maxHeartRateBpm: maxHeartRateBetaBlockerBpm(input.ageYears), source: 'betaBlocker', seeBpm: BETA_BLOCKER_SEE_BPM };
  }
  return { maxHeartRateBpm: maxHeartRateTanakaBpm(input.ageYears), source: 'tanaka', seeBpm: TANAKA_SEE_BPM };
}
