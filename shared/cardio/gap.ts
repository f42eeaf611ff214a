/** A stretch without heart rate longer than this is a gap: nothing is held or integrated over it (intensity.md). Seconds. */
export const HEART_RATE_GAP_S = 5;

/**
 * What a time stamp does to a sum over time, all in s. A step of more than the gap, forwards or backwards (a clock that was set, a wild
 * stamp), begins anew and adds nothing; a time that stays or goes back by less is a sample that came twice or late and is left out.
 */
export function heartRateStep(beforeS: number, atS: number): 'counts' | 'begins' | 'late' {
  const step = atS - beforeS;
  if (step > 0 && step <= HEART_RATE_GAP_S) return 'counts';
  return step <= 0 && step >= -HEART_RATE_GAP_S ? 'late' : 'begins';
}
