import { log, square } from '#shared/signal/portableMath.ts';

/**
 * Log dimensionless jerk of a speed profile: -ln(T^3 / peak^2 * integral of the squared second derivative); nearer to zero is
 * smoother. Source: Balasubramanian et al., IEEE Trans Biomed Eng 59:2126, 2012 (doi 10.1109/TBME.2011.2179545).
 * `speed` in any unit, evenly spaced at `rateHz`. Null for fewer than four values, without motion or without jerk.
 */
export function logDimensionlessJerk(speed: ArrayLike<number>, rateHz: number): number | null {
  const count = speed.length;
  if (count < 4 || !(rateHz > 0)) return null;
  let peak = 0;
  for (let i = 0; i < count; i++) peak = Math.max(peak, Math.abs(speed[i]));
  if (!(peak > 0)) return null;
  const perS2 = square(rateHz);
  let jerk = 0;
  for (let i = 1; i < count - 1; i++) jerk += square((speed[i + 1] - 2 * speed[i] + speed[i - 1]) * perS2);
  const seconds = count / rateHz;
  const value = -log(((seconds * seconds * seconds) / square(peak)) * (jerk / rateHz));
  return Number.isFinite(value) ? value : null;
}
