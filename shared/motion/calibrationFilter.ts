import { hypot, square } from '#shared/signal/portableMath.ts';
import { apply, matrixOf, multiplyInto, normalize, turnBy } from './flatRotation.ts';
import type { OrientationParams } from './orientationParams.ts';
import { BLOCK, BLOCK_WIDTH, type Blocks } from './preintegration.ts';

const RAD = Math.PI / 180;
const G = 9.81;
/** m/s; a body-worn sensor's speed at any moment, new every half second. */
const SPEED_SIGMA = 1.5;
/** Share of the rate; gyroscopes are trimmed to about a per cent. */
const SCALE_SIGMA = 0.01;
/** m/s2; 5 mg. */
const FORCE_OFFSET_SIGMA = 0.05;
/** rad; of the attitude taken from the first seconds of a stretch. */
const START_SIGMA = 0.3;
/** Drift of the attitude: rad per square root of s, and per rad turned in a block (misalignment, timing). */
const DRIFT = 0.05 * RAD;
const DRIFT_PER_TURN = 0.002;
/** m/s2 per square root of Hz; noise of the accelerometer, vibration. */
const FORCE_NOISE = 0.02;
/** rad/s; how well the mean rate of a block at rest is the bias. */
const REST_SIGMA = 0.5 * RAD;

/** s of a stretch that its first attitude is averaged over. */
const START_S = 3;

/** States: attitude error (earth frame), speed (earth frame), then gyro bias, gyro scale error, accelerometer offset. */
export const N = 15;
export const SPEED = 3;
export const BIAS = 6;
/** What is estimated of the sensor: 9 numbers from BIAS on. */
export const CALIBRATION_WIDTH = 9;
/** Per scalar update: gain (15), innovation over its variance. At most 3 of speed and 3 of rest. */
export const UPDATE_WIDTH = N + 1;
export const MOST_UPDATES = 6;
/** Influence on the next attitude of bias and scale (3 x 6), on the next speed of attitude (3 x 3) and bias, scale, offset (3 x 9). */
export const TRANSITION_WIDTH = 54;

/** Attitude and speed; the heading is the frame's own choice. */
const START_VARIANCE = [
  square(START_SIGMA),
  square(START_SIGMA),
  1e-8,
  square(SPEED_SIGMA),
  square(SPEED_SIGMA),
  square(SPEED_SIGMA),
] as const;

/** The forward half of `smoothCalibration`; see there. */
export class CalibrationFilter {
  /** Bias, scale error, offset. */
  readonly sensor = new Float64Array(CALIBRATION_WIDTH);
  /** Covariance, row-major. */
  readonly p = new Float64Array(N * N);
  /** Sensor -> earth at the end of the block. */
  readonly attitude = Float64Array.of(1, 0, 0, 0);
  readonly #speed = new Float64Array(3);
  readonly #r = new Float64Array(9);
  readonly #force = new Float64Array(3);
  readonly #turn = new Float64Array(3);
  readonly #d = new Float64Array(N);
  readonly #biasDriftSq: number;

  constructor(params: OrientationParams) {
    this.#biasDriftSq = square(0.1 * RAD) / params.biasForgettingTimeS;
    for (let i = 0; i < 3; i++) {
      this.p[(BIAS + i) * (N + 1)] = square(params.biasSigmaInitDegPerS * RAD);
      this.p[(BIAS + 3 + i) * (N + 1)] = square(SCALE_SIGMA);
      this.p[(BIAS + 6 + i) * (N + 1)] = square(FORCE_OFFSET_SIGMA);
    }
  }

  /** A new stretch with the attitude at `at`, speed unknown; what is known of the sensor stays. */
  start(attitude: Float64Array, at: number): void {
    const { p } = this;
    for (let i = 0; i < BIAS; i++) {
      for (let j = 0; j < N; j++) {
        p[i * N + j] = 0;
        p[j * N + i] = 0;
      }
      p[i * (N + 1)] = START_VARIANCE[i];
    }
    this.#speed.fill(0);
    this.attitude.set(attitude.subarray(at, at + 4));
  }

  predict(data: Float64Array, at: number, f: Float64Array, to: number): void {
    const r = this.#r;
    const { sensor, p } = this;
    matrixOf(r, this.attitude);
    const seconds = data[at + BLOCK.seconds];
    // Specific force over the block, earth frame.
    const force = this.#force;
    apply(force, r, data, at + BLOCK.velocity);
    const fx = force[0];
    const fy = force[1];
    const fz = force[2];
    for (let i = 0; i < 3; i++) {
      const r0 = r[3 * i];
      const r1 = r[3 * i + 1];
      const r2 = r[3 * i + 2];
      for (let c = 0; c < 3; c++) {
        const rotation = at + BLOCK.rotation + c;
        const scaled = at + BLOCK.scaled + c;
        f[to + 6 * i + c] = -(r0 * data[rotation] + r1 * data[rotation + 3] + r2 * data[rotation + 6]);
        f[to + 6 * i + 3 + c] = -(r0 * data[scaled] + r1 * data[scaled + 3] + r2 * data[scaled + 6]);
      }
    }
    // Attitude error x force; its diagonal stays 0.
    f[to + 19] = fz;
    f[to + 20] = -fy;
    f[to + 21] = -fz;
    f[to + 23] = fx;
    f[to + 24] = fy;
    f[to + 25] = -fx;
    for (let i = 0; i < 3; i++) {
      const k = to + 18 + 3 * i;
      for (let c = 0; c < 6; c++) {
        f[to + 27 + 9 * i + c] = 0.5 * (f[k] * f[to + c] + f[k + 1] * f[to + 6 + c] + f[k + 2] * f[to + 12 + c]);
      }
      for (let c = 0; c < 3; c++) f[to + 27 + 9 * i + 6 + c] = f[to + 6 * i + c];
    }
    const turn = this.#turn.fill(0);
    for (let i = 0; i < 3; i++) {
      for (let c = 0; c < 6; c++) turn[i] += f[to + 6 * i + c] * sensor[c];
      let speed = force[i] - (i === 2 ? G * seconds : 0);
      for (let c = 0; c < 9; c++) speed += f[to + 27 + 9 * i + c] * sensor[c];
      this.#speed[i] += speed;
    }
    const q = this.attitude;
    multiplyInto(q, data, at + BLOCK.turn);
    turnBy(q, turn[0], turn[1], turn[2]);
    propagate(p, f, to);
    const drift = square(DRIFT) * seconds + square(DRIFT_PER_TURN * data[at + BLOCK.angle]);
    for (let i = 0; i < 3; i++) {
      p[i * (N + 1)] += drift;
      p[(SPEED + i) * (N + 1)] += square(FORCE_NOISE) * seconds;
      p[(BIAS + i) * (N + 1)] += this.#biasDriftSq * seconds;
    }
  }

  update(data: Float64Array, at: number, rest: boolean, out: Float64Array, to: number): void {
    const d = this.#d.fill(0);
    for (let i = 0; i < 3; i++) this.#measure(SPEED + i, -this.#speed[i], square(SPEED_SIGMA), out, to + UPDATE_WIDTH * i);
    if (rest) {
      for (let i = 0; i < 3; i++) {
        this.#measure(BIAS + i, data[at + BLOCK.rate + i] - this.sensor[i], square(REST_SIGMA), out, to + UPDATE_WIDTH * (3 + i));
      }
    }
    mirror(this.p);
    turnBy(this.attitude, d[0], d[1], d[2]);
    for (let i = 0; i < 3; i++) this.#speed[i] += d[SPEED + i];
    for (let i = 0; i < CALIBRATION_WIDTH; i++) this.sensor[i] += d[BIAS + i];
  }

  /** State `m` is measured as `error` more than predicted. */
  #measure(m: number, error: number, variance: number, out: Float64Array, to: number): void {
    const { p } = this;
    const d = this.#d;
    const total = p[m * (N + 1)] + variance;
    const news = (error - d[m]) / total;
    for (let i = 0; i < N; i++) {
      // Of the two halves of P only the upper one is kept until all measurements of the block are in.
      const covariance = i < m ? p[i * N + m] : p[m * N + i];
      out[to + i] = covariance / total;
      d[i] += covariance * news;
    }
    out[to + N] = news;
    for (let i = 0; i < N; i++) {
      const gain = out[to + i] * total;
      for (let j = i; j < N; j++) p[i * N + j] -= gain * out[to + j];
    }
  }
}

/** Copies the upper half of P to the lower one. */
function mirror(p: Float64Array): void {
  for (let i = 0; i < N; i++) for (let j = i + 1; j < N; j++) p[j * N + i] = p[i * N + j];
}

/** Writes the attitude from the first seconds of the stretch that starts with block `from`. */
export function firstAttitude(out: Float64Array, to: number, { count, data, begins }: Blocks, from: number): void {
  const q = Float64Array.of(1, 0, 0, 0);
  const r = new Float64Array(9);
  const sum = new Float64Array(3);
  const part = new Float64Array(3);
  for (let b = from, seconds = 0; b < count && seconds < START_S && (b === from || begins[b] === 0); b++) {
    const at = BLOCK_WIDTH * b;
    matrixOf(r, q);
    apply(part, r, data, at + BLOCK.velocity);
    for (let i = 0; i < 3; i++) sum[i] += part[i];
    multiplyInto(q, data, at + BLOCK.turn);
    seconds += data[at + BLOCK.seconds];
  }
  const [x, y, z] = sum;
  const norm = hypot(x, y, z);
  if (norm < 1e-9) q.set([1, 0, 0, 0]);
  else if (z + norm > 1e-9 * norm) q.set([z + norm, y, -x, 0]);
  else q.set([0, 1, 0, 0]);
  normalize(q);
  out.set(q, to);
}

/** Turns the first attitude of a stretch by what came after it: `later` of the backward pass. */
export function correctStart(starts: Float64Array, at: number, later: Float64Array): void {
  const q = starts.slice(at, at + 4);
  turnBy(q, -START_VARIANCE[0] * later[0], -START_VARIANCE[1] * later[1], -START_VARIANCE[2] * later[2]);
  starts.set(q, at);
}

/** P = F P F': F changes attitude and speed alone, so the rest of P follows by symmetry. */
function propagate(p: Float64Array, f: Float64Array, at: number): void {
  for (let j = 0; j < N; j++) mix(p, j, N, f, at);
  for (let i = 0; i < BIAS; i++) {
    for (let j = BIAS; j < N; j++) p[j * N + i] = p[i * N + j];
    mix(p, i * N, 1, f, at);
  }
}

/**
 * F times one column (stride N) or row (stride 1) of P. Speed first: it takes the attitude from before. Written out, because this runs
 * 21 times per block.
 */
function mix(p: Float64Array, from: number, stride: number, f: Float64Array, at: number): void {
  const a0 = p[from];
  const a1 = p[from + stride];
  const a2 = p[from + 2 * stride];
  const errors = from + BIAS * stride;
  const b0 = p[errors];
  const b1 = p[errors + stride];
  const b2 = p[errors + 2 * stride];
  const b3 = p[errors + 3 * stride];
  const b4 = p[errors + 4 * stride];
  const b5 = p[errors + 5 * stride];
  const b6 = p[errors + 6 * stride];
  const b7 = p[errors + 7 * stride];
  const b8 = p[errors + 8 * stride];
  for (let i = 0; i < 3; i++) {
    const k = at + 27 + 9 * i;
    const attitude = f[at + 18 + 3 * i] * a0 + f[at + 19 + 3 * i] * a1 + f[at + 20 + 3 * i] * a2;
    const known = attitude + f[k] * b0 + f[k + 1] * b1 + f[k + 2] * b2 + f[k + 3] * b3 + f[k + 4] * b4 + f[k + 5] * b5;
    p[from + stride * (SPEED + i)] += known + f[k + 6] * b6 + f[k + 7] * b7 + f[k + 8] * b8;
  }
  for (let i = 0; i < 3; i++) {
    const k = at + 6 * i;
    p[from + stride * i] += f[k] * b0 + f[k + 1] * b1 + f[k + 2] * b2 + f[k + 3] * b3 + f[k + 4] * b4 + f[k + 5] * b5;
  }
}
