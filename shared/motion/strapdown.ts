import { cos, sin } from '#shared/signal/portableMath.ts';
import { CALIBRATION_WIDTH } from './calibrationFilter.ts';
import type { Blocks } from './preintegration.ts';
import type { ImuAxes, UsableRows } from './usableRows.ts';

/** One entry per usable row. */
export interface StrapdownRows {
  /** rad/s, x, y, z, sensor frame: without bias and scale error. */
  readonly rate: Float64Array;
  /** Sensor -> almost-inertial frame (w, x, y, z) from the rates alone; the frame starts as the sensor's. */
  readonly inertial: Float64Array;
  /** m/s2, x, y, z, in that frame, without offset; where there is none (all zero), the one before. */
  readonly force: Float64Array;
}

/**
 * Takes bias, scale error and accelerometer offset off the readings and integrates them; `calibration` is bias, scale, offset (x, y, z
 * each) per block. The first row of a stretch leaves the attitude as it is.
 */
export function integrateRows(axes: ImuAxes, use: UsableRows, { count, firstRow }: Blocks, calibration: Float64Array): StrapdownRows {
  const rows = use.rows.length;
  const out = { rate: new Float64Array(3 * rows), inertial: new Float64Array(4 * rows), force: new Float64Array(3 * rows) };
  const state = Float64Array.of(1, 0, 0, 0, 0, 0, 0);
  for (let b = 0; b < count; b++) integrateBlock(axes, use, firstRow[b], firstRow[b + 1], calibration, CALIBRATION_WIDTH * b, state, out);
  return out;
}

/** `state`: attitude (w, x, y, z), then specific force (x, y, z, sensor frame) of the row before. `at`: where the block's calibration is. */
function integrateBlock(
  axes: ImuAxes,
  { rows, stepS }: UsableRows,
  from: number,
  to: number,
  calibration: Float64Array,
  at: number,
  state: Float64Array,
  { rate, inertial, force }: StrapdownRows,
): void {
  const gyrX = axes[0];
  const gyrY = axes[1];
  const gyrZ = axes[2];
  const accX = axes[3];
  const accY = axes[4];
  const accZ = axes[5];
  const biasX = calibration[at];
  const biasY = calibration[at + 1];
  const biasZ = calibration[at + 2];
  const scaleX = 1 - calibration[at + 3];
  const scaleY = 1 - calibration[at + 4];
  const scaleZ = 1 - calibration[at + 5];
  const offsetX = calibration[at + 6];
  const offsetY = calibration[at + 7];
  const offsetZ = calibration[at + 8];
  let w = state[0];
  let x = state[1];
  let y = state[2];
  let z = state[3];
  let fx = state[4];
  let fy = state[5];
  let fz = state[6];
  for (let k = from; k < to; k++) {
    const i = rows[k];
    const rx = scaleX * gyrX[i] - biasX;
    const ry = scaleY * gyrY[i] - biasY;
    const rz = scaleZ * gyrZ[i] - biasZ;
    rate[3 * k] = rx;
    rate[3 * k + 1] = ry;
    rate[3 * k + 2] = rz;
    const half = 0.5 * stepS[k];
    const dx = half * rx;
    const dy = half * ry;
    const dz = half * rz;
    // Half the turned angle, squared; up to 0.1 rad the series are exact to 1e-12 and much faster than sine and cosine.
    const h = dx * dx + dy * dy + dz * dz;
    const angle = h < 0.01 ? 0 : Math.sqrt(h);
    const c = h < 0.01 ? 1 - h * (1 / 2 - h * (1 / 24 - h / 720)) : cos(angle);
    const s = h < 0.01 ? 1 - h * (1 / 6 - h * (1 / 120 - h / 5040)) : sin(angle) / angle;
    const qw = w * c - s * (x * dx + y * dy + z * dz);
    const qx = x * c + s * (w * dx + y * dz - z * dy);
    const qy = y * c + s * (w * dy - x * dz + z * dx);
    const qz = z * c + s * (w * dz + x * dy - y * dx);
    w = qw;
    x = qx;
    y = qy;
    z = qz;
    inertial[4 * k] = w;
    inertial[4 * k + 1] = x;
    inertial[4 * k + 2] = y;
    inertial[4 * k + 3] = z;
    const ax = accX[i];
    const ay = accY[i];
    const az = accZ[i];
    if (k === 0 || ax !== 0 || ay !== 0 || az !== 0) {
      fx = ax - offsetX;
      fy = ay - offsetY;
      fz = az - offsetZ;
    }
    const tx = 2 * (y * fz - z * fy);
    const ty = 2 * (z * fx - x * fz);
    const tz = 2 * (x * fy - y * fx);
    force[3 * k] = fx + w * tx + y * tz - z * ty;
    force[3 * k + 1] = fy + w * ty + z * tx - x * tz;
    force[3 * k + 2] = fz + w * tz + x * ty - y * tx;
  }
  // Once per block is often enough for what rounding and the series leave of the unit norm.
  const n = 1 / Math.sqrt(w * w + x * x + y * y + z * z);
  state.set([w * n, x * n, y * n, z * n, fx, fy, fz]);
}
