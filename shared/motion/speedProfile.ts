import type { RowQueue } from '#shared/signal/rowQueue.ts';
import { REP } from './repetitionRows.ts';

/** Hz of speed profiles: above twice the 10 Hz to which smoothness looks. */
export const PROFILE_HZ = 25;
const CELL_US = 1e6 / PROFILE_HZ;
/** us; over a longer hole nobody knows how smooth the movement was. */
const MAX_HOLE_US = 200_000;
/** Cells; about half a second is the shortest movement whose spectrum says something. */
const MIN_CELLS = 12;

/**
 * Absolute mean speeds (deg/s) of the rows `from` to `to`, evenly spaced at 25 Hz whatever the sensor's rate and jitter: each is the
 * way between two interpolated angles, so no filter's delay is in it. Null for a short movement or one with a hole.
 */
export function speedProfile(rows: RowQueue, from: number, to: number): Float64Array | null {
  const { data } = rows;
  const startUs = data[rows.offset(from) + REP.timeUs];
  const cells = Math.floor((data[rows.offset(to) + REP.timeUs] - startUs) / CELL_US);
  if (!(cells >= MIN_CELLS)) return null;
  const profile = new Float64Array(cells);
  let row = from;
  let before = data[rows.offset(from) + REP.angleDeg];
  for (let cell = 1; cell <= cells; cell++) {
    const atUs = startUs + cell * CELL_US;
    while (row + 1 < to && data[rows.offset(row + 1) + REP.timeUs] < atUs) row++;
    const a = rows.offset(row);
    const b = rows.offset(row + 1);
    const stepUs = data[b + REP.timeUs] - data[a + REP.timeUs];
    if (stepUs > MAX_HOLE_US) return null;
    const share = (atUs - data[a + REP.timeUs]) / stepUs;
    const now = data[a + REP.angleDeg] + share * (data[b + REP.angleDeg] - data[a + REP.angleDeg]);
    profile[cell - 1] = Math.abs(now - before) * PROFILE_HZ;
    before = now;
  }
  return profile;
}
