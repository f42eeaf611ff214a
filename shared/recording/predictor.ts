/**
 * The model of codec `golomb`. Each count of a column is predicted from the ones before it: the last value plus a weighted sum of its
 * first, second and third difference. The weights follow the signal by normalised least mean squares (Haykin, Adaptive Filter Theory,
 * ch. 7), so slow smooth movement and a shaken sensor each get their own predictor without side information. The residual, modulo 2^16
 * and with its sign folded into bit 0, is Golomb-coded with the divisor that fits its running mean. Only + - * / on doubles, which IEEE
 * 754 fixes to the last bit: writer and reader agree on every engine. Both hold the model in one loop, since calls would halve the speed.
 */
export const STEP = 0.02;
/** Counts squared; keeps the weights still while the signal is. */
export const REGULARISATION = 20;
/** Share of a new residual in the running mean. */
export const MEAN_GAIN = 0.2;
/** How far the axis before, when off its own mean, moves the expectation of the next one of its group: a jolt is seen by all axes. */
export const NEIGHBOUR_WEIGHT = 0.35;
export const NEIGHBOUR_LEAST = 0.5;
export const NEIGHBOUR_MOST = 4;
/** A quotient of so many or more is written as that many ones and the value in full. */
export const ESCAPE = 24;
export const ESCAPE_BITS = 0xffffff;

/** State of a column: its last four counts, newest first, three weights, mean folded residual. */
export const COLUMN_WIDTH = 8;
const WEIGHT = 4;
export const MEAN = 7;
const FIRST_WEIGHT = 0.5;
const FIRST_MEAN = 32;

export function initColumns(axes: number): Float64Array {
  const state = new Float64Array(axes * COLUMN_WIDTH);
  for (let at = 0; at < state.length; at += COLUMN_WIDTH) {
    state[at + WEIGHT] = FIRST_WEIGHT;
    state[at + MEAN] = FIRST_MEAN;
  }
  return state;
}

/** 1 for the first axis of each group. */
export function firstAxes(groupSizes: readonly number[]): Uint8Array {
  return Uint8Array.from(groupSizes.flatMap((size) => Array.from({ length: size }, (_, axis) => (axis === 0 ? 1 : 0))));
}
