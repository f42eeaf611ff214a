/**
 * Heart-rate reserve after Karvonen (Ann Med Exp Biol Fenn 1957;35:307-315): how far the heart rate is between rest and
 * maximum. Rest, maximum and result in beats per minute; shares as fractions, percentages named so.
 */

/** Share of the reserve in use, 0 at rest and 1 at maximum; below 0 and above 1 are possible. null: the maximum is not above rest. */
export function heartRateReserveFraction(heartRateBpm: number, restingBpm: number, maxBpm: number): number | null {
  return maxBpm > restingBpm ? (heartRateBpm - restingBpm) / (maxBpm - restingBpm) : null;
}

/** The same in percent. */
export function heartRateReservePct(heartRateBpm: number, restingBpm: number, maxBpm: number): number | null {
  const fraction = heartRateReserveFraction(heartRateBpm, restingBpm, maxBpm);
  return fraction === null ? null : fraction * 100;
}

/** Karvonen target: the heart rate at a share of the reserve (0.4 = 40 %). */
export function karvonenTargetBpm(fraction: number, restingBpm: number, maxBpm: number): number {
  return restingBpm + fraction * (maxBpm - restingBpm);
}
