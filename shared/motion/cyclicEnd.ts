import { IDLE, PHASES } from './cyclicAligner.ts';
import type { CyclicFit } from './cyclicFit.ts';
import type { Turns } from './cyclicTurns.ts';

/** Share of the mean change below which a phase is a pause. */
const PAUSE = 0.4;
/** Phases before and after the first one in which a pause is looked for. */
const BEFORE = 6;
const AFTER = 3;

/**
 * Turns before a whole number of them at which the movement comes to rest: a set is first seen somewhere in the pause between two
 * repetitions or near it, and a repetition is over where that pause begins. Negative when the pause comes later; 0 without one.
 */
export function restAhead({ model, states }: CyclicFit, { from }: Turns): number {
  if (states[from] === IDLE) return 0;
  const changes = phaseChanges(model.template);
  const isPause = (phase: number): boolean => changes[(phase + PHASES) % PHASES] < PAUSE;
  const start = states[from];
  let pause: number | null = null;
  for (let d = 0; d <= BEFORE && pause === null; d++) {
    if (isPause(start - d)) pause = start - d;
    else if (d <= AFTER && isPause(start + d)) pause = start + d;
  }
  if (pause === null) return 0;
  while (pause > start - BEFORE && isPause(pause - 1)) pause--;
  return (start - pause) / PHASES;
}

/** How fast the hand turns and its specific force changes in each phase, as a share of the mean of all. */
function phaseChanges(template: Float64Array): Float64Array {
  const turning = new Float64Array(PHASES);
  const pushing = new Float64Array(PHASES);
  for (let k = 0; k < PHASES; k++) {
    for (let c = 0; c < 3; c++) {
      const gyro = template[c * PHASES + k];
      const acc = (c + 3) * PHASES;
      const change = template[acc + ((k + 1) % PHASES)] - template[acc + ((k + PHASES - 1) % PHASES)];
      turning[k] += gyro * gyro;
      pushing[k] += change * change;
    }
  }
  const wholeTurning = PHASES / (2 * sumOf(turning) || 1);
  const wholePushing = PHASES / (2 * sumOf(pushing) || 1);
  return turning.map((value, k) => value * wholeTurning + pushing[k] * wholePushing);
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
