import { cos, sin } from '#shared/signal/portableMath.ts';
import { CALIBRATION_WIDTH } from './calibrationFilter.ts';
import type { Blocks } from './preintegration.ts';
import type { ImuAxes, UsableRows } from './usableRows.ts';

/** x, y, z per usable row, sensor frame. */
export interface CalibratedRows {
  /** rad/s. */
  readonly rate: Float64Array;
  /** m/s2; where there is none (all zero), the one before. */
  readonly force: Float64Array;
}

/** Takes bias, scale error and accelerometer offset off the readings; `calibration` is bias, scale, offset (x, y, z each) per block. */
export function calibrateRows(axes: ImuAxes, { rows }: UsableRows, { count, firstRow }: Blocks, calibration: Float64Array): CalibratedRows {
  const rate = new Float64Array(3 * rows.length);
  const force = new Float64Array(3 * rows.length);
  const [, , , ax, ay, az] = axes;
  for (let b = 0; b < count; b++) {
    for (let c = 0; c < 3; c++) {
      const bias = calibration[CALIBRATION_WIDTH * b + c];
      const scale = 1 - calibration[CALIBRATION_WIDTH * b + 3 + c];
      const offset = calibration[CALIBRATION_WIDTH * b + 6 + c];
      const gyr = axes[c];
      const acc = axes[3 + c];
      for (let k = firstRow[b]; k < firstRow[b + 1]; k++) {
        const i = rows[k];
        const missing = k > 0 && ax[i] === 0 && ay[i] === 0 && az[i] === 0;
        rate[3 * k + c] = scale * gyr[i] - bias;
        force[3 * k + c] = missing ? force[3 * k - 3 + c] : acc[i] - offset;
      }
    }
  }
  return { rate, force };
}

/**
 * Sensor -> almost-inertial frame (w, x, y, z per triple) from the rates alone; the frame starts as the sensor's. `stepS` is the time
 * from the triple before; 0 leaves the attitude as it is.
 */
export function integrateRates(rate: Float64Array, stepS: Float64Array): Float64Array {
  const out = new Float64Array(4 * stepS.length);
  let w = 1;
  let x = 0;
  let y = 0;
  let z = 0;
  for (let k = 0; k < stepS.length; k++) {
    const half = 0.5 * stepS[k];
    const dx = half * rate[3 * k];
    const dy = half * rate[3 * k + 1];
    const dz = half * rate[3 * k + 2];
    // Half the turned angle, squared; up to 0.1 rad the series are exact to 1e-12 and much faster than sine and cosine.
    const h = dx * dx + dy * dy + dz * dz;
    const angle = h < 0.01 ? 0 : Math.sqrt(h);
    const c = h < 0.01 ? 1 - h * (1 / 2 - h * (1 / 24 - h / 720)) : cos(angle);
    const s = h < 0.01 ? 1 - h * (1 / 6 - h * (1 / 120 - h / 5040)) : sin(angle) / angle;
    const qw = w * c - s * (x * dx + y * dy + z * dz);
    const qx = x * c + s * (w * dx + y * dz - z * dy);
    const qy = y * c + s * (w * dy - x * dz + z * dx);
    const qz = z * c + s * (w * dz + x * dy - y * dx);
    const n = 1 / Math.sqrt(qw * qw + qx * qx + qy * qy + qz * qz);
    w = qw * n;
    x = qx * n;
    y = qy * n;
    z = qz * n;
    out[4 * k] = w;
    out[4 * k + 1] = x;
    out[4 * k + 2] = y;
    out[4 * k + 3] = z;
  }
  return out;
}

/** Rotates vectors (x, y, z each) by their orientations (w, x, y, z each), in place. */
export function rotateRows(xyz: Float64Array, orientation: Float64Array): void {
  for (let v = 0, q = 0; v < xyz.length; v += 3, q += 4) {
    const w = orientation[q];
    const x = orientation[q + 1];
    const y = orientation[q + 2];
    const z = orientation[q + 3];
    const a = xyz[v];
    const b = xyz[v + 1];
    const c = xyz[v + 2];
    const tx = 2 * (y * c - z * b);
    const ty = 2 * (z * a - x * c);
    const tz = 2 * (x * b - y * a);
    xyz[v] = a + w * tx + y * tz - z * ty;
    xyz[v + 1] = b + w * ty + z * tx - x * tz;
    xyz[v + 2] = c + w * tz + x * ty - y * tx;
  }
}
