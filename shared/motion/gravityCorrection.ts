import { GYRO_BIAS_LENGTH, GyroBias } from './gyroBias.ts';
import { GRAVITY_LENGTH, MeanGravity } from './meanGravity.ts';
import { MotionBlock } from './motionBlock.ts';
import type { OrientationParams } from './orientationParams.ts';
import { REST_LENGTH, RestDetector } from './restDetector.ts';
import type { SampleIntegrator } from './sampleIntegrator.ts';

/** Relative change of the block interval above which coefficients are computed anew, and how fast the interval follows. */
const INTERVAL_TOLERANCE = 0.02;
const INTERVAL_GAIN = 0.1;

const INTERVAL_S = 0;
const DESIGNED_S = 1;
/** Since the start or the last hole. */
const STARTED_S = 2;
/** Since the last look at the gyroscope's errors: seconds, and the tilt removed, x and y. */
const SINCE_S = 3;
const TILT = 4;
const BIAS = 6;
const REST = BIAS + GYRO_BIAS_LENGTH;
const GRAVITY = REST + REST_LENGTH;
export const GRAVITY_CORRECTION_LENGTH = GRAVITY + GRAVITY_LENGTH;

/** The slow part of the orientation filter, run once per block of samples: inclination from gravity, rest, gyroscope errors. */
export class GravityCorrection {
  readonly bias: GyroBias;
  readonly rest: RestDetector;
  readonly #s: Float64Array;
  readonly #gravity: MeanGravity;
  readonly #block = new MotionBlock();
  readonly #tauS: number;
  readonly #biasEveryS: number;

  /** `state`: GRAVITY_CORRECTION_LENGTH numbers. */
  constructor(params: OrientationParams, state: Float64Array) {
    this.#s = state;
    this.#tauS = params.tauAccS;
    this.#biasEveryS = 1 / params.biasRateHz;
    this.bias = new GyroBias(params, state.subarray(BIAS, REST));
    this.rest = new RestDetector(params.biasClipDegPerS, state.subarray(REST, GRAVITY));
    this.#gravity = new MeanGravity(params.tauAccS, state.subarray(GRAVITY, GRAVITY_CORRECTION_LENGTH));
    state[INTERVAL_S] = Math.max(1 / params.correctionRateHz, 1 / params.nominalRateHz);
    this.#design(state[INTERVAL_S]);
  }

  /** After a hole: averages start anew, so the next sample sets the inclination; what is known of the gyroscope stays. */
  restart(): void {
    this.#s.fill(0, STARTED_S, BIAS);
    this.rest.restart();
    this.#gravity.restart();
    this.bias.restart();
  }

  /** To be called when the state was written from outside. */
  restored(): void {
    this.#design(this.#s[DESIGNED_S]);
  }

  /** Ends the running block; the orientation is in `q` at `at`. A block without any force goes on. */
  step(integrator: SampleIntegrator, q: Float64Array, at: number): void {
    const s = this.#s;
    const block = this.#block;
    const gravity = this.#gravity;
    if (!integrator.readBlock(block)) return;
    integrator.startBlock();
    const first = s[STARTED_S] === 0;
    if (first) block.seconds = s[INTERVAL_S];
    s[INTERVAL_S] += INTERVAL_GAIN * (block.seconds - s[INTERVAL_S]);
    if (Math.abs(s[INTERVAL_S] - s[DESIGNED_S]) > INTERVAL_TOLERANCE * s[DESIGNED_S]) this.#design(s[INTERVAL_S]);
    this.rest.step(block);
    gravity.step(block.force);
    integrator.turnEarth(gravity.correction);
    this.bias.track(q, at, block);
    s[STARTED_S] += block.seconds;
    // The first correction of all shows the unknown pose alone.
    if (first) return;
    s[SINCE_S] += block.seconds;
    s[TILT] += gravity.tilt[0];
    s[TILT + 1] += gravity.tilt[1];
    if (s[SINCE_S] < this.#biasEveryS - 0.5 * s[INTERVAL_S]) return;
    this.bias.update(this.rest.atRest, this.rest.rate, s, STARTED_S);
    s.fill(0, SINCE_S, BIAS);
  }

  /** Inclination error from what is not known of the bias, deg: it turns the estimate for as long as gravity is averaged. */
  errorDeg(q: Float64Array, at: number): number {
    const w = q[at];
    const x = q[at + 1];
    const y = q[at + 2];
    const z = q[at + 3];
    const east = this.bias.sigmaAlongDegPerS(1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y));
    const north = this.bias.sigmaAlongDegPerS(2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x));
    return this.#tauS * Math.sqrt(east * east + north * north);
  }

  #design(intervalS: number): void {
    this.#s[DESIGNED_S] = intervalS;
    this.rest.setBlockInterval(intervalS);
    this.#gravity.setBlockInterval(intervalS);
    this.bias.setBlockInterval(intervalS);
  }
}
