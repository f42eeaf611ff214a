/** Heart-rate recovery: how far it falls after exercise. A personal trend only; what is normal depends on posture and protocol. */
export interface HeartRateRecovery {
  /** Mean of the last 5 s of exercise. */
  readonly endBpm: number;
  /** Fall after 60 s and 120 s (each the mean of 5 s centred there); null where the recording does not reach. */
  readonly fall60sBpm: number | null;
  readonly fall120sBpm: number | null;
}

/** Times in s, ascending. null when the last 5 s of exercise have no samples. */
export function heartRateRecovery(
  timesS: ArrayLike<number>,
  heartRateBpm: ArrayLike<number>,
  exerciseEndS: number,
): HeartRateRecovery | null {
  const endBpm = meanBetween(timesS, heartRateBpm, exerciseEndS - 5, exerciseEndS);
  if (endBpm === null) return null;
  const fallAfter = (seconds: number) => {
    const later = meanBetween(timesS, heartRateBpm, exerciseEndS + seconds - 2.5, exerciseEndS + seconds + 2.5);
    return later === null ? null : endBpm - later;
  };
  return { endBpm, fall60sBpm: fallAfter(60), fall120sBpm: fallAfter(120) };
}

/** Mean of the samples in (fromS, toS]; what is no number is left out. */
function meanBetween(timesS: ArrayLike<number>, values: ArrayLike<number>, fromS: number, toS: number): number | null {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < timesS.length; i++) {
    if (!(timesS[i] > fromS && timesS[i] <= toS) || !Number.isFinite(values[i])) continue;
    sum += values[i];
    count++;
  }
  return count === 0 ? null : sum / count;
}
