import { atan2, square } from '#shared/signal/portableMath.ts';
import { MAGNETIC_DELAY_LENGTH, MagneticDelay } from './magneticDelay.ts';
import type { MagneticParams } from './magneticParams.ts';
import { MAGNETIC_REFERENCE_LENGTH, MagneticReference } from './magneticReference.ts';
import { wrapRad } from './quaternion.ts';

/** Why a heading is worth less than usual, the closed set. */
export const HEADING_REASONS = ['ok', 'noData', 'notSettled', 'magneticDisturbance'] as const;
export type HeadingReason = (typeof HEADING_REASONS)[number];

const RAD = Math.PI / 180;
/** s; values that do not change for so long are new ones, shorter ones are held by a slower magnetometer. */
const MAX_HELD_S = 0.1;
const MAX_STEP_S = 1;
/** s; of the first field. */
const FIRST_INTERVAL_S = 0.01;
const INTERVAL_TOLERANCE = 0.02;
/** rad; a residual beyond this says nothing about the delay. */
const MAX_DELAY_RESIDUAL = 0.5;
/** Quality 0.5; below the second quality there is a reason. */
const HALF_QUALITY_DEG = 15;
const USUAL_QUALITY = 0.7;
/** Heading error that an undisturbed field leaves in a sensor calibrated as usual; what a disturbed field adds; and what one may do. */
const FIELD_DEG = 3;
const UNCHECKED_DEG = 5;
const DISTURBED_DEG = 30;
/** deg/s by which a heading from the gyroscope alone may drift. */
const DRIFT_DEG_PER_S = 0.1;

const DELTA = 0;
const LAST_US = 1;
const INTERVAL_S = 2;
const DESIGNED_S = 3;
const REJECTED_S = 4;
const FIRST_GAIN = 5;
const ERROR_DEG = 6;
/** The last field, to know a held one by. */
const FIELD = 7;
const REFERENCE = 10;
const DELAY = REFERENCE + MAGNETIC_REFERENCE_LENGTH;
export const MAGNETIC_HEADING_LENGTH = DELAY + MAGNETIC_DELAY_LENGTH;

/**
 * Turn about the vertical from the gyroscope's earth frame to east, north, up: the low-passed heading of the magnetic field, left out
 * while the field is not the earth's (Laidig & Seel 2023, section 3.6). North is magnetic.
 */
export class MagneticHeading {
  readonly #s: Float64Array;
  readonly #params: MagneticParams;
  readonly #reference: MagneticReference;
  readonly #delay: MagneticDelay;
  /** Field and its change per second of delay, in the earth frame without heading. */
  readonly #earth = new Float64Array(3);
  readonly #rate = new Float64Array(3);

  /** `state`: MAGNETIC_HEADING_LENGTH numbers. */
  constructor(params: MagneticParams, state: Float64Array) {
    this.#s = state;
    this.#params = params;
    this.#reference = new MagneticReference(params, state.subarray(REFERENCE, DELAY));
    this.#delay = new MagneticDelay(params.magDelaySigmaS, state.subarray(DELAY, MAGNETIC_HEADING_LENGTH));
    state[LAST_US] = Number.NaN;
    state[REJECTED_S] = params.magMaxRejectionS;
    state[FIRST_GAIN] = 1;
    state[ERROR_DEG] = 180;
  }

  /** From the gyroscope's earth frame to east, north, up: about z, rad. */
  get deltaRad(): number {
    return this.#s[DELTA];
  }

  /** How late the magnetometer is, s. */
  get delayS(): number {
    return this.#delay.seconds;
  }

  get undisturbed(): boolean {
    return this.#reference.undisturbed;
  }

  /** 0 to 1: 1 without any error expected, 0.5 where 15 deg must be expected. */
  quality(nowUs: number): number {
    if (Number.isNaN(this.#s[LAST_US])) return 0;
    return HALF_QUALITY_DEG / (HALF_QUALITY_DEG + this.#errorDeg(nowUs));
  }

  reason(nowUs: number): HeadingReason {
    const ageS = (nowUs - this.#s[LAST_US]) * 1e-6;
    if (!(ageS <= MAX_STEP_S)) return 'noData';
    if (!this.#reference.known) return 'notSettled';
    if (!this.undisturbed) return 'magneticDisturbance';
    return this.quality(nowUs) >= USUAL_QUALITY ? 'ok' : 'notSettled';
  }

  /** To be called when the state was written from outside. */
  restored(): void {
    this.#reference.setSampleInterval(this.#s[DESIGNED_S]);
  }

  /**
   * Takes the field (sensor frame, any unit) at `timestampUs`; false when it is none. `pose` has the orientation (w, x, y, z) at `at`
   * and the rate (rad/s) behind it; `slowRate` is the low-passed rate.
   */
  step(timestampUs: number, field: Float64Array, pose: Float64Array, at: number, slowRate: Float64Array): boolean {
    const s = this.#s;
    const normSq = field[0] * field[0] + field[1] * field[1] + field[2] * field[2];
    if (!(normSq > 0 && normSq < Number.POSITIVE_INFINITY)) return false;
    const sinceS = (timestampUs - s[LAST_US]) * 1e-6;
    if (sinceS < MAX_HELD_S && field[0] === s[FIELD] && field[1] === s[FIELD + 1] && field[2] === s[FIELD + 2]) return true;
    s[FIELD] = field[0];
    s[FIELD + 1] = field[1];
    s[FIELD + 2] = field[2];
    s[LAST_US] = timestampUs;
    const stepS = this.#interval(sinceS);
    turn(this.#earth, field, 0, pose, at);
    turn(this.#rate, pose, at + 4, pose, at);
    const perSecond = this.#turnBack();
    const turning = square(slowRate[0]) + square(slowRate[1]) + square(slowRate[2]) >= square(this.#params.magTurningDegPerS * RAD);
    this.#reference.step(this.#earth, turning, stepS);
    const residual = wrapRad(atan2(this.#earth[0], this.#earth[1]) - s[DELTA]);
    const trusted = this.undisturbed || !this.#reference.known;
    if (trusted && Math.abs(residual) < MAX_DELAY_RESIDUAL) this.#delay.step(residual, perSecond);
    this.#follow(residual, stepS);
    return true;
  }

  #interval(sinceS: number): number {
    const s = this.#s;
    const first = s[INTERVAL_S] === 0;
    const stepS = sinceS > 0 && sinceS <= MAX_STEP_S ? sinceS : first ? FIRST_INTERVAL_S : s[INTERVAL_S];
    s[INTERVAL_S] += first ? stepS : 0.02 * (stepS - s[INTERVAL_S]);
    if (Math.abs(s[INTERVAL_S] - s[DESIGNED_S]) > INTERVAL_TOLERANCE * s[DESIGNED_S]) {
      s[DESIGNED_S] = s[INTERVAL_S];
      this.#reference.setSampleInterval(s[INTERVAL_S]);
    }
    return stepS;
  }

  /** Turns the field to where it was seen from when it was measured; returns how its heading changes per second of delay, rad/s. */
  #turnBack(): number {
    const m = this.#earth;
    const r = this.#rate;
    const d = this.#delay.seconds;
    const x = r[1] * m[2] - r[2] * m[1];
    const y = r[2] * m[0] - r[0] * m[2];
    const z = r[0] * m[1] - r[1] * m[0];
    const perSecond = (m[0] * y - m[1] * x) / (m[0] * m[0] + m[1] * m[1] + 1e-30);
    const half = 0.5 * d * d;
    m[0] += half * (r[1] * z - r[2] * y) - d * x;
    m[1] += half * (r[2] * x - r[0] * z) - d * y;
    m[2] += half * (r[0] * y - r[1] * x) - d * z;
    return perSecond;
  }

  #follow(residual: number, stepS: number): void {
    const s = this.#s;
    const { magTauS, magMaxRejectionS, magRejectionFactor } = this.#params;
    const clean = this.undisturbed;
    const rejected = !clean && s[REJECTED_S] <= magMaxRejectionS;
    if (clean) s[REJECTED_S] = Math.max(0, s[REJECTED_S] - magRejectionFactor * stepS);
    else if (rejected) s[REJECTED_S] += stepS;
    let gain = rejected ? 0 : stepS / (magTauS + stepS) / (clean ? 1 : magRejectionFactor);
    // The first seconds are a running mean: gains 1, 1/2, 1/3 ...
    if (s[FIRST_GAIN] > 0) {
      gain = Math.max(gain, s[FIRST_GAIN]);
      s[FIRST_GAIN] /= s[FIRST_GAIN] + 1;
      if (s[FIRST_GAIN] * magTauS < stepS) s[FIRST_GAIN] = 0;
    }
    s[DELTA] = wrapRad(s[DELTA] + gain * residual);
    s[ERROR_DEG] += gain * ((clean ? FIELD_DEG : DISTURBED_DEG) - s[ERROR_DEG]) + DRIFT_DEG_PER_S * stepS;
  }

  #errorDeg(nowUs: number): number {
    const s = this.#s;
    return s[ERROR_DEG] + (this.undisturbed ? 0 : UNCHECKED_DEG) + DRIFT_DEG_PER_S * Math.max(0, nowUs - s[LAST_US]) * 1e-6;
  }
}

/** out = the vector at `from` in `v`, turned by the quaternion at `at` in `q`. */
function turn(out: Float64Array, v: Float64Array, from: number, q: Float64Array, at: number): void {
  const w = q[at];
  const x = q[at + 1];
  const y = q[at + 2];
  const z = q[at + 3];
  const vx = v[from];
  const vy = v[from + 1];
  const vz = v[from + 2];
  const tx = 2 * (y * vz - z * vy);
  const ty = 2 * (z * vx - x * vz);
  const tz = 2 * (x * vy - y * vx);
  out[0] = vx + w * tx + y * tz - z * ty;
  out[1] = vy + w * ty + z * tx - x * tz;
  out[2] = vz + w * tz + x * ty - y * tx;
}
