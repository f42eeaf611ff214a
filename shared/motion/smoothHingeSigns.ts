import { inPieces } from '#shared/signal/inPieces.ts';
import { HEADING_TAU_S } from './headingOffset.ts';
import { HingeArms } from './hingeArms.ts';
import type { HingeAxes } from './hingeAxes.ts';
import { HingeGeometry } from './hingeGeometry.ts';
import { HingeStake } from './hingeStake.ts';
import type { PairRows } from './pairRows.ts';
import { POSE } from './sensorTrack.ts';

/** us; after a longer hole the heading offset is another one. */
const HOLE_US = 1_000_000;
/** Evidence for the sign is read once in so many pairs. */
const SIGN_EVERY = 500;
/** How far apart the angles of both signs are is read once in so many pairs. */
const STAKE_EVERY = 5;

/** Columns of a sign's heading offset: cosine and sine (any length), and what they would be were it steady. */
export const HEADING_WIDTH = 3;
const BOTH = 2 * HEADING_WIDTH;

/** What the two signs of a hinge's second axis make of a whole recording. */
export interface HingeSigns {
  readonly timeUs: Float64Array;
  /** Per pair the heading offset of the first sign, then of the second. */
  readonly heading: Float64Array;
  /** How much better the first sign's heading offsets join the two segments than the second's, -1 to 1. */
  readonly score: number;
  /** rad; how far apart both angles are. */
  readonly stakeRad: number;
  /** First pair in which both sensors are still; -1 when there is none. */
  readonly firstStill: number;
}

/** Follows both signs through the recording, each with its own heading offset, which is low-passed forward and then backward. */
export function followSigns(rows: PairRows, first: HingeAxes, second: HingeAxes): HingeSigns {
  const geometries = [new HingeGeometry(first.j1, first.j2), new HingeGeometry(second.j1, second.j2)] as const;
  const timeUs = new Float64Array(rows.count);
  const heading = new Float64Array(BOTH * rows.count);
  rows.each((a, b, i) => {
    timeUs[i] = a[POSE.timeUs];
    compare(geometries[0], a, b, heading, BOTH * i);
    compare(geometries[1], a, b, heading, BOTH * i + HEADING_WIDTH);
  });
  smoothHeadings(timeUs, heading);
  const arms = new HingeArms();
  const stake = new HingeStake();
  const looks = Math.max(1, Math.ceil(rows.count / SIGN_EVERY));
  let score = 0;
  let firstStill = -1;
  rows.each((a, b, i) => {
    const at = BOTH * i;
    arms.add(a, b);
    if (i % SIGN_EVERY === SIGN_EVERY - 1 || i === rows.count - 1) {
      score += arms.score(heading[at], heading[at + 1]) - arms.score(heading[at + HEADING_WIDTH], heading[at + HEADING_WIDTH + 1]);
    }
    if (i % STAKE_EVERY === 0) {
      stake.add(angleAt(geometries[0], a, b, heading, at), angleAt(geometries[1], a, b, heading, at + HEADING_WIDTH));
    }
    if (firstStill < 0 && a[POSE.rest] === 1 && b[POSE.rest] === 1) firstStill = i;
  });
  return { timeUs, heading, score: score / (2 * looks), stakeRad: stake.stakeRad, firstStill };
}

/** Angle about the axis per pair, rad, without zero: with the axes and the heading offsets of one sign, 0 the first. */
export function anglesOfSign(rows: PairRows, { j1, j2 }: HingeAxes, { heading }: HingeSigns, sign: 0 | 1): Float64Array {
  const geometry = new HingeGeometry(j1, j2);
  const rad = new Float64Array(rows.count);
  rows.each((a, b, i) => {
    rad[i] = angleAt(geometry, a, b, heading, BOTH * i + HEADING_WIDTH * sign);
  });
  return rad;
}

function compare(geometry: HingeGeometry, first: Float64Array, second: Float64Array, out: Float64Array, at: number): void {
  geometry.compareHeadings(first, second);
  out[at] = geometry.cos;
  out[at + 1] = geometry.sin;
  out[at + 2] = geometry.weight;
}

function angleAt(geometry: HingeGeometry, first: Float64Array, second: Float64Array, heading: Float64Array, at: number): number {
  geometry.setHeading(heading[at], heading[at + 1]);
  return geometry.angleRad(first, second);
}

/** Each stretch between holes by itself. */
function smoothHeadings(timeUs: Float64Array, heading: Float64Array): void {
  let from = 0;
  for (let i = 1; i <= timeUs.length; i++) {
    if (i < timeUs.length && timeUs[i] - timeUs[i - 1] <= HOLE_US) continue;
    const times = timeUs.subarray(from, i);
    const rows = heading.subarray(BOTH * from, BOTH * i);
    for (const backward of [false, true]) {
      const seenS = new Float64Array(1);
      inPieces(times.length, (start, end) => lowPassPiece(times, rows, start, end, backward, seenS), backward);
    }
    from = i;
  }
}

/** First-order low pass of the rows `from` up to, not including, `to`, in either direction; starts as a mean. `seenS`: s so far. */
function lowPassPiece(timeUs: Float64Array, data: Float64Array, from: number, to: number, backward: boolean, seenS: Float64Array): void {
  let seen = seenS[0];
  for (let n = from; n < to; n++) {
    const i = backward ? to - 1 - (n - from) : n;
    const before = backward ? i + 1 : i - 1;
    if (before < 0 || before === timeUs.length) continue;
    const stepS = Math.abs(timeUs[i] - timeUs[before]) * 1e-6;
    seen += stepS;
    const gain = Math.min(1, stepS / Math.min(HEADING_TAU_S, seen));
    for (let c = 0; c < BOTH; c++) data[BOTH * i + c] = data[BOTH * before + c] + gain * (data[BOTH * i + c] - data[BOTH * before + c]);
  }
  seenS[0] = seen;
}
