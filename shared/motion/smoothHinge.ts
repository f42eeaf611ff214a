import { hypot } from '#shared/signal/portableMath.ts';
import { ClockAlignment } from './clockAlignment.ts';
import { HEADING_TAU_S } from './headingOffset.ts';
import { HingeArms } from './hingeArms.ts';
import { findHingeAxes, type HingeAxes, refineHingeAxes } from './hingeAxes.ts';
import { axesCertainty, hingeAgreement, signCertainty } from './hingeCertainty.ts';
import { HingeGeometry } from './hingeGeometry.ts';
import { HingeMotion } from './hingeMotion.ts';
import { HingeStake } from './hingeStake.ts';
import { Pairing } from './pairing.ts';
import { PairRows } from './pairRows.ts';
import { negated, wrapRad } from './quaternion.ts';
import { POSE } from './sensorTrack.ts';
import { type SmoothedOrientation, smoothOrientation } from './smoothOrientation.ts';
import { posesOf, type RecordedSensor } from './smoothPoses.ts';

const DEG = 180 / Math.PI;
/** s; a recording with less motion has no axes. */
const LEAST_MOTION_S = 1;
/** us; after a longer hole the heading offset is another one. */
const HOLE_US = 1_000_000;
/** s; the person holds still this long after a zero pose was asked for. */
const ZERO_POSE_DELAY_US = 500_000;
/** An offset between the clocks is refined this often. */
const MOST_ROUNDS = 2;
/** Evidence for the sign is read once in so many pairs. */
const SIGN_EVERY = 500;

/** Angle of a hinge over a whole recording: a row per pair, in the order of time. */
export interface SmoothHinge {
  readonly timeUs: Float64Array;
  /** From the rest pose, positive the way the joint moves most. */
  readonly angleDeg: Float64Array;
  readonly confidence: Float64Array;
  readonly axes: HingeAxes;
}

/**
 * Angle of a hinge joint from the whole recording of two sensors: axes from all of the movement, orientations by the smoother and a
 * heading offset filtered forward and backward, so nothing lags (motion.md, Hinge joint). Null when there is too little movement.
 * Angles count from the rest poses asked for at `zeroUs` (ascending), else from the first time the person is still.
 * Clocks that differ are aligned. An angle every `everyUs` at most, every pair by default.
 */
export function smoothHinge(
  first: RecordedSensor,
  second: RecordedSensor,
  zeroUs: readonly number[] = [],
  everyUs = 0,
): SmoothHinge | null {
  const paired = pairsOf(first, second, everyUs);
  if (paired === null) return null;
  const { rows, motion, found } = paired;
  const candidates = [found.j2, negated(found.j2)].map((j2) => refineHingeAxes(motion.rates, motion.ups, { j1: found.j1, j2 }));
  const headings = candidates.map((axes) => smoothHeading(rows, new HingeGeometry(axes.j1, axes.j2)));
  const score = (signScore(rows, headings[0]) - signScore(rows, headings[1])) / 2;
  const best = score < 0 ? 1 : 0;
  const axes = candidates[best];
  const [kept, turned] = [best, 1 - best].map((i) => rawAngles(rows, candidates[i], headings[i]));
  const stake = new HingeStake();
  for (let i = 0; i < rows.count; i++) stake.add(kept[i], turned[i]);
  const sign = signCertainty(Math.abs(score), stake.stakeRad);
  return { ...angles(rows, axes, kept, headings[best], sign, zeroUs), axes };
}

interface Paired {
  readonly rows: PairRows;
  readonly motion: HingeMotion;
  /** Axes from the rates alone: the sign of the second one is open. */
  readonly found: HingeAxes;
}

/** Pairs on one clock, and what they show of the axes; null when there is too little movement. */
function pairsOf(first: RecordedSensor, second: RecordedSensor, everyUs: number): Paired | null {
  const smoothed = [smoothed6(first), smoothed6(second)] as const;
  const clocks = new ClockAlignment();
  for (let round = 1; ; round++) {
    const pairing = new Pairing(posesOf(first, smoothed[0], 0, everyUs), posesOf(second, smoothed[1], clocks.offsetUs));
    const rows = new PairRows(first.timeUs.length);
    while (pairing.take()) rows.add(pairing.first, pairing.second);
    const motion = new HingeMotion(true);
    rows.each((a, b) => motion.add(a, b));
    if (motion.motionS < LEAST_MOTION_S) return null;
    const found = findHingeAxes(motion.rates);
    if (round > MOST_ROUNDS || !clocksDiffer(clocks, rows, found)) return { rows, motion, found };
  }
}

function smoothed6({ timeUs, axes, params }: RecordedSensor): SmoothedOrientation {
  return smoothOrientation(timeUs, axes, params);
}

/** True when the offset in `clocks` is a new one. */
function clocksDiffer(clocks: ClockAlignment, rows: PairRows, { j1, j2 }: HingeAxes): boolean {
  const geometry = new HingeGeometry(j1, j2);
  let found = false;
  rows.each((a, b) => {
    found ||= clocks.add(geometry, a, b);
  });
  return found;
}

/** Cosine and sine of the heading offset (any length) and how steady it is, per pair: low-passed forward, then backward. */
function smoothHeading(rows: PairRows, geometry: HingeGeometry): Float64Array {
  const out = new Float64Array(3 * rows.count);
  rows.each((a, b, i) => {
    geometry.compareHeadings(a, b);
    out[3 * i] = geometry.cos;
    out[3 * i + 1] = geometry.sin;
    out[3 * i + 2] = geometry.weight;
  });
  for (const forward of [true, false]) {
    let from = 0;
    for (let i = 1; i <= rows.count; i++) {
      if (i < rows.count && rows.timeUs(i) - rows.timeUs(i - 1) <= HOLE_US) continue;
      lowPass(rows, out, forward ? from : i - 1, forward ? i : from - 1);
      from = i;
    }
  }
  return out;
}

/** First-order low pass of rows `from` up to, not including, `to`, in either direction; starts as a mean. */
function lowPass(rows: PairRows, data: Float64Array, from: number, to: number): void {
  const step = to > from ? 1 : -1;
  let seenS = 0;
  for (let i = from + step; i !== to; i += step) {
    const stepS = Math.abs(rows.timeUs(i) - rows.timeUs(i - step)) * 1e-6;
    seenS += stepS;
    const gain = Math.min(1, stepS / Math.min(HEADING_TAU_S, seenS));
    for (let c = 0; c < 3; c++) data[3 * i + c] = data[3 * (i - step) + c] + gain * (data[3 * i + c] - data[3 * (i - step) + c]);
  }
}

/** How well the heading offset joins the two segments, -1 to 1, over all of the recording. */
function signScore(rows: PairRows, heading: Float64Array): number {
  const arms = new HingeArms();
  let sum = 0;
  let count = 0;
  rows.each((a, b, i) => {
    arms.add(a, b);
    if (i % SIGN_EVERY !== SIGN_EVERY - 1 && i !== rows.count - 1) return;
    sum += arms.score(heading[3 * i], heading[3 * i + 1]);
    count++;
  });
  return sum / Math.max(1, count);
}

/** Angle about the axis per pair, rad, without zero. */
function rawAngles(rows: PairRows, axes: HingeAxes, heading: Float64Array): Float64Array {
  const geometry = new HingeGeometry(axes.j1, axes.j2);
  const rad = new Float64Array(rows.count);
  rows.each((a, b, i) => {
    geometry.setHeading(heading[3 * i], heading[3 * i + 1]);
    rad[i] = geometry.angleRad(a, b);
  });
  return rad;
}

function angles(
  rows: PairRows,
  axes: HingeAxes,
  rad: Float64Array,
  heading: Float64Array,
  sign: number,
  zeroUs: readonly number[],
): Omit<SmoothHinge, 'axes'> {
  const timeUs = new Float64Array(rows.count);
  const confidence = new Float64Array(rows.count);
  const certainty = axesCertainty(axes) * sign;
  let firstStill = -1;
  rows.each((a, b, i) => {
    timeUs[i] = a[POSE.timeUs];
    const weight = heading[3 * i + 2];
    const steadiness = weight > 0 ? Math.min(1, hypot(heading[3 * i], heading[3 * i + 1]) / weight) : 0;
    confidence[i] = certainty * hingeAgreement(axes, steadiness);
    if (firstStill < 0 && a[POSE.rest] === 1 && b[POSE.rest] === 1) firstStill = i;
  });
  countFromRest(timeUs, rad, Math.max(0, firstStill), zeroUs);
  return { timeUs, angleDeg: rad, confidence };
}

/** Turns raw angles (rad) into degrees from the rest pose in force at each time; what comes before the first one counts from it too. */
function countFromRest(timeUs: Float64Array, angle: Float64Array, firstStill: number, zeroUs: readonly number[]): void {
  const zeroRows = zeroUs.map((atUs) => timeUs.findIndex((time) => time >= atUs + ZERO_POSE_DELAY_US)).filter((row) => row >= 0);
  const rests = (zeroRows.length === 0 ? [firstStill] : zeroRows).map((row) => ({ row, rad: angle[row] }));
  let next = 1;
  let restRad = rests[0]?.rad ?? 0;
  let sum = 0;
  for (let i = 0; i < angle.length; i++) {
    if (next < rests.length && i >= rests[next].row) restRad = rests[next++].rad;
    angle[i] = wrapRad(angle[i] - restRad) * DEG;
    sum += angle[i];
  }
  if (sum < 0) for (let i = 0; i < angle.length; i++) angle[i] = -angle[i];
}
