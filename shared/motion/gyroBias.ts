import { LowPass, lowPassLength } from '#shared/signal/lowPass.ts';
import { square } from '#shared/signal/portableMath.ts';
import { SequentialKalman, sequentialKalmanLength } from '#shared/signal/sequentialKalman.ts';
import type { MotionBlock } from './motionBlock.ts';

/** Parameters of the gyroscope error estimator; see OrientationParams for unit, effect and defaults. */
export interface GyroBiasParams {
  readonly tauAccS: number;
  readonly biasSigmaInitDegPerS: number;
  readonly biasForgettingTimeS: number;
  readonly biasClipDegPerS: number;
  readonly biasSigmaMotionDegPerS: number;
  readonly biasSigmaRestDegPerS: number;
  readonly scaleSigma: number;
}

const RAD = Math.PI / 180;
/** Unit of the covariance's root, rad/s: keeps its numbers near 1 to 1e4. */
const UNIT = 0.01 * RAD;
/** Weight of the vertical pseudo-measurement in motion: keeps heading bias from growing without bound. */
const VERTICAL_FORGETTING = 1e-4;
/**
 * Time constants of the gravity average after which corrections are as sharp as they get. Before, they also remove the error of the first
 * pose, which is no bias: without this, tremor at the start gave 0.8 deg/s of it.
 */
const EARLY_TAUS = 3;
/** No gyroscope in use is further off than this; datasheets promise 0.4 to 3 %. */
const SCALE_CLIP = 0.03;

/** Bias x, y, z (rad/s), then scale error x, y, z (1 = 100 %). */
const STATES = 6;
/** Of the measurement: the error and its variance, behind the row. */
const ERROR = STATES;
const NOISE = STATES + 1;
/** Averaged: three rows of R (9), two rows of R diag(rate) (6), the horizontal part of the error rate believed (2). */
const CHANNELS = 17;
const ROTATED_RATE = 9;
const BELIEVED = 15;

const MEAN = sequentialKalmanLength(STATES);
export const GYRO_BIAS_LENGTH = MEAN + lowPassLength(CHANNELS);

/**
 * Kalman filter for what the gyroscope adds to the true rate: a bias and a scale error per axis. Measurements are the low-passed rate
 * at rest and the inclination correction in motion (bias: Laidig & Seel 2023, section 3.4). A scale error turns the inclination by
 * R diag(rate) s just as a bias turns it by R b, so the same correction shows both; the scale is constant and has no system noise.
 */
export class GyroBias {
  readonly #kalman: SequentialKalman;
  readonly #mean: LowPass;
  readonly #input = new Float64Array(CHANNELS);
  readonly #p0: number;
  readonly #motion: number;
  readonly #rest: number;
  readonly #clip: number;
  readonly #forgettingS: number;
  readonly #earlyS: number;

  /** `state`: GYRO_BIAS_LENGTH numbers, the estimate first. */
  constructor(params: GyroBiasParams, state: Float64Array) {
    this.#kalman = new SequentialKalman(STATES, state.subarray(0, MEAN));
    this.#mean = new LowPass(CHANNELS, params.tauAccS, state.subarray(MEAN, GYRO_BIAS_LENGTH));
    this.#p0 = square(100 * params.biasSigmaInitDegPerS);
    this.#motion = square(100 * params.biasSigmaMotionDegPerS);
    this.#rest = square(100 * params.biasSigmaRestDegPerS);
    this.#clip = params.biasClipDegPerS * RAD;
    this.#forgettingS = params.biasForgettingTimeS;
    this.#earlyS = EARLY_TAUS * params.tauAccS;
    const p = this.#kalman.covariance;
    for (let i = 0; i < STATES; i++) p[diagonal(i)] = i < 3 ? this.#p0 : square(params.scaleSigma / UNIT);
  }

  /** Bias x, y, z (rad/s), scale error x, y, z. */
  get estimate(): Float64Array {
    return this.#kalman.estimate;
  }

  get x(): number {
    return this.#kalman.estimate[0];
  }

  get y(): number {
    return this.#kalman.estimate[1];
  }

  get z(): number {
    return this.#kalman.estimate[2];
  }

  /** Scale errors: the rate shown is (1 + scale) times the true one, plus the bias. */
  get scaleX(): number {
    return this.#kalman.estimate[3];
  }

  get scaleY(): number {
    return this.#kalman.estimate[4];
  }

  get scaleZ(): number {
    return this.#kalman.estimate[5];
  }

  /** Standard deviation of the bias of the least known axis, deg/s. */
  get sigmaDegPerS(): number {
    const p = this.#kalman.covariance;
    return Math.sqrt(Math.max(p[diagonal(0)], p[diagonal(1)], p[diagonal(2)])) / 100;
  }

  /** Standard deviation of the bias along a unit vector in the sensor frame, deg/s. */
  sigmaAlongDegPerS(x: number, y: number, z: number): number {
    const p = this.#kalman.covariance;
    const variance = x * x * p[0] + y * y * p[2] + z * z * p[5] + 2 * (x * y * p[1] + x * z * p[3] + y * z * p[4]);
    return Math.sqrt(Math.max(0, variance)) / 100;
  }

  /** Writes the inverse of the bias covariance as xx, yy, zz, xy, xz, yz: how much is known of each axis. */
  information(out: Float64Array, at: number): void {
    const p = this.#kalman.covariance;
    const a = p[0];
    const b = p[2];
    const c = p[5];
    const d = p[1];
    const e = p[3];
    const f = p[4];
    const scale = 1 / (a * (b * c - f * f) - d * (d * c - e * f) + e * (d * f - b * e));
    out[at] = (b * c - f * f) * scale;
    out[at + 1] = (a * c - e * e) * scale;
    out[at + 2] = (a * b - d * d) * scale;
    out[at + 3] = (e * f - c * d) * scale;
    out[at + 4] = (d * f - b * e) * scale;
    out[at + 5] = (d * e - a * f) * scale;
  }

  /** After a hole in the data the averages start anew; the estimate stays. */
  restart(): void {
    this.#mean.reset();
  }

  setBlockInterval(intervalS: number): void {
    this.#mean.setSampleInterval(intervalS);
  }

  /** Averages what a unit bias and a unit scale error do at orientation q (w, x, y, z at `at`); for every block, at rest too. */
  track(q: Float64Array, at: number, block: MotionBlock): void {
    const w = q[at];
    const x = q[at + 1];
    const y = q[at + 2];
    const z = q[at + 3];
    const r = this.#input;
    const s = this.#kalman.estimate;
    r[0] = 1 - 2 * (y * y + z * z);
    r[1] = 2 * (x * y - w * z);
    r[2] = 2 * (x * z + w * y);
    r[3] = 2 * (x * y + w * z);
    r[4] = 1 - 2 * (x * x + z * z);
    r[5] = 2 * (y * z - w * x);
    r[6] = 2 * (x * z - w * y);
    r[7] = 2 * (y * z + w * x);
    r[8] = 1 - 2 * (x * x + y * y);
    for (let row = 0; row < 2; row++) {
      let believed = 0;
      for (let i = 0; i < 3; i++) {
        const turned = r[3 * row + i] * block.rate[i];
        r[ROTATED_RATE + 3 * row + i] = turned;
        believed += r[3 * row + i] * s[i] + turned * s[3 + i];
      }
      r[BELIEVED + row] = believed;
    }
    this.#mean.filter(r);
  }

  /**
   * Takes the measurements since the last update: at rest the low-passed rate is the bias; in motion the inclination correction per
   * second shows the horizontal error rate. `course` from `at` on: seconds since the start and since the last update, tilt x and y
   * removed since then. One method for both, because rest is too rare for the engine to compile a method of its own.
   */
  update(atRest: boolean, rate: Float64Array, course: Float64Array, at: number): void {
    const { measurement, estimate } = this.#kalman;
    const m = this.#mean.value;
    this.#begin(course, at, atRest);
    for (let row = 0; row < 3; row++) {
      const scaled = !atRest && row < 2;
      measurement[ERROR] = 0;
      if (atRest) measurement[ERROR] = rate[row];
      else if (row === 0) measurement[ERROR] = m[BELIEVED] - course[at + 3] / course[at + 1];
      else if (row === 1) measurement[ERROR] = m[BELIEVED + 1] + course[at + 2] / course[at + 1];
      for (let i = 0; i < 3; i++) {
        measurement[i] = atRest ? (i === row ? 1 : 0) : m[3 * row + i];
        measurement[3 + i] = scaled ? m[ROTATED_RATE + 3 * row + i] : 0;
        measurement[ERROR] -= measurement[i] * estimate[i] + measurement[3 + i] * estimate[3 + i];
      }
      if (!atRest && row === 2) measurement[NOISE] /= VERTICAL_FORGETTING;
      clampAt(measurement, ERROR, this.#clip);
      this.#kalman.measure();
    }
    this.#kalman.finish();
    for (let i = 0; i < STATES; i++) clampAt(estimate, i, i < 3 ? this.#clip : SCALE_CLIP);
  }

  /** System noise of the bias up to its first covariance; measurement noise that gives the steady state asked for. */
  #begin(course: Float64Array, at: number, atRest: boolean): void {
    const { covariance, measurement } = this.#kalman;
    const variance = atRest ? this.#rest : this.#motion;
    const v = (100 * course[at + 1]) / this.#forgettingS;
    for (let i = 0; i < 3; i++) if (covariance[diagonal(i)] < this.#p0) covariance[diagonal(i)] += v;
    measurement[NOISE] = ((variance * variance) / v + variance) * (atRest ? 1 : Math.max(1, this.#earlyS / course[at]));
    this.#kalman.begin();
  }
}

function clampAt(values: Float64Array, i: number, limit: number): void {
  if (values[i] > limit) values[i] = limit;
  else if (values[i] < -limit) values[i] = -limit;
}

/** Where the variance of state `i` is in the covariance. */
function diagonal(i: number): number {
  return (i * (i + 3)) / 2;
}
