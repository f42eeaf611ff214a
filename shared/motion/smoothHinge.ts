import { hypot } from '#shared/signal/portableMath.ts';
import { ClockAlignment } from './clockAlignment.ts';
import { findHingeAxes, type HingeAxes, refineHingeAxes } from './hingeAxes.ts';
import { axesCertainty, hingeAgreement, signCertainty } from './hingeCertainty.ts';
import { HingeGeometry } from './hingeGeometry.ts';
import { HingeMotion } from './hingeMotion.ts';
import { Pairing } from './pairing.ts';
import { PairRows } from './pairRows.ts';
import { negated, wrapRad } from './quaternion.ts';
import { anglesOfSign, followSigns, HEADING_WIDTH, type HingeSigns } from './smoothHingeSigns.ts';
import { type SmoothedOrientation, smoothOrientation } from './smoothOrientation.ts';
import { type RecordedSensor, SmoothPoses } from './smoothPoses.ts';

const DEG = 180 / Math.PI;
/** s; a recording with less motion has no axes. */
const LEAST_MOTION_S = 1;
/** s; the person holds still this long after a zero pose was asked for. */
const ZERO_POSE_DELAY_US = 500_000;
/** An offset between the clocks is refined this often. */
const MOST_ROUNDS = 2;

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
  const signs = followSigns(rows, candidates[0], candidates[1]);
  const best = signs.score < 0 ? 1 : 0;
  const axes = candidates[best];
  const confidence = confidences(axes, signs, best);
  const angleDeg = countFromRest(signs.timeUs, anglesOfSign(rows, axes, signs, best), Math.max(0, signs.firstStill), zeroUs);
  return { timeUs: signs.timeUs, angleDeg, confidence, axes };
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
    const a = new SmoothPoses(first, smoothed[0], 0, everyUs);
    const b = new SmoothPoses(second, smoothed[1], clocks.offsetUs);
    const { rows, motion } = pair(a, b);
    if (motion.motionS < LEAST_MOTION_S) return null;
    const found = findHingeAxes(motion.rates);
    if (round > MOST_ROUNDS || !clocksDiffer(clocks, rows, found)) return { rows, motion, found };
  }
}

function pair(first: SmoothPoses, second: SmoothPoses): Pick<Paired, 'rows' | 'motion'> {
  const pairing = new Pairing(first, second);
  const rows = new PairRows();
  const motion = new HingeMotion(true);
  // The one whose poses have been used up is the one that is behind.
  while (first.poses.length <= second.poses.length ? first.more() || second.more() : second.more() || first.more()) {
    while (pairing.take()) {
      rows.add(pairing.first, pairing.second);
      motion.add(pairing.first, pairing.second);
    }
  }
  return { rows, motion };
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

/** Confidence per pair: how certain the axes are, and how steady the heading offset of their sign is. */
function confidences(axes: HingeAxes, { heading, score, stakeRad, timeUs }: HingeSigns, sign: 0 | 1): Float64Array {
  const certainty = axesCertainty(axes) * signCertainty(Math.abs(score), stakeRad);
  const out = new Float64Array(timeUs.length);
  for (let i = 0; i < out.length; i++) {
    const at = HEADING_WIDTH * (2 * i + sign);
    const weight = heading[at + 2];
    const steadiness = weight > 0 ? Math.min(1, hypot(heading[at], heading[at + 1]) / weight) : 0;
    out[i] = certainty * hingeAgreement(axes, steadiness);
  }
  return out;
}

/** Degrees from the rest pose in force at each time, from raw angles (rad), in place; what comes before the first one counts from it too. */
function countFromRest(timeUs: Float64Array, angle: Float64Array, firstStill: number, zeroUs: readonly number[]): Float64Array {
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
  return angle;
}
