import { cos, sin } from '#shared/signal/portableMath.ts';
import type { MotionBlock } from './motionBlock.ts';

/**
 * Layout of the state: orientation, rate without gyroscope errors, sums over the running block. Kept in this file, because an
 * imported constant is read from memory at every use and a local one is compiled in; this is the code that runs for every sample.
 */
const STEP_S = 0;
const QW = 1;
const QX = 2;
const QY = 3;
const QZ = 4;
const UX = 5;
const UY = 6;
const UZ = 7;
const BLOCK_S = 8;
const COUNT = 9;
const ACC_COUNT = 10;
const RATE_X = 11;
const RATE_Y = 12;
const RATE_Z = 13;
const RATE_SQ = 14;
const ACC_X = 15;
const ACC_Y = 16;
const ACC_Z = 17;
const ACC_SQ = 18;
const FORCE_X = 19;
const FORCE_Y = 20;
const FORCE_Z = 21;
export const INTEGRATOR_LENGTH = 22;

/** Where others find what they need in the state: the step to take (s), the quaternion w, x, y, z, the rate x, y, z (rad/s), the block's length (s) and behind it its number of samples. */
export const INTEGRATOR = { stepS: STEP_S, q: QW, rate: UX, blockS: BLOCK_S, count: COUNT } as const;

/** Integrates the rate, and sums up what the slow part of the filter needs. All state is in one array, so nothing goes on the heap. */
export class SampleIntegrator {
  readonly #s: Float64Array;
  /** Bias x, y, z (rad/s) and scale error x, y, z of the gyroscope. */
  readonly #errors: Float64Array;

  /** `state`: INTEGRATOR_LENGTH numbers. */
  constructor(state: Float64Array, errors: Float64Array) {
    this.#s = state;
    this.#errors = errors;
    state[QW] = 1;
  }

  /** Takes one sample (us, rate rad/s, specific force m/s2) that came `stepS` after the one before. No force at all is no force known. */
  step(sample: Float64Array): void {
    const s = this.#s;
    const e = this.#errors;
    const stepS = s[STEP_S];
    const wx = sample[1];
    const wy = sample[2];
    const wz = sample[3];
    const ux = wx - e[0] - wx * e[3];
    const uy = wy - e[1] - wy * e[4];
    const uz = wz - e[2] - wz * e[5];
    s[UX] = ux;
    s[UY] = uy;
    s[UZ] = uz;
    // Half the turned angle, squared; up to 0.1 rad the series are exact to 2e-11 and much faster than sine and cosine.
    const half = 0.5 * stepS;
    const h = (ux * ux + uy * uy + uz * uz) * half * half;
    const small = h < 0.01;
    const angle = small ? 0 : Math.sqrt(h);
    const c = small ? 1 - h * (1 / 2 - h * (1 / 24 - h / 720)) : cos(angle);
    const k = half * (small ? 1 - h * (1 / 6 - h * (1 / 120 - h / 5040)) : sin(angle) / angle);
    const dx = k * ux;
    const dy = k * uy;
    const dz = k * uz;
    const pw = s[QW];
    const px = s[QX];
    const py = s[QY];
    const pz = s[QZ];
    const w = pw * c - px * dx - py * dy - pz * dz;
    const x = pw * dx + px * c + py * dz - pz * dy;
    const y = pw * dy - px * dz + py * c + pz * dx;
    const z = pw * dz + px * dy - py * dx + pz * c;
    s[QW] = w;
    s[QX] = x;
    s[QY] = y;
    s[QZ] = z;
    s[BLOCK_S] += stepS;
    s[COUNT]++;
    s[RATE_X] += wx;
    s[RATE_Y] += wy;
    s[RATE_Z] += wz;
    s[RATE_SQ] += wx * wx + wy * wy + wz * wz;
    const ax = sample[4];
    const ay = sample[5];
    const az = sample[6];
    const accSq = ax * ax + ay * ay + az * az;
    if (accSq === 0) return;
    const tx = 2 * (y * az - z * ay);
    const ty = 2 * (z * ax - x * az);
    const tz = 2 * (x * ay - y * ax);
    s[ACC_COUNT]++;
    s[ACC_X] += ax;
    s[ACC_Y] += ay;
    s[ACC_Z] += az;
    s[ACC_SQ] += accSq;
    s[FORCE_X] += ax + w * tx + y * tz - z * ty;
    s[FORCE_Y] += ay + w * ty + z * tx - x * tz;
    s[FORCE_Z] += az + w * tz + x * ty - y * tx;
  }

  /** Averages of the running block into `out`; false when it has no force. */
  readBlock(out: MotionBlock): boolean {
    const s = this.#s;
    if (s[ACC_COUNT] === 0) return false;
    const n = 1 / s[COUNT];
    const m = 1 / s[ACC_COUNT];
    for (let i = 0; i < 3; i++) {
      out.rate[i] = s[RATE_X + i] * n;
      out.acc[i] = s[ACC_X + i] * m;
      out.force[i] = s[FORCE_X + i] * m;
    }
    out.rate[3] = s[RATE_SQ] * n;
    out.acc[3] = s[ACC_SQ] * m;
    out.seconds = s[BLOCK_S];
    return true;
  }

  startBlock(): void {
    this.#s.fill(0, BLOCK_S, INTEGRATOR_LENGTH);
  }

  /** Turns the earth frame by the rotation (w, x, y, 0); rounding errors of the norm end here too. */
  turnEarth(rotation: Float64Array): void {
    const s = this.#s;
    const cw = rotation[0];
    const cx = rotation[1];
    const cy = rotation[2];
    const w = cw * s[QW] - cx * s[QX] - cy * s[QY];
    const x = cw * s[QX] + cx * s[QW] + cy * s[QZ];
    const y = cw * s[QY] - cx * s[QZ] + cy * s[QW];
    const z = cw * s[QZ] + cx * s[QY] - cy * s[QX];
    const norm = 1 / Math.sqrt(w * w + x * x + y * y + z * z);
    s[QW] = w * norm;
    s[QX] = x * norm;
    s[QY] = y * norm;
    s[QZ] = z * norm;
  }

  /** Writes the orientation turned on by the last rate for `leadS` seconds to `out` at `at`. */
  lead(out: Float64Array, at: number, leadS: number): void {
    const s = this.#s;
    const x = s[UX];
    const y = s[UY];
    const z = s[UZ];
    const rate = Math.sqrt(x * x + y * y + z * z);
    const half = rate * leadS * 0.5;
    const c = cos(half);
    const k = rate > 1e-9 ? sin(half) / rate : 0;
    out[at] = s[QW] * c - k * (s[QX] * x + s[QY] * y + s[QZ] * z);
    out[at + 1] = s[QX] * c + k * (s[QW] * x + s[QY] * z - s[QZ] * y);
    out[at + 2] = s[QY] * c + k * (s[QW] * y - s[QX] * z + s[QZ] * x);
    out[at + 3] = s[QZ] * c + k * (s[QW] * z + s[QX] * y - s[QY] * x);
  }
}
