import { HeadingOffset } from './headingOffset.ts';
import { findHingeAxes, type HingeAxes, refineHingeAxes } from './hingeAxes.ts';
import { HingeGeometry } from './hingeGeometry.ts';
import type { HingeMotion } from './hingeMotion.ts';
import { HingeSign } from './hingeSign.ts';
import type { PoseHistory } from './poseHistory.ts';
import { negated, wrapRad } from './quaternion.ts';

/** Axes with the relative sign settled by the movement so far. */
export interface FoundHinge {
  readonly axes: HingeAxes;
  readonly heading: HeadingOffset;
  readonly sign: HingeSign;
  /** Evidence for the sign of j2, -2 to 2. */
  readonly score: number;
  /** rad; how far the angle would be off with the other sign, root mean square. Small when one segment hardly moves. */
  readonly stakeRad: number;
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
  return { axes, heading, sign, score, stakeRad: difference(kept.geometry, turned.geometry, history, fromUs) };
}

/** Root mean square difference of the angles two geometries give, rad, apart from a constant and from which way they count. */
function difference(a: HingeGeometry, b: HingeGeometry, history: PoseHistory, fromUs: number): number {
  let startA = Number.NaN;
  let startB = Number.NaN;
  let count = 0;
  const sums = { a: 0, b: 0, aa: 0, bb: 0, ab: 0 };
  history.each(fromUs, (first, second) => {
    const rawA = a.angleRad(first, second);
    const rawB = b.angleRad(first, second);
    if (count++ === 0) {
      startA = rawA;
      startB = rawB;
    }
    const x = wrapRad(rawA - startA);
    const y = wrapRad(rawB - startB);
    sums.a += x;
    sums.b += y;
    sums.aa += x * x;
    sums.bb += y * y;
    sums.ab += x * y;
  });
  if (count === 0) return 0;
  const spread = sums.aa + sums.bb - (sums.a * sums.a + sums.b * sums.b) / count;
  const together = Math.abs(sums.ab - (sums.a * sums.b) / count);
  return Math.sqrt(Math.max(0, spread - 2 * together) / count);
}
