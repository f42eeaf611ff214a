import { OrientationFilter } from './orientation.ts';
import type { OrientationParams } from './orientationParams.ts';
import type { ImuAxes, UsableRows } from './usableRows.ts';

/** Bias (3) and information (6) per row. */
const WIDTH = 9;

export interface SmoothedBias {
  /** x, y, z (rad/s) per usable row. */
  readonly bias: Float64Array;
  /** 1 at rest, per usable row. */
  readonly rest: Uint8Array;
}

/** Gyro bias by the live filter forward and backward in time, joined by their information; at rest where one of both says so. */
export function smoothBias(timeUs: Float64Array, axes: ImuAxes, usable: UsableRows, params: OrientationParams): SmoothedBias {
  const rest = new Uint8Array(usable.rows.length);
  const forward = livePass(timeUs, axes, usable, params, 1, rest);
  const backward = livePass(timeUs, axes, usable, params, -1, rest);
  const bias = new Float64Array(3 * usable.rows.length);
  for (let k = 0; k < usable.rows.length; k++) combine(bias, 3 * k, forward, backward, WIDTH * k);
  return { bias, rest };
}

function livePass(
  timeUs: Float64Array,
  [gx, gy, gz, ax, ay, az]: ImuAxes,
  { rows }: UsableRows,
  params: OrientationParams,
  direction: 1 | -1,
  rest: Uint8Array,
): Float64Array {
  const out = new Float64Array(WIDTH * rows.length);
  const filter = new OrientationFilter({ ...params, leadS: 0 });
  for (let n = 0; n < rows.length; n++) {
    const k = direction === 1 ? n : rows.length - 1 - n;
    const i = rows[k];
    filter.step(direction * timeUs[i], direction * gx[i], direction * gy[i], direction * gz[i], ax[i], ay[i], az[i]);
    if (filter.atRest) rest[k] = 1;
    out[WIDTH * k] = direction * filter.bias.x;
    out[WIDTH * k + 1] = direction * filter.bias.y;
    out[WIDTH * k + 2] = direction * filter.bias.z;
    filter.bias.information(out, WIDTH * k + 3);
  }
  return out;
}

/** out = (A + B)^-1 (A a + B b) for the biases a, b with information A, B. */
function combine(out: Float64Array, to: number, a: Float64Array, b: Float64Array, at: number): void {
  const xx = a[at + 3] + b[at + 3];
  const yy = a[at + 4] + b[at + 4];
  const zz = a[at + 5] + b[at + 5];
  const xy = a[at + 6] + b[at + 6];
  const xz = a[at + 7] + b[at + 7];
  const yz = a[at + 8] + b[at + 8];
  let r = 0;
  let s = 0;
  let t = 0;
  for (let n = 0; n < 2; n++) {
    const p = n === 0 ? a : b;
    r += p[at + 3] * p[at] + p[at + 6] * p[at + 1] + p[at + 7] * p[at + 2];
    s += p[at + 6] * p[at] + p[at + 4] * p[at + 1] + p[at + 8] * p[at + 2];
    t += p[at + 7] * p[at] + p[at + 8] * p[at + 1] + p[at + 5] * p[at + 2];
  }
  const d = 1 / (xx * (yy * zz - yz * yz) - xy * (xy * zz - xz * yz) + xz * (xy * yz - yy * xz));
  out[to] = d * ((yy * zz - yz * yz) * r + (xz * yz - xy * zz) * s + (xy * yz - xz * yy) * t);
  out[to + 1] = d * ((xz * yz - xy * zz) * r + (xx * zz - xz * xz) * s + (xy * xz - xx * yz) * t);
  out[to + 2] = d * ((xy * yz - xz * yy) * r + (xy * xz - xx * yz) * s + (xx * yy - xy * xy) * t);
}
