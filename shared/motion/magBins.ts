import { hypot } from '#shared/signal/portableMath.ts';
import type { ImuAxes, UsableRows } from './usableRows.ts';

/** s; the field turns with the sensor up to its latency, and heading errors of the orientation are far slower. */
const BIN_S = 0.1;
/** Numbers per bin: means of R m (3), R (w x m) (3), R (9, row-major) and R W (9), where W b = w x b. */
export const BIN_WIDTH = 24;

/** Magnetometer readings in the frame of an orientation, summed over bins of 0.1 s. */
export interface MagBins {
  readonly count: number;
  /** Bin of each usable row. */
  readonly binOfRow: Int32Array;
  /** s on a clock that stands still in holes: the middle of each bin. */
  readonly middleS: Float64Array;
  /** 1 for the first bin of a stretch. */
  readonly first: Uint8Array;
  /** Readings in each bin; 0 where the magnetometer said nothing. */
  readonly readings: Float64Array;
  /** Mean angular rate, rad/s. */
  readonly rate: Float64Array;
  /** Means over the readings: a sensor with offset b and latency t shows the field R (m - b) - t R (w x (m - b)). */
  readonly mean: Float64Array;
}

/**
 * One pass over the recording: magnetometer x, y, z, orientation (R; w, x, y, z, sensor -> frame) and rate without bias (w; rad/s),
 * each per row. A reading that is not finite or all zero is left out.
 */
export function binMagnetometer([mx, my, mz]: ImuAxes, use: UsableRows, quatWxyz: Float64Array, rateRadPerS: Float64Array): MagBins {
  const { rows, stepS } = use;
  const most = rows.length;
  const binOfRow = new Int32Array(most);
  const middleS = new Float64Array(most);
  const first = new Uint8Array(most);
  const readings = new Float64Array(most);
  const rate = new Float64Array(most);
  let mean = new Float64Array(BIN_WIDTH * 256);
  let bin = -1;
  let binRows = 0;
  let openedS = 0;
  let nowS = 0;
  for (let k = 0; k < most; k++) {
    const i = rows[k];
    const begins = stepS[k] === 0;
    nowS += stepS[k];
    if (begins || nowS - openedS >= BIN_S) {
      if (bin >= 0) rate[bin] /= binRows;
      bin++;
      binRows = 0;
      openedS = nowS;
      if (begins) first[bin] = 1;
      if (mean.length < BIN_WIDTH * (bin + 1)) mean = grown(mean);
    }
    binOfRow[k] = bin;
    middleS[bin] = 0.5 * (openedS + nowS);
    const wx = rateRadPerS[3 * i];
    const wy = rateRadPerS[3 * i + 1];
    const wz = rateRadPerS[3 * i + 2];
    rate[bin] += hypot(wx, wy, wz);
    binRows++;
    const a = mx[i];
    const b = my[i];
    const c = mz[i];
    const sum = a * a + b * b + c * c;
    if (!(sum > 0 && sum < Number.POSITIVE_INFINITY)) continue;
    readings[bin]++;
    const w = quatWxyz[4 * i];
    const x = quatWxyz[4 * i + 1];
    const y = quatWxyz[4 * i + 2];
    const z = quatWxyz[4 * i + 3];
    const xx = 1 - 2 * (y * y + z * z);
    const xy = 2 * (x * y - w * z);
    const xz = 2 * (x * z + w * y);
    const yx = 2 * (x * y + w * z);
    const yy = 1 - 2 * (x * x + z * z);
    const yz = 2 * (y * z - w * x);
    const zx = 2 * (x * z - w * y);
    const zy = 2 * (y * z + w * x);
    const zz = 1 - 2 * (x * x + y * y);
    const ta = wy * c - wz * b;
    const tb = wz * a - wx * c;
    const tc = wx * b - wy * a;
    const at = BIN_WIDTH * bin;
    mean[at] += xx * a + xy * b + xz * c;
    mean[at + 1] += yx * a + yy * b + yz * c;
    mean[at + 2] += zx * a + zy * b + zz * c;
    mean[at + 3] += xx * ta + xy * tb + xz * tc;
    mean[at + 4] += yx * ta + yy * tb + yz * tc;
    mean[at + 5] += zx * ta + zy * tb + zz * tc;
    mean[at + 6] += xx;
    mean[at + 7] += xy;
    mean[at + 8] += xz;
    mean[at + 9] += yx;
    mean[at + 10] += yy;
    mean[at + 11] += yz;
    mean[at + 12] += zx;
    mean[at + 13] += zy;
    mean[at + 14] += zz;
    mean[at + 15] += xy * wz - xz * wy;
    mean[at + 16] += xz * wx - xx * wz;
    mean[at + 17] += xx * wy - xy * wx;
    mean[at + 18] += yy * wz - yz * wy;
    mean[at + 19] += yz * wx - yx * wz;
    mean[at + 20] += yx * wy - yy * wx;
    mean[at + 21] += zy * wz - zz * wy;
    mean[at + 22] += zz * wx - zx * wz;
    mean[at + 23] += zx * wy - zy * wx;
  }
  if (bin >= 0) rate[bin] /= binRows;
  const count = bin + 1;
  for (let b = 0; b < count; b++) {
    if (readings[b] === 0) continue;
    for (let c = BIN_WIDTH * b; c < BIN_WIDTH * (b + 1); c++) mean[c] /= readings[b];
  }
  return { count, binOfRow, middleS, first, readings, rate, mean };
}

function grown(data: Float64Array): Float64Array<ArrayBuffer> {
  const next = new Float64Array(2 * data.length);
  next.set(data);
  return next;
}
