import { exp, log } from '#shared/signal/portableMath.ts';
import type { WristSignals } from './wristGrid.ts';

/** Phases of one repetition. */
export const PHASES = 16;
/** State outside any repetition: walking up, taking the bar. */
export const IDLE = PHASES;
const STATES = PHASES + 1;
/** Most phases that may be passed from one sample to the next. */
const MAX_ADVANCE = 4;
const LOG_FACTORIALS: readonly number[] = [0, 0, log(2), log(6), log(24)];
/** Nats for leaving or taking up the repetitions. */
const SWITCH_COST = 6;
/** Variance outside repetitions, times that of the whole. */
const IDLE_VARIANCE = 1.5;

/** What one repetition looks like and how fast it goes. */
export interface CyclicModel {
  /** Channel by channel, one value per phase. */
  readonly template: Float64Array;
  readonly gyroVariance: number;
  readonly accVariance: number;
  /** Phases per sample. */
  readonly advance: number;
}

export interface CyclicPath {
  /** Phase 0 to 15 or IDLE for every sample. */
  readonly states: Uint8Array;
  readonly logLikelihood: number;
}

/**
 * Most likely phases of a recording under a model (Viterbi, IEEE Trans Inf Theory 13:260, 1967): phases go round and only forwards,
 * by a Poisson number per sample; a repetition may be slower or faster than the last. Holes carry no evidence.
 */
export class CyclicAligner {
  readonly gyroVariance: number;
  readonly accVariance: number;
  readonly means: readonly number[];
  readonly #signals: WristSignals;
  readonly #independence: number;
  readonly #idle: Float64Array;
  readonly #evidence: Float64Array;
  readonly #from: Uint8Array;

  /** Smoothed neighbouring samples tell nearly the same: each counts as `independence` of an independent one. */
  constructor(signals: WristSignals, independence: number) {
    const { channels, known } = signals;
    const count = known.length;
    this.#signals = signals;
    this.#independence = independence;
    this.means = channels.map((channel) => meanKnown(channel, known));
    const variances = channels.map((channel, c) =>
      meanKnown(
        channel.map((value) => (value - this.means[c]) * (value - this.means[c])),
        known,
      ),
    );
    this.gyroVariance = Math.max(1e-4, (variances[0] + variances[1] + variances[2]) / 3);
    this.accVariance = Math.max(1e-3, (variances[3] + variances[4] + variances[5]) / 3);
    this.#evidence = new Float64Array(count * STATES);
    this.#from = new Uint8Array(count * STATES);
    this.#idle = new Float64Array(count);
    const spread = spreadOf(IDLE_VARIANCE * this.gyroVariance, IDLE_VARIANCE * this.accVariance);
    for (let i = 0; i < count; i++) this.#idle[i] = independence * this.#logDensity(i, this.means, 1, 0, spread);
  }

  align(model: CyclicModel): CyclicPath {
    this.#weigh(model);
    const evidence = this.#evidence;
    const from = this.#from;
    const count = this.#signals.known.length;
    const steps = LOG_FACTORIALS.map((logFactorial, m) => m * log(model.advance) - model.advance - logFactorial);
    // A phase pays for its step, on average this much; being outside must not look likely only because it pays nothing.
    const idleCost = steps.reduce((sum, step) => sum - exp(step) * step, 0);
    let score = new Float64Array(STATES);
    let next = new Float64Array(STATES);
    score.set(evidence.subarray(0, STATES));
    for (let i = 1; i < count; i++) {
      const row = i * STATES;
      const best = highest(score, PHASES);
      for (let k = 0; k < PHASES; k++) {
        let value = score[IDLE] - SWITCH_COST;
        let origin = IDLE;
        for (let m = 0; m <= MAX_ADVANCE; m++) {
          const before = k < m ? k - m + PHASES : k - m;
          const candidate = score[before] + steps[m];
          if (candidate <= value) continue;
          value = candidate;
          origin = before;
        }
        next[k] = value + evidence[row + k];
        from[row + k] = origin;
      }
      const stays = score[IDLE] - idleCost >= score[best] - SWITCH_COST;
      next[IDLE] = (stays ? score[IDLE] - idleCost : score[best] - SWITCH_COST) + evidence[row + IDLE];
      from[row + IDLE] = stays ? IDLE : best;
      [score, next] = [next, score];
    }
    const states = new Uint8Array(count);
    let state = highest(score, STATES);
    const logLikelihood = score[state];
    for (let i = count - 1; i >= 0; i--) {
      states[i] = state;
      state = from[i * STATES + state];
    }
    return { states, logLikelihood };
  }

  #weigh({ template, gyroVariance, accVariance }: CyclicModel): void {
    const { known } = this.#signals;
    const spread = spreadOf(gyroVariance, accVariance);
    for (let i = 0; i < known.length; i++) {
      const row = i * STATES;
      if (known[i] === 0) {
        this.#evidence.fill(0, row, row + STATES);
        continue;
      }
      for (let k = 0; k < PHASES; k++) this.#evidence[row + k] = this.#independence * this.#logDensity(i, template, PHASES, k, spread);
      this.#evidence[row + IDLE] = this.#idle[i];
    }
  }

  /** Log density of sample `i` around phase `phase` of a template of `phases` phases, up to a constant of all models. */
  #logDensity(i: number, template: ArrayLike<number>, phases: number, phase: number, { gyro, acc, logPart }: Spread): number {
    const { channels } = this.#signals;
    let gyroSum = 0;
    let accSum = 0;
    for (let c = 0; c < 3; c++) {
      const g = channels[c][i] - template[c * phases + phase];
      const a = channels[c + 3][i] - template[(c + 3) * phases + phase];
      gyroSum += g * g;
      accSum += a * a;
    }
    return -0.5 * (logPart + gyroSum / gyro + accSum / acc);
  }
}

/** Variances of three gyro and three accelerometer axes, and what they add to a log density. */
interface Spread {
  readonly gyro: number;
  readonly acc: number;
  readonly logPart: number;
}

function spreadOf(gyro: number, acc: number): Spread {
  return { gyro, acc, logPart: 3 * log(gyro) + 3 * log(acc) };
}

function meanKnown(values: Float64Array, known: Uint8Array): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    sum += known[i] * values[i];
    count += known[i];
  }
  return count === 0 ? 0 : sum / count;
}

function highest(values: Float64Array, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (values[k] > values[best]) best = k;
  return best;
}
