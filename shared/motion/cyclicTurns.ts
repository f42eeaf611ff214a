import { type CyclicAligner, IDLE, PHASES } from './cyclicAligner.ts';
import type { CyclicFit } from './cyclicFit.ts';
import { GRID_HZ, type WristSignals } from './wristGrid.ts';

/** The longest time outside repetitions within a set, in periods. */
const LONGEST_BRIDGE = 2.5;

/** Turns; less between two times outside is no part of a repetition: something else looked like it for a moment. */
const LEAST_PART = 0.2;

/** How often the phase went round in one stretch, sample by sample. */
export interface Turns {
  /** Samples of the stretch, the second not included. */
  readonly from: number;
  readonly to: number;
  /** Turns so far, per sample of the recording; NaN outside repetitions and outside the stretch. */
  readonly soFar: Float64Array;
  readonly total: number;
  /** s; mean time of a turn. */
  readonly periodS: number;
}

/**
 * Counts turns along the longest stretch of a path. A short time outside (a stumble in mid-set) or in a hole (`known` 0) is bridged by
 * the number of turns that fits its length and the phases before and after it best: the likeliest path stands still in a hole.
 */
export function countTurns({ model, states: path }: CyclicFit, known: Uint8Array): Turns {
  const states = withoutIslands(path).map((state, i) => (known[i] === 0 ? IDLE : state));
  const periodS = PHASES / model.advance / GRID_HZ;
  const { from, to } = longestStretch(states, LONGEST_BRIDGE * periodS * GRID_HZ);
  const soFar = new Float64Array(states.length).fill(Number.NaN);
  let total = 0;
  let last = -1;
  for (let i = from; i < to; i++) {
    if (states[i] === IDLE) continue;
    if (last >= 0) {
      const part = ((states[i] - states[last] + PHASES) % PHASES) / PHASES;
      const expected = (i - last) / GRID_HZ / periodS;
      total += i - last > 1 ? part + Math.round(expected - part) : part;
    }
    soFar[i] = total;
    last = i;
  }
  return { from, to, soFar, total, periodS };
}

/** Sample, between samples too, at which the turns reached a number; at the last of them for more than there were. */
export function reachedAt({ soFar, total }: Turns, number: number): number {
  const target = Math.min(number, total);
  const after = soFar.findIndex((value) => value >= target - 1e-9);
  let before = after - 1;
  while (before >= 0 && Number.isNaN(soFar[before])) before--;
  return before < 0 ? after : after - ((soFar[after] - target) / (soFar[after] - soFar[before])) * (after - before);
}

/** The path with every run of phases that makes next to no turn taken as outside; a cut at the recording's edge makes short ones too. */
function withoutIslands(states: Uint8Array): Uint8Array {
  const cleaned = states.slice();
  let from = 0;
  let advances = 0;
  for (let i = 0; i <= states.length; i++) {
    const inside = i < states.length && states[i] !== IDLE;
    if (inside && i > from) advances += (states[i] - states[i - 1] + PHASES) % PHASES;
    if (inside) continue;
    if (from > 0 && i < states.length && advances < LEAST_PART * PHASES) cleaned.fill(IDLE, from, i);
    from = i + 1;
    advances = 0;
  }
  return cleaned;
}

/** Longest stretch of samples in repetitions whose times outside are at most `bridge` samples each. */
function longestStretch(states: Uint8Array, bridge: number): { from: number; to: number } {
  let best = { from: 0, to: 0 };
  let from = -1;
  let last = -1;
  for (let i = 0; i < states.length; i++) {
    if (states[i] === IDLE) continue;
    if (from < 0 || i - last > bridge) from = i;
    last = i;
    if (i + 1 - from > best.to - best.from) best = { from, to: i + 1 };
  }
  return best;
}

/**
 * How much alike the turns are: 1 minus what is left of each when the mean of the OTHERS is taken off, as a share of what was there;
 * 0 when nothing repeats. Leaving each out keeps a model of one long turn from explaining itself.
 */
export function turnLikeness(signals: WristSignals, aligner: CyclicAligner, fit: CyclicFit, { soFar, total }: Turns): number {
  const { channels, known } = signals;
  const turns = Math.floor(total) + 1;
  const cells = turns * PHASES;
  const weights = new Float64Array(cells);
  const sums = channels.map(() => new Float64Array(cells));
  for (let i = 0; i < soFar.length; i++) {
    if (Number.isNaN(soFar[i]) || known[i] === 0) continue;
    const cell = Math.max(0, Math.min(turns - 1, Math.floor(soFar[i]))) * PHASES + fit.states[i];
    weights[cell]++;
    for (let c = 0; c < channels.length; c++) sums[c][cell] += channels[c][i];
  }
  let left = 0;
  let whole = 0;
  for (let k = 0; k < PHASES; k++) {
    const seen = Array.from({ length: turns }, (_, turn) => turn * PHASES + k).filter((cell) => weights[cell] > 0);
    if (seen.length < 2) continue;
    channels.forEach((_, c) => {
      const variance = c < 3 ? aligner.gyroVariance : aligner.accVariance;
      const values = seen.map((cell) => sums[c][cell] / weights[cell]);
      const sum = values.reduce((a, b) => a + b, 0);
      for (const value of values) {
        const others = (sum - value) / (values.length - 1);
        left += ((value - others) * (value - others)) / variance;
        whole += ((value - aligner.means[c]) * (value - aligner.means[c])) / variance;
      }
    });
  }
  return whole > 0 ? Math.max(0, 1 - left / whole) : 0;
}
