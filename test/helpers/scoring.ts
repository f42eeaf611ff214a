import type { QuatWxyz } from '#shared/motion/quaternion.ts';

const DEG = 180 / Math.PI;

/** Inclination error of an estimate, degrees: 2 atan2(|xy|, |wz|) of q_est * conj(q_ref); blind to heading. */
export function inclinationErrorDeg(estimate: QuatWxyz, reference: QuatWxyz): number {
  const { w, x, y, z } = estimate;
  const r = reference;
  const ew = w * r.w + x * r.x + y * r.y + z * r.z;
  const ex = -w * r.x + x * r.w - y * r.z + z * r.y;
  const ey = -w * r.y + x * r.z + y * r.w - z * r.x;
  const ez = -w * r.z - x * r.y + y * r.x + z * r.w;
  return 2 * Math.atan2(Math.hypot(ex, ey), Math.hypot(ew, ez)) * DEG;
}

/** Whole error of an estimate, degrees: the angle of q_est * conj(q_ref). */
export function totalErrorDeg(estimate: QuatWxyz, reference: QuatWxyz): number {
  const dot = estimate.w * reference.w + estimate.x * reference.x + estimate.y * reference.y + estimate.z * reference.z;
  // From the chord and not by acos, which loses half of the digits near 0.
  const sign = dot < 0 ? -1 : 1;
  const chord = Math.hypot(
    estimate.w - sign * reference.w,
    estimate.x - sign * reference.x,
    estimate.y - sign * reference.y,
    estimate.z - sign * reference.z,
  );
  return 4 * Math.asin(Math.min(1, chord / 2)) * DEG;
}

/** Root mean square of an accumulating error. */
export class Rms {
  #sum = 0;
  count = 0;

  add(error: number): void {
    this.#sum += error * error;
    this.count++;
  }

  get value(): number {
    return Math.sqrt(this.#sum / this.count);
  }
}

/** RMSE of an angle against a reference with an unknown constant offset; rows where either is NaN do not count. */
export function rmseWithoutOffset(estimate: ArrayLike<number>, reference: ArrayLike<number>): { rmse: number; count: number } {
  let sum = 0;
  let sumSq = 0;
  let count = 0;
  for (let i = 0; i < estimate.length; i++) {
    const error = (estimate[i] as number) - (reference[i] as number);
    if (Number.isNaN(error)) continue;
    sum += error;
    sumSq += error * error;
    count++;
  }
  return { rmse: Math.sqrt(Math.max(0, sumSq / count - (sum / count) ** 2)), count };
}

/** Pearson correlation over the rows where both are known. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let n = 0;
  let sa = 0;
  let sb = 0;
  let saa = 0;
  let sbb = 0;
  let sab = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    if (Number.isNaN(x + y)) continue;
    n++;
    sa += x;
    sb += y;
    saa += x * x;
    sbb += y * y;
    sab += x * y;
  }
  return (n * sab - sa * sb) / Math.sqrt((n * saa - sa * sa) * (n * sbb - sb * sb));
}
