import { inPieces } from '#shared/signal/inPieces.ts';
import { normalize } from './flatRotation.ts';

/** Specific force below this (m/s2) has no direction. */
const LEAST_FORCE = 1e-9;
/** One plus the cosine of a turn that has no axis. */
const OPPOSITE = 2e-12;

/**
 * Turns each orientation (w, x, y, z, sensor -> almost-inertial) so that its averaged specific force (x, y, z in that frame) points
 * up, in place: sensor -> earth. Each correction is the smallest turn from the one before, so the heading stays steady.
 */
export function alignUp(quatWxyz: Float64Array, force: Float64Array): void {
  const correction = Float64Array.of(1, 0, 0, 0);
  inPieces(force.length / 3, (from, to) => alignPiece(quatWxyz, force, from, to, correction));
}

/** Rows `from` up to, not including, `to`; `correction` (w, x, y, z) is that of the row before. */
function alignPiece(quatWxyz: Float64Array, force: Float64Array, from: number, to: number, correction: Float64Array): void {
  let aw = correction[0];
  let ax = correction[1];
  let ay = correction[2];
  let az = correction[3];
  for (let at = 4 * from, g = 3 * from; at < 4 * to; at += 4, g += 3) {
    const fx = force[g];
    const fy = force[g + 1];
    const fz = force[g + 2];
    const tx = 2 * (ay * fz - az * fy);
    const ty = 2 * (az * fx - ax * fz);
    const tz = 2 * (ax * fy - ay * fx);
    const ux = fx + aw * tx + ay * tz - az * ty;
    const uy = fy + aw * ty + az * tx - ax * tz;
    const uz = fz + aw * tz + ax * ty - ay * tx;
    const norm = Math.sqrt(ux * ux + uy * uy + uz * uz);
    if (norm > LEAST_FORCE) {
      // Half-way between the force and "up"; half a turn about x where "up" is down.
      const half = uz + norm;
      const opposite = !(half > OPPOSITE * norm);
      const scale = opposite ? 0 : 1 / Math.sqrt(2 * norm * half);
      const cw = scale * half;
      const cx = opposite ? 1 : scale * uy;
      const cy = -scale * ux;
      const w = cw * aw - cx * ax - cy * ay;
      const x = cw * ax + cx * aw + cy * az;
      const y = cw * ay - cx * az + cy * aw;
      const z = cw * az + cx * ay - cy * ax;
      aw = w;
      ax = x;
      ay = y;
      az = z;
    }
    const w = quatWxyz[at];
    const x = quatWxyz[at + 1];
    const y = quatWxyz[at + 2];
    const z = quatWxyz[at + 3];
    quatWxyz[at] = aw * w - ax * x - ay * y - az * z;
    quatWxyz[at + 1] = aw * x + ax * w + ay * z - az * y;
    quatWxyz[at + 2] = aw * y - ax * z + ay * w + az * x;
    quatWxyz[at + 3] = aw * z + ax * y - ay * x + az * w;
  }
  correction.set([aw, ax, ay, az]);
  normalize(correction);
}
