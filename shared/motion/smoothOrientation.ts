import { LowPass3 } from '#shared/signal/lowPass3.ts';
import { cos, hypot, sin } from '#shared/signal/portableMath.ts';
import { OrientationFilter } from './orientation.ts';
import type { OrientationParams } from './orientationParams.ts';
import { identityQuat, multiply, type QuatWxyz, rotate, type Vec3 } from './quaternion.ts';
import { TiltCorrection } from './tiltCorrection.ts';

/** gyr x, y, z (rad/s), acc x, y, z (m/s2). */
export type ImuAxes = readonly Float64Array[];

/** Bias (3) and information (6) per sample. */
const WIDTH = 9;
const MAX_STEP_S = 1;

/**
 * Orientation of a whole recording, w, x, y, z per sample: the live filter forward and backward for the bias, then one integration
 * with the combined bias and a zero-phase average of gravity (motion.md, Offline smoother). Every row must be valid.
 */
export function smoothOrientation(timeUs: Float64Array, axes: ImuAxes, params: OrientationParams): Float64Array {
  const forward = biasPass(timeUs, axes, params, false);
  const backward = biasPass(timeUs, axes, params, true);
  const biasAt = (i: number): Vec3 => combine(forward, backward, i * WIDTH);
  const inertial = integrate(timeUs, axes, biasAt);
  const gravity = zeroPhase(timeUs, axes, inertial, params);
  const tilt = new TiltCorrection();
  const q = identityQuat();
  const step = identityQuat();
  const mean: Vec3 = { x: 0, y: 0, z: 0 };
  for (let i = 0; i < timeUs.length; i++) {
    mean.x = gravity[3 * i];
    mean.y = gravity[3 * i + 1];
    mean.z = gravity[3 * i + 2];
    tilt.align(mean);
    multiply(q, tilt, read(q, inertial, i));
    if (params.leadS !== 0) multiply(q, q, turnBy(step, axes, i, biasAt(i), params.leadS));
    write(inertial, i, q);
  }
  return inertial;
}

function biasPass(timeUs: Float64Array, axes: ImuAxes, params: OrientationParams, reverse: boolean): Float64Array {
  const out = new Float64Array(WIDTH * timeUs.length);
  const filter = new OrientationFilter({ ...params, leadS: 0 });
  const [gx, gy, gz, ax, ay, az] = axes;
  const sign = reverse ? -1 : 1;
  for (let k = 0; k < timeUs.length; k++) {
    const i = reverse ? timeUs.length - 1 - k : k;
    filter.step(sign * timeUs[i], sign * gx[i], sign * gy[i], sign * gz[i], ax[i], ay[i], az[i]);
    out[WIDTH * i] = sign * filter.bias.x;
    out[WIDTH * i + 1] = sign * filter.bias.y;
    out[WIDTH * i + 2] = sign * filter.bias.z;
    filter.bias.information(out, WIDTH * i + 3);
  }
  return out;
}

/** b = (I1 + I2)^-1 (I1 b1 + I2 b2). */
function combine(a: Float64Array, b: Float64Array, at: number): Vec3 {
  const right = [0, 0, 0];
  for (const s of [a, b]) {
    const [x, y, z, xx, yy, zz, xy, xz, yz] = s.subarray(at, at + WIDTH);
    right[0] += xx * x + xy * y + xz * z;
    right[1] += xy * x + yy * y + yz * z;
    right[2] += xz * x + yz * y + zz * z;
  }
  const [xx, yy, zz, xy, xz, yz] = [3, 4, 5, 6, 7, 8].map((k) => a[at + k] + b[at + k]);
  const d = xx * (yy * zz - yz * yz) - xy * (xy * zz - xz * yz) + xz * (xy * yz - yy * xz);
  const [r, s, t] = right;
  return {
    x: ((yy * zz - yz * yz) * r + (xz * yz - xy * zz) * s + (xy * yz - xz * yy) * t) / d,
    y: ((xz * yz - xy * zz) * r + (xx * zz - xz * xz) * s + (xy * xz - xx * yz) * t) / d,
    z: ((xy * yz - xz * yy) * r + (xy * xz - xx * yz) * s + (xx * yy - xy * xy) * t) / d,
  };
}

function integrate(timeUs: Float64Array, axes: ImuAxes, biasAt: (i: number) => Vec3): Float64Array {
  const out = new Float64Array(4 * timeUs.length);
  const q = identityQuat();
  const step = identityQuat();
  for (let i = 0; i < timeUs.length; i++) {
    const stepS = i === 0 ? 0 : Math.min(MAX_STEP_S, (timeUs[i] - timeUs[i - 1]) * 1e-6);
    multiply(q, q, turnBy(step, axes, i, biasAt(i), stepS));
    write(out, i, q);
  }
  return out;
}

/** Turn in `seconds` at the rate of row `i` without its bias. */
function turnBy(out: QuatWxyz, [gx, gy, gz]: ImuAxes, i: number, bias: Vec3, seconds: number): QuatWxyz {
  const x = gx[i] - bias.x;
  const y = gy[i] - bias.y;
  const z = gz[i] - bias.z;
  const rate = hypot(x, y, z);
  const s = rate > 0 ? sin((rate * seconds) / 2) / rate : 0;
  out.w = cos((rate * seconds) / 2);
  out.x = s * x;
  out.y = s * y;
  out.z = s * z;
  return out;
}

/** Specific force in the inertial frame, low-passed forward and then backward. */
function zeroPhase(timeUs: Float64Array, [, , , ax, ay, az]: ImuAxes, inertial: Float64Array, params: OrientationParams): Float64Array {
  const count = timeUs.length;
  const out = new Float64Array(3 * count);
  const q = identityQuat();
  const v: Vec3 = { x: 0, y: 0, z: 0 };
  for (const reverse of [false, true]) {
    const low = new LowPass3(params.tauAccS);
    low.setSampleInterval(count > 1 ? ((timeUs[count - 1] - timeUs[0]) * 1e-6) / (count - 1) : 1 / params.nominalRateHz);
    for (let k = 0; k < count; k++) {
      const i = reverse ? count - 1 - k : k;
      v.x = reverse ? out[3 * i] : ax[i];
      v.y = reverse ? out[3 * i + 1] : ay[i];
      v.z = reverse ? out[3 * i + 2] : az[i];
      if (!reverse) rotate(v, read(q, inertial, i), v);
      low.inX = v.x;
      low.inY = v.y;
      low.inZ = v.z;
      low.step();
      out[3 * i] = low.x;
      out[3 * i + 1] = low.y;
      out[3 * i + 2] = low.z;
    }
  }
  return out;
}

function read(q: QuatWxyz, data: Float64Array, i: number): QuatWxyz {
  q.w = data[4 * i];
  q.x = data[4 * i + 1];
  q.y = data[4 * i + 2];
  q.z = data[4 * i + 3];
  return q;
}

function write(data: Float64Array, i: number, { w, x, y, z }: QuatWxyz): void {
  const n = 1 / Math.sqrt(w * w + x * x + y * y + z * z);
  data[4 * i] = w * n;
  data[4 * i + 1] = x * n;
  data[4 * i + 2] = y * n;
  data[4 * i + 3] = z * n;
}
