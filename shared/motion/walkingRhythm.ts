import { GRID_HZ, type WristSignals } from './wristGrid.ts';

/** Samples: times from one step, or one stride, to the next that are looked for. */
const SHORTEST = Math.round(0.4 * GRID_HZ);
const LONGEST = Math.round(1.3 * GRID_HZ);
/** Autocorrelation at the step's or stride's time; walking arms show 0.44 to 0.88, slower exercises at most 0.15. */
const CLEAR = 0.35;

/** True when a wrist moves in the rhythm of steps: its movement repeats within 0.4 to 1.3 s. */
export function hasWalkingRhythm(signals: WristSignals): boolean {
  const likeness = Array.from({ length: LONGEST + 2 }, (_, lag) => (lag < SHORTEST - 1 ? 0 : autocorrelation(signals, lag)));
  for (let lag = SHORTEST; lag <= LONGEST; lag++)
    if (likeness[lag] > CLEAR && likeness[lag] > likeness[lag - 1] && likeness[lag] >= likeness[lag + 1]) return true;
  return false;
}

/** Mean of the autocorrelations of rotation and of specific force; the same however the sensor is turned. */
function autocorrelation({ channels }: WristSignals, lag: number): number {
  const parts = [channels.slice(0, 3), channels.slice(3)].map((axes) => {
    let product = 0;
    let here = 0;
    let there = 0;
    for (const axis of axes) {
      const count = axis.length - lag;
      if (count < 2) return null;
      const [before, after] = [meanOf(axis, 0, count), meanOf(axis, lag, axis.length)];
      for (let i = 0; i < count; i++) {
        product += (axis[i] - before) * (axis[i + lag] - after);
        here += (axis[i] - before) * (axis[i] - before);
        there += (axis[i + lag] - after) * (axis[i + lag] - after);
      }
    }
    return here > 0 && there > 0 ? product / Math.sqrt(here * there) : null;
  });
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? 0 : known.reduce((sum, part) => sum + part, 0) / known.length;
}

function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i];
  return sum / (to - from);
}
