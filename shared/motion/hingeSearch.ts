import { HeadingOffset } from './headingOffset.ts';
import { findHingeAxes, type HingeAxes, refineHingeAxes } from './hingeAxes.ts';
import { HingeGeometry } from './hingeGeometry.ts';
import type { HingeMotion } from './hingeMotion.ts';
import { HingeSign } from './hingeSign.ts';
import { HingeStake } from './hingeStake.ts';
import type { PoseHistory } from './poseHistory.ts';
import { negated } from './quaternion.ts';

/** Axes with the relative sign settled by the movement so far. */
export interface FoundHinge {
  readonly axes: HingeAxes;
  readonly heading: HeadingOffset;
  readonly sign: HingeSign;
  /** Evidence for the sign of j2, -2 to 2. */
  readonly score: number;
  /** rad; how far the angle would be off with the other sign, root mean square. Small when one segment hardly moves. */
  readonly stakeRad: number;
  /** rad; how far the joint moved, root mean square about the mean angle: the smaller one of both signs. */
  readonly movedRad: number;
}

/** Evidence that a sign of j2, with its heading offset, is right. */
export type ScoreOf = (heading: HeadingOffset, sign: HingeSign) => number;

/** A pair counts as this much time: only shares matter, and the sensors' headings hardly drift while axes are searched. */
const STEP_S = 0.01;

/**
 * First axes of a hinge. Rates leave the sign of j2 open, so both signs are refined with gravity, each with its own heading offset
 * over the movement from `fromUs` on, and the one is taken in which both segments move as if joined.
 */
export function searchHinge({ rates, ups }: HingeMotion, scoreOf: ScoreOf, history: PoseHistory, fromUs: number): FoundHinge {
  const found = findHingeAxes(rates);
  const candidates = [found.j2, negated(found.j2)].map((j2) => {
    const axes = refineHingeAxes(rates, ups, { j1: found.j1, j2 });
    const geometry = new HingeGeometry(axes.j1, axes.j2);
    const heading = new HeadingOffset();
    history.each(fromUs, (first, second) => {
      geometry.compareHeadings(first, second);
      heading.add(geometry, STEP_S, Number.POSITIVE_INFINITY);
    });
    geometry.setHeading(heading.cos, heading.sin);
    const sign = new HingeSign();
    history.each(fromUs, (first, second) => sign.add(geometry, first, second, STEP_S));
    return { axes, geometry, heading, sign, score: scoreOf(heading, sign) };
  });
  const [kept, turned] = candidates;
  const { axes, heading, sign, score } = turned.score > kept.score ? turned : kept;
  const stake = new HingeStake();
  history.each(fromUs, (first, second) => stake.add(kept.geometry.angleRad(first, second), turned.geometry.angleRad(first, second)));
  return { axes, heading, sign, score, stakeRad: stake.stakeRad, movedRad: stake.movedRad };
}
