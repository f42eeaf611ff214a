import type { Repetition } from '#shared/schema/summary.ts';
import { exp } from '#shared/signal/portableMath.ts';
import { RowQueue } from '#shared/signal/rowQueue.ts';
import { type Curve, wholeExcursions } from './excursions.ts';
import { REP } from './repetitionRows.ts';
import { describeRepetition } from './repetitionShape.ts';
import { NO_ANGLE_DEG, type RepetitionParams, repetitionDefaults } from './repetitions.ts';
import { restSide } from './restSide.ts';
import { dropSmallLegs, turningPoints } from './turningPoints.ts';

/** us; a longer hole parts the recording: nobody knows what happened in it. */
const HOLE_US = 1_500_000;
/** s; time constant of the smoothing, the same forwards and backwards. */
const SMOOTH_TAU_S = 0.04;
/** A leg below this share of the usual ones is a wobble. */
const WOBBLE = 0.4;
/** A movement has begun, and is over, at this share of its highest speed. */
const ONSET = 0.05;

/**
 * Finds the repetitions of a whole recording (times us, angles deg), looking both ways in time: begins, peaks and ends are not late
 * as those of the live counter are. Give it angles without delay (offline orientation). The start and end pose is the low state.
 * Values beyond 1e6 deg, not finite or not later than the one before are left out. `confidence` 0 to 1 per row, default 1.
 */
export function segmentRepetitions(
  timeUs: ArrayLike<number>,
  angleDeg: ArrayLike<number>,
  params: RepetitionParams = repetitionDefaults,
  confidence?: ArrayLike<number>,
): Repetition[] {
  const rows = usableRows(timeUs, angleDeg, confidence);
  const repetitions: Repetition[] = [];
  let from = 0;
  for (let i = 1; i <= rows.length; i++) {
    if (i < rows.length && timeAt(rows, i) - timeAt(rows, i - 1) <= HOLE_US) continue;
    segmentStretch(rows, from, i, params, repetitions);
    from = i;
  }
  return repetitions;
}

function usableRows(timeUs: ArrayLike<number>, angleDeg: ArrayLike<number>, confidence?: ArrayLike<number>): RowQueue {
  const rows = new RowQueue(REP.width, Math.max(1, timeUs.length));
  let lastUs = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < timeUs.length; i++) {
    if (!(Math.abs(angleDeg[i]) < NO_ANGLE_DEG) || !Number.isFinite(timeUs[i]) || timeUs[i] <= lastUs) continue;
    lastUs = timeUs[i];
    const at = rows.push();
    rows.data[at + REP.timeUs] = timeUs[i];
    rows.data[at + REP.angleDeg] = angleDeg[i];
    rows.data[at + REP.confidence] = confidence?.[i] ?? 1;
  }
  return rows;
}

function segmentStretch(rows: RowQueue, from: number, to: number, params: RepetitionParams, found: Repetition[]): void {
  const smooth = smoothAngles(rows, from, to);
  fillSpeed(rows, from, smooth);
  const least = params.rise * params.minRomDeg;
  const turns = turningPoints(smooth, least);
  dropSmallLegs(turns, WOBBLE, least);
  if (turns.rows.length < 3) return;
  const direction = restSide(smooth, turns.values);
  const curve: Curve = { timeS: timesS(rows, from, to), awayDeg: direction === 1 ? smooth : smooth.map((deg) => -deg) };
  const points = { rows: turns.rows, values: turns.rows.map((row) => curve.awayDeg[row]) };
  const { excursions, usualDeg } = wholeExcursions(curve, points, params);
  for (const { before, peak, after } of excursions) {
    const start = onset(rows, from + before, from + peak, direction);
    const to = onset(rows, from + after, from + peak, -direction);
    const place = { index: found.length, from: from + before, start, to, restDeg: smooth[before], direction, usualRomDeg: usualDeg };
    found.push(describeRepetition(rows, place));
  }
}

/** Exponential smoothing forwards and then backwards: no delay. */
function smoothAngles(rows: RowQueue, from: number, to: number): Float64Array {
  const smooth = new Float64Array(to - from);
  const gain = gains(rows, from, to);
  for (let i = 0; i < smooth.length; i++) smooth[i] = rows.data[rows.offset(from + i) + REP.angleDeg];
  for (let i = 1; i < smooth.length; i++) smooth[i] = smooth[i - 1] + gain[i] * (smooth[i] - smooth[i - 1]);
  for (let i = smooth.length - 2; i >= 0; i--) smooth[i] = smooth[i + 1] + gain[i + 1] * (smooth[i] - smooth[i + 1]);
  return smooth;
}

/** Share of each row in the smoothed value, from its distance to the row before; most distances are that of the row before. */
function gains(rows: RowQueue, from: number, to: number): Float64Array {
  const gain = new Float64Array(to - from);
  let knownUs = Number.NaN;
  for (let i = 1; i < gain.length; i++) {
    const stepUs = timeAt(rows, from + i) - timeAt(rows, from + i - 1);
    gain[i] = stepUs === knownUs ? gain[i - 1] : 1 - exp(-stepUs / (SMOOTH_TAU_S * 1e6));
    knownUs = stepUs;
  }
  return gain;
}

function timesS(rows: RowQueue, from: number, to: number): Float64Array {
  const timeS = new Float64Array(to - from);
  for (let i = 0; i < timeS.length; i++) timeS[i] = timeAt(rows, from + i) * 1e-6;
  return timeS;
}

/** Central differences of the smoothed angle. */
function fillSpeed(rows: RowQueue, from: number, smooth: Float64Array): void {
  const last = smooth.length - 1;
  for (let i = 0; i <= last && last > 0; i++) {
    const a = Math.max(0, i - 1);
    const b = Math.min(last, i + 1);
    rows.data[rows.offset(from + i) + REP.speed] = ((smooth[b] - smooth[a]) * 1e6) / (timeAt(rows, from + b) - timeAt(rows, from + a));
  }
}

/** Row between the peak and a rest row beyond which the way of `direction` is slower than 5 % of its highest speed. */
function onset(rows: RowQueue, rest: number, peak: number, direction: number): number {
  const step = rest < peak ? 1 : -1;
  const speed = (i: number): number => direction * rows.data[rows.offset(i) + REP.speed];
  let fastest = rest;
  for (let i = rest; i !== peak; i += step) if (speed(i) > speed(fastest)) fastest = i;
  let row = fastest;
  while (row !== rest && speed(row) > ONSET * speed(fastest)) row -= step;
  return row;
}

function timeAt(rows: RowQueue, index: number): number {
  return rows.data[rows.offset(index) + REP.timeUs];
}
