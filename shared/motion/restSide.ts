/** Sum of two places from -1 (low) to 1 (high); nearer to zero start and end say nothing. */
const CLEAR = 0.3;

/**
 * Which way an exercise goes: +1 when the rest pose is at the low end of the angles, -1 when at the high end. The start and end pose
 * is the rest pose (by skewness less than half of all sets come out right, motion.md); when they disagree, the pose of most time is.
 */
export function restSide(anglesDeg: Float64Array, turns: readonly number[]): 1 | -1 {
  const sorted = [...turns].sort((a, b) => a - b);
  const low = sorted[Math.floor(0.25 * (sorted.length - 1))];
  const high = sorted[Math.ceil(0.75 * (sorted.length - 1))];
  const place = (deg: number): number => Math.max(-1, Math.min(1, (2 * deg - low - high) / (high - low || 1)));
  const ends = place(anglesDeg[0]) + place(anglesDeg[anglesDeg.length - 1]);
  if (Math.abs(ends) > CLEAR) return ends < 0 ? 1 : -1;
  let dwell = 0;
  for (let i = 0; i < anglesDeg.length; i++) dwell += place(anglesDeg[i]);
  return dwell <= 0 ? 1 : -1;
}
