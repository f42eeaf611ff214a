/** Rotation and specific force of one wrist sensor on an even grid. */
export interface WristSignals {
  /** gyr x, y, z (rad/s), acc x, y, z (m/s2); equally long. */
  readonly channels: readonly Float64Array[];
  /** 1 where something was measured, 0 in a hole. */
  readonly known: Uint8Array;
  readonly startUs: number;
}

/** Hz; repetitions of a person are slower than 1 Hz, so this keeps twelve points of the fastest. */
export const GRID_HZ = 12.5;
const STEP_US = 1e6 / GRID_HZ;
/** us; longer distances between samples are holes. */
const HOLE_US = 400_000;
/** Samples on one straight line in all six axes: no sensor measures that, something filled a hole. */
const STRAIGHT_SAMPLES = 12;
const STRAIGHT = 3e-4;

/**
 * Brings samples (us; rad/s and m/s2) to the grid, smoothed with a binomial window of 0.08 s standard deviation. Samples that are
 * not finite or not later than the one before are left out. Null with less than a second of data.
 */
export function wristSignals(timeUs: ArrayLike<number>, axes: readonly ArrayLike<number>[]): WristSignals | null {
  const rows = usableRows(timeUs, axes);
  if (rows.length < 2) return null;
  const startUs = timeUs[rows[0]];
  const count = Math.floor((timeUs[rows[rows.length - 1]] - startUs) / STEP_US) + 1;
  if (count < GRID_HZ) return null;
  const filled = filledRows(rows, axes);
  const raw = axes.map(() => new Float64Array(count));
  const known = new Uint8Array(count);
  for (let i = 0, row = 0; i < count; i++) {
    const atUs = startUs + i * STEP_US;
    while (row < rows.length - 2 && timeUs[rows[row + 1]] < atUs) row++;
    const [a, b] = [rows[row], rows[row + 1]];
    const share = (atUs - timeUs[a]) / (timeUs[b] - timeUs[a]);
    known[i] = timeUs[b] - timeUs[a] > HOLE_US || (filled[row] === 1 && filled[row + 1] === 1) ? 0 : 1;
    for (let c = 0; c < raw.length; c++) raw[c][i] = axes[c][a] + share * (axes[c][b] - axes[c][a]);
  }
  return { channels: raw.map(smoothed), known, startUs };
}

function usableRows(timeUs: ArrayLike<number>, axes: readonly ArrayLike<number>[]): number[] {
  const rows: number[] = [];
  let lastUs = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < timeUs.length; i++) {
    if (!Number.isFinite(timeUs[i]) || timeUs[i] <= lastUs || axes.some((axis) => !Number.isFinite(axis[i]))) continue;
    rows.push(i);
    lastUs = timeUs[i];
  }
  return rows;
}

function filledRows(rows: readonly number[], axes: readonly ArrayLike<number>[]): Uint8Array {
  const filled = new Uint8Array(rows.length);
  let run = 0;
  for (let i = 2; i < rows.length; i++) {
    const straight = axes.every((axis) => Math.abs(axis[rows[i]] - 2 * axis[rows[i - 1]] + axis[rows[i - 2]]) < STRAIGHT);
    run = straight ? run + 1 : 0;
    if (run >= STRAIGHT_SAMPLES) filled.fill(1, i - run - 1, i + 1);
  }
  return filled;
}

function smoothed(values: Float64Array): Float64Array {
  const last = values.length - 1;
  const at = (i: number): number => values[Math.max(0, Math.min(last, i))];
  return values.map((_, i) => (at(i - 2) + 4 * at(i - 1) + 6 * at(i) + 4 * at(i + 1) + at(i + 2)) / 16);
}
