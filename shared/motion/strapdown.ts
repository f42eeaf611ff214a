import { cos, sin } from '#shared/signal/portableMath.ts';
import type { ImuAxes, UsableRows } from './usableRows.ts';

/**
 * Sensor -> almost-inertial frame (w, x, y, z per usable row) from the rates without bias alone; the frame starts as the sensor's.
 * `bias` is x, y, z (rad/s) per usable row. A hole is not integrated over: the attitude stays.
 */
export function integrateRates([gx, gy, gz]: ImuAxes, { rows, stepS }: UsableRows, bias: Float64Array): Float64Array {
  const out = new Float64Array(4 * rows.length);
  let w = 1;
  let x = 0;
  let y = 0;
  let z = 0;
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k];
    const half = 0.5 * stepS[k];
    const dx = half * (gx[i] - bias[3 * k]);
    const dy = half * (gy[i] - bias[3 * k + 1]);
    const dz = half * (gz[i] - bias[3 * k + 2]);
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

/** Specific force of each usable row in the frame of `orientation` (m/s2): where there is none (all zero), the one before. */
export function forceInFrame([, , , ax, ay, az]: ImuAxes, { rows }: UsableRows, orientation: Float64Array): Float64Array {
  const out = new Float64Array(3 * rows.length);
  let fx = 0;
  let fy = 0;
  let fz = 0;
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k];
    const x = ax[i];
    const y = ay[i];
    const z = az[i];
    if (x !== 0 || y !== 0 || z !== 0) {
      const qw = orientation[4 * k];
      const qx = orientation[4 * k + 1];
      const qy = orientation[4 * k + 2];
      const qz = orientation[4 * k + 3];
      const tx = 2 * (qy * z - qz * y);
      const ty = 2 * (qz * x - qx * z);
      const tz = 2 * (qx * y - qy * x);
      fx = x + qw * tx + qy * tz - qz * ty;
      fy = y + qw * ty + qz * tx - qx * tz;
      fz = z + qw * tz + qx * ty - qy * tx;
    }
    out[3 * k] = fx;
    out[3 * k + 1] = fy;
    out[3 * k + 2] = fz;
  }
  return out;
}
