import { LowPass, lowPassLength } from '#shared/signal/lowPass.ts';
import { square } from '#shared/signal/portableMath.ts';
import type { MotionBlock } from './motionBlock.ts';

const RAD = Math.PI / 180;
/** s; the averages that samples are compared with. */
const TAU_S = 0.5;
/** s; stillness shorter than this is a pause in motion. */
const LEAST_REST_S = 1.5;
const RATE_SQ = square(2 * RAD);
const ACC_SQ = square(0.5);

const RATE = 0;
const ACC = lowPassLength(3);
const REST_S = ACC + lowPassLength(3);
export const REST_LENGTH = REST_S + 1;

/**
 * Rest: for 1.5 s the rate stays within 2 deg/s and the specific force within 0.5 m/s2 of their averages, and the average rate
 * could be a bias (Laidig & Seel 2023, section 3.5, with its thresholds). The distance is the root mean square over a block of
 * samples, which sums of squares give without a look at each sample.
 */
export class RestDetector {
  readonly #s: Float64Array;
  readonly #rate: LowPass;
  readonly #acc: LowPass;
  readonly #clip: number;

  /** `state`: REST_LENGTH numbers. */
  constructor(biasClipDegPerS: number, state: Float64Array) {
    this.#s = state;
    this.#clip = biasClipDegPerS * RAD;
    this.#rate = new LowPass(3, TAU_S, state.subarray(RATE, ACC));
    this.#acc = new LowPass(3, TAU_S, state.subarray(ACC, REST_S));
  }

  get atRest(): boolean {
    return this.#s[REST_S] >= LEAST_REST_S;
  }

  /** Average rate x, y, z, rad/s. */
  get rate(): Float64Array {
    return this.#rate.value;
  }

  setBlockInterval(intervalS: number): void {
    this.#rate.setSampleInterval(intervalS);
    this.#acc.setSampleInterval(intervalS);
  }

  restart(): void {
    this.#rate.reset();
    this.#acc.reset();
    this.#s[REST_S] = 0;
  }

  step(block: MotionBlock): void {
    this.#rate.filter(block.rate);
    this.#acc.filter(block.acc);
    const rate = this.#rate.value;
    const still =
      isNear(block.rate, rate, RATE_SQ) &&
      isNear(block.acc, this.#acc.value, ACC_SQ) &&
      Math.max(Math.abs(rate[0]), Math.abs(rate[1]), Math.abs(rate[2])) <= this.#clip;
    this.#s[REST_S] = still ? this.#s[REST_S] + block.seconds : 0;
  }
}

/** Whether the mean of |v - low|^2 is below `limitSq`; `mean` has the means of v and, behind them, of |v|^2. */
function isNear(mean: Float64Array, low: Float64Array, limitSq: number): boolean {
  const x = low[0];
  const y = low[1];
  const z = low[2];
  return mean[3] - 2 * (x * mean[0] + y * mean[1] + z * mean[2]) + x * x + y * y + z * z < limitSq;
}
