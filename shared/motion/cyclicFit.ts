import { type CyclicAligner, type CyclicModel, type CyclicPath, IDLE, PHASES } from './cyclicAligner.ts';
import { GRID_HZ, type WristSignals } from './wristGrid.ts';

/** A model that was learned from a recording, and the recording seen with it. */
export interface CyclicFit extends CyclicPath {
  readonly model: CyclicModel;
}

/** s; periods looked for, each 20 % longer than the last. */
const SHORTEST_S = 0.55;
const LONGEST_S = 6.5;
const LONGER = 1.2;
/** Places of the recording from which a first template is cut. */
const PLACES = 3;
/** Rounds of learning for every first template, and for the best of them. */
const FIRST_ROUNDS = 4;
const MORE_ROUNDS = 4;
const BEST = 4;
/** Weight of a sample in the phases beside its own, and least weight from which a phase is learned anew. */
const BESIDE = 0.35;
const LEAST_WEIGHT = 0.3;
/** Phases per sample; slower is rest. */
const SLOWEST = 0.15;
/** Share of the whole variance that is believed to remain at least, and samples' worth of the whole variance added to what remains. */
const LEAST_VARIANCE = 0.05;
const PRIOR_SAMPLES = 2;

/** The likeliest models of one movement done again and again, best first; empty when the recording is too short for two. */
export function fitCycles(signals: WristSignals, aligner: CyclicAligner): CyclicFit[] {
  const count = signals.known.length;
  const fits: CyclicFit[] = [];
  for (let periodS = SHORTEST_S; periodS < Math.min(LONGEST_S, count / GRID_HZ / 2.2); periodS *= LONGER) {
    const length = periodS * GRID_HZ;
    for (let place = 0; place < PLACES; place++) {
      const from = ((count - 1 - length) * (place + 0.5)) / PLACES;
      const first: CyclicModel = {
        template: cutTemplate(signals, from, length),
        gyroVariance: aligner.gyroVariance / 2,
        accVariance: aligner.accVariance / 2,
        advance: PHASES / length,
      };
      fits.push(learn(signals, aligner, first, FIRST_ROUNDS));
    }
  }
  const better = fits.sort(byLikelihood).slice(0, BEST);
  return better.map((fit) => learn(signals, aligner, learned(signals, aligner, fit), MORE_ROUNDS)).sort(byLikelihood);
}

function byLikelihood(a: CyclicFit, b: CyclicFit): number {
  return b.logLikelihood - a.logLikelihood;
}

/** The recording, grown by some samples or cut at its beginning, seen with a model of it, which first learns from how it was seen before if `anew`. */
export function followCycles(signals: WristSignals, aligner: CyclicAligner, before: CyclicFit, anew: boolean): CyclicFit {
  const model = anew ? learned(signals, aligner, before) : before.model;
  return { model, ...aligner.align(model) };
}

function cutTemplate({ channels }: WristSignals, from: number, length: number): Float64Array {
  const template = new Float64Array(channels.length * PHASES);
  for (let k = 0; k < PHASES; k++) {
    const at = from + (k / PHASES) * length;
    const i = Math.floor(at);
    channels.forEach((values, c) => {
      template[c * PHASES + k] = values[i] + (at - i) * (values[Math.min(values.length - 1, i + 1)] - values[i]);
    });
  }
  return template;
}

/** Aligns and learns in turn (Viterbi training). */
function learn(signals: WristSignals, aligner: CyclicAligner, first: CyclicModel, rounds: number): CyclicFit {
  let fit: CyclicFit = { model: first, ...aligner.align(first) };
  for (let round = 1; round < rounds; round++) {
    const model = learned(signals, aligner, fit);
    fit = { model, ...aligner.align(model) };
  }
  return fit;
}

function learned(signals: WristSignals, aligner: CyclicAligner, { states, model }: CyclicFit): CyclicModel {
  const template = meanTemplate(signals, states, model.template);
  const { channels, known } = signals;
  let gyro = 0;
  let acc = 0;
  let used = 0;
  let advances = 0;
  let steps = 0;
  for (let i = 0; i < states.length; i++) {
    const k = states[i];
    if (k === IDLE || known[i] === 0) continue;
    used++;
    for (let c = 0; c < 3; c++) {
      const g = channels[c][i] - template[c * PHASES + k];
      const a = channels[c + 3][i] - template[(c + 3) * PHASES + k];
      gyro += g * g;
      acc += a * a;
    }
    if (i === 0 || states[i - 1] === IDLE || known[i - 1] === 0) continue;
    advances += (k - states[i - 1] + PHASES) % PHASES;
    steps++;
  }
  const remaining = (sum: number, whole: number): number =>
    Math.max(LEAST_VARIANCE * whole, (sum + 3 * PRIOR_SAMPLES * whole) / (3 * used + 3 * PRIOR_SAMPLES));
  return {
    template,
    gyroVariance: remaining(gyro, aligner.gyroVariance),
    accVariance: remaining(acc, aligner.accVariance),
    advance: advances > 0 ? Math.max(SLOWEST, advances / steps) : model.advance,
  };
}

function meanTemplate({ channels, known }: WristSignals, states: Uint8Array, before: Float64Array): Float64Array {
  const template = new Float64Array(before.length);
  const weights = new Float64Array(PHASES);
  for (let i = 0; i < states.length; i++) {
    if (states[i] === IDLE || known[i] === 0) continue;
    for (let beside = -1; beside <= 1; beside++) {
      const k = (states[i] + beside + PHASES) % PHASES;
      const weight = beside === 0 ? 1 : BESIDE;
      weights[k] += weight;
      for (let c = 0; c < channels.length; c++) template[c * PHASES + k] += weight * channels[c][i];
    }
  }
  for (let at = 0; at < template.length; at++) {
    const weight = weights[at % PHASES];
    template[at] = weight > LEAST_WEIGHT ? template[at] / weight : before[at];
  }
  return template;
}
