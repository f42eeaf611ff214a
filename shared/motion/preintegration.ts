import { cos, sin } from '#shared/signal/portableMath.ts';
import type { ImuAxes, UsableRows } from './usableRows.ts';

/** s per block: short enough for a bias error to stay a small turn, long enough for a smoother over blocks to cost little. */
const BLOCK_S = 0.5;

/**
 * Columns of a block, in the frame of the sensor at its start: turn (w, x, y, z), integral of R (9, row-major), integral of R diag(rate)
 * (9), integral of the specific force (3, m/s), duration (s), turned angle (rad), mean rate (3, rad/s).
 */
export const BLOCK = {
  turn: 0,
  rotation: 4,
  scaled: 13,
  velocity: 22,
  seconds: 25,
  angle: 26,
  rate: 27,
  rateSpread: 30,
  forceSpread: 31,
} as const;
export const BLOCK_WIDTH = 30;

export interface Blocks {
  readonly count: number;
  readonly data: Float64Array;
  /** First usable row of each block, and behind the last. */
  readonly firstRow: Int32Array;
  /** 1 for the first block of a stretch. */
  readonly begins: Uint8Array;
}

/** Sums up the rows of each block, so that a smoother can turn, shift and scale the sum without the rows (Forster et al., 2017). */
export function preintegrate(axes: ImuAxes, use: UsableRows): Blocks {
  const { firstRow, begins } = blockStarts(use);
  const count = begins.length;
  const data = new Float64Array(BLOCK_WIDTH * count);
  const force = new Float64Array(3);
  for (let b = 0; b < count; b++) sumBlock(axes, use, firstRow[b], firstRow[b + 1], data, BLOCK_WIDTH * b, force);
  return { count, data, firstRow, begins };
}

function blockStarts({ rows, stepS }: UsableRows): { firstRow: Int32Array; begins: Uint8Array } {
  const starts: number[] = [];
  const begins: number[] = [];
  let seconds = 0;
  for (let k = 0; k < rows.length; k++) {
    if (stepS[k] === 0 || seconds >= BLOCK_S - 1e-9) {
      starts.push(k);
      begins.push(stepS[k] === 0 ? 1 : 0);
      seconds = 0;
    }
    seconds += stepS[k];
  }
  return { firstRow: Int32Array.from([...starts, rows.length]), begins: Uint8Array.from(begins) };
}

/** `last` is the specific force before the block and is kept for rows without one (all zero). */
function sumBlock(
  [gx, gy, gz, ax, ay, az]: ImuAxes,
  { rows, stepS }: UsableRows,
  from: number,
  to: number,
  out: Float64Array,
  at: number,
  last: Float64Array,
): void {
  // One by one: a variable that was taken out of an array may hold anything, and every new value of it would go on the heap.
  let w = 1;
  let x = 0;
  let y = 0;
  let z = 0;
  let fx = last[0];
  let fy = last[1];
  let fz = last[2];
  let sumX = 0;
  let sumY = 0;
  let sumZ = 0;
  let seconds = 0;
  let angle = 0;
  let vx = 0;
  let vy = 0;
  let vz = 0;
  let jxx = 0;
  let jxy = 0;
  let jxz = 0;
  let jyx = 0;
  let jyy = 0;
  let jyz = 0;
  let jzx = 0;
  let jzy = 0;
  let jzz = 0;
  let sxx = 0;
  let sxy = 0;
  let sxz = 0;
  let syx = 0;
  let syy = 0;
  let syz = 0;
  let szx = 0;
  let szy = 0;
  let szz = 0;
  for (let k = from; k < to; k++) {
    const i = rows[k];
    const step = stepS[k];
    const rx = gx[i];
    const ry = gy[i];
    const rz = gz[i];
    if (ax[i] !== 0 || ay[i] !== 0 || az[i] !== 0) {
      fx = ax[i];
      fy = ay[i];
      fz = az[i];
    }
    const dx = 0.5 * step * rx;
    const dy = 0.5 * step * ry;
    const dz = 0.5 * step * rz;
    const h = dx * dx + dy * dy + dz * dz;
    const half = Math.sqrt(h);
    const c = h < 0.01 ? 1 - h * (1 / 2 - h * (1 / 24 - h / 720)) : cos(half);
    const s = h < 0.01 ? 1 - h * (1 / 6 - h * (1 / 120 - h / 5040)) : sin(half) / half;
    const qw = w * c - s * (x * dx + y * dy + z * dz);
    const qx = x * c + s * (w * dx + y * dz - z * dy);
    const qy = y * c + s * (w * dy - x * dz + z * dx);
    const qz = z * c + s * (w * dz + x * dy - y * dx);
    w = qw;
    x = qx;
    y = qy;
    z = qz;
    const xx = step * (1 - 2 * (y * y + z * z));
    const xy = step * 2 * (x * y - w * z);
    const xz = step * 2 * (x * z + w * y);
    const yx = step * 2 * (x * y + w * z);
    const yy = step * (1 - 2 * (x * x + z * z));
    const yz = step * 2 * (y * z - w * x);
    const zx = step * 2 * (x * z - w * y);
    const zy = step * 2 * (y * z + w * x);
    const zz = step * (1 - 2 * (x * x + y * y));
    jxx += xx;
    jxy += xy;
    jxz += xz;
    jyx += yx;
    jyy += yy;
    jyz += yz;
    jzx += zx;
    jzy += zy;
    jzz += zz;
    sxx += xx * rx;
    sxy += xy * ry;
    sxz += xz * rz;
    syx += yx * rx;
    syy += yy * ry;
    syz += yz * rz;
    szx += zx * rx;
    szy += zy * ry;
    szz += zz * rz;
    vx += xx * fx + xy * fy + xz * fz;
    vy += yx * fx + yy * fy + yz * fz;
    vz += zx * fx + zy * fy + zz * fz;
    seconds += step;
    angle += 2 * half;
    sumX += rx;
    sumY += ry;
    sumZ += rz;
  }
  last.set([fx, fy, fz]);
  const count = to - from;
  out.set([w, x, y, z, jxx, jxy, jxz, jyx, jyy, jyz, jzx, jzy, jzz, sxx, sxy, sxz, syx, syy, syz, szx, szy, szz, vx, vy, vz], at);
  out.set([seconds, angle, sumX / count, sumY / count, sumZ / count], at + BLOCK.seconds);
}
