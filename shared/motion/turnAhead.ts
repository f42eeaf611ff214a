import { cos, hypot, sin } from '#shared/signal/portableMath.ts';

/** Turns each orientation (w, x, y, z, sensor -> earth) on by its own rate (x, y, z, sensor frame, rad/s) for `seconds`, in place. */
export function turnAhead(quatWxyz: Float64Array, rateRadPerS: Float64Array, seconds: number): void {
  for (let q = 0, r = 0; q < quatWxyz.length; q += 4, r += 3) {
    const rate = hypot(rateRadPerS[r], rateRadPerS[r + 1], rateRadPerS[r + 2]);
    const half = 0.5 * rate * seconds;
    const c = cos(half);
    const s = rate > 1e-9 ? sin(half) / rate : 0;
    const dx = s * rateRadPerS[r];
    const dy = s * rateRadPerS[r + 1];
    const dz = s * rateRadPerS[r + 2];
    const w = quatWxyz[q];
    const x = quatWxyz[q + 1];
    const y = quatWxyz[q + 2];
    const z = quatWxyz[q + 3];
    quatWxyz[q] = w * c - x * dx - y * dy - z * dz;
    quatWxyz[q + 1] = x * c + w * dx + y * dz - z * dy;
    quatWxyz[q + 2] = y * c + w * dy - x * dz + z * dx;
    quatWxyz[q + 3] = z * c + w * dz + x * dy - y * dx;
  }
}
