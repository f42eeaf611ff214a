import { type Known, known, unknown } from '#shared/signal/known.ts';
import { normalCdf } from '#shared/signal/normalCdf.ts';
import { karvonenTargetBpm } from './heartRateReserve.ts';
import type { MaxHeartRate } from './maxHeartRate.ts';
import { ACSM_HRR_ZONES, type AcsmZone, emptyZoneSeconds } from './zones.ts';

/** Lower limit of a class with what the standard error (SEE) of the maximum makes of it; all in beats per minute. */
export interface ZoneLimit {
  readonly zone: AcsmZone;
  readonly fromBpm: number;
  /** The limit with a maximum one SEE lower and higher: two of three people have theirs in between. null when measured. */
  readonly fromLowBpm: number | null;
  readonly fromHighBpm: number | null;
}

export interface ZoneBasis {
  readonly restingBpm: number;
  readonly maximum: MaxHeartRate;
}

/** What classes by heart-rate reserve rest on, or what is missing for them. */
export function zoneBasis(restingBpm: number | null, maximum: MaxHeartRate | null): Known<ZoneBasis> {
  if (restingBpm === null) return unknown('restingHeartRateBpm is not known');
  if (maximum === null) return unknown('neither measuredMaxHeartRateBpm nor ageYears is known');
  if (maximum.maxHeartRateBpm <= restingBpm) return unknown('the maximum heart rate is not above the resting one');
  return known({ restingBpm, maximum });
}

/** Lower limits of the ACSM classes; very light begins nowhere and is not listed. */
export function zoneLimits({ restingBpm, maximum }: ZoneBasis): ZoneLimit[] {
  const { maxHeartRateBpm, seeBpm } = maximum;
  return ACSM_HRR_ZONES.filter(({ fromPct }) => Number.isFinite(fromPct)).map(({ zone, fromPct }) => {
    const limit = (shiftBpm: number) => karvonenTargetBpm(fromPct / 100, restingBpm, maxHeartRateBpm + shiftBpm);
    return {
      zone,
      fromBpm: limit(0),
      fromLowBpm: seeBpm === null ? null : limit(-seeBpm),
      fromHighBpm: seeBpm === null ? null : limit(seeBpm),
    };
  });
}

/**
 * Probability of each class at a heart rate (they sum to 1): the true maximum is taken as normal around the estimate with SD = SEE, which
 * moves the limit at a share p of the reserve by p times as much. With a measured maximum one class has probability 1.
 */
export function zoneProbabilities(heartRateBpm: number, { restingBpm, maximum }: ZoneBasis): Record<AcsmZone, number> {
  const { maxHeartRateBpm, seeBpm } = maximum;
  const probabilities = emptyZoneSeconds();
  let above = 0;
  for (const { zone, fromPct } of ACSM_HRR_ZONES.toReversed()) {
    const share = fromPct / 100;
    const distanceBpm = heartRateBpm - karvonenTargetBpm(share, restingBpm, maxHeartRateBpm);
    const reached = seeBpm === null ? Number(distanceBpm >= 0) : normalCdf(distanceBpm / (share * seeBpm));
    // Below rest the limits of a lower maximum lie the other way round: a class never has less than the ones above it.
    const atLeast = Number.isFinite(share) ? Math.max(above, reached) : 1;
    probabilities[zone] = atLeast - above;
    above = atLeast;
  }
  return probabilities;
}
