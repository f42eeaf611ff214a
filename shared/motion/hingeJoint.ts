import { ClockAlignment } from './clockAlignment.ts';
import { HeadingOffset } from './headingOffset.ts';
import { findHingeAxes, type HingeAxes, refineHingeAxes } from './hingeAxes.ts';
import { axesCertainty, hingeAgreement, signCertainty } from './hingeCertainty.ts';
import { HingeGeometry } from './hingeGeometry.ts';
import type { HingeMotion } from './hingeMotion.ts';
import type { FoundHinge, ScoreOf } from './hingeSearch.ts';
import { HingeSign } from './hingeSign.ts';
import { alike, negated } from './quaternion.ts';

/** rad; the first axes must be at least this certain. */
const FIRST_UNCERTAINTY_RAD = 0.06;
/** rad; less movement, root mean square, is a tremor: it shows the axis, but not which way it points nor which way the exercise goes. */
const TREMOR_RAD = 0.04;
/** Sign scores below minus this turn a known axis round. */
const CLEARLY = 0.08;
/** The sign test takes every tenth pair it is shown, and judges once in so many. */
const SIGN_EVERY = 5;
const CHECK_EVERY = 20;
/** One refit in so many also searches from scratch. */
const FRESH_EVERY = 6;
/** Share of the rates; a residual below this is the sensors' own, and fitting it better would only turn the axis of a segment that is still. */
const SENSOR_NOISE = 0.03;
/** A fit from scratch replaces a refined one when its residual is smaller by this factor. */
const BETTER = 0.85;
/** s; memory of how steady the heading offset is. */
const STEADY_TAU_S = 10;

/** Whether first axes are certain enough to show an angle by. */
export function isCertain({ axes, score, stakeRad, movedRad }: FoundHinge): boolean {
  return movedRad >= TREMOR_RAD && axes.uncertainty <= FIRST_UNCERTAINTY_RAD && signCertainty(score, stakeRad) > 0.5;
}

/** A hinge whose axes are known: follows the heading offset of its sensors, refits the axes and watches the sign of the second one. */
export class HingeJoint {
  axes: HingeAxes | null = null;
  readonly geometry = new HingeGeometry({ x: 1, y: 0, z: 0 }, { x: 1, y: 0, z: 0 });
  readonly clocks = new ClockAlignment();
  heading = new HeadingOffset();
  /** 0 to 1: how certain the axes' directions are, and how well the two sensors move like one hinge. */
  certainty = 0;
  agreement = 0;
  readonly #steady = new HeadingOffset();
  #sign = new HingeSign();
  #signScore = 0;
  #stakeRad = 0;
  #widestRad = 0;
  #looks = 0;
  #fits = 0;

  /** How certain the sign of the second axis is, 0.5 to 1. */
  get signCertainty(): number {
    return signCertainty(this.#signScore, this.#stakeRad);
  }

  /** The joint went so far from its rest pose (rad): further than before, a wrong sign would show more. */
  reach(awayRad: number): void {
    if (!(awayRad > this.#widestRad)) return;
    if (this.#widestRad > 0) this.#stakeRad *= awayRad / this.#widestRad;
    this.#widestRad = awayRad;
  }

  start({ axes, heading, sign, stakeRad, score }: FoundHinge): void {
    this.heading = heading;
    this.#sign = sign;
    this.#stakeRad = stakeRad;
    this.#signScore = score;
    this.#take(axes);
  }

  /** A pair from before the axes were known: shows how steady the heading offset is. */
  look(first: Float64Array, second: Float64Array, stepS: number): void {
    this.geometry.compareHeadings(first, second);
    this.#steady.add(this.geometry, stepS, STEADY_TAU_S);
    this.#agree();
  }

  /** Follows the heading offset with a pair that comes `stepS` after the one before. */
  follow(first: Float64Array, second: Float64Array, stepS: number): void {
    this.look(first, second, stepS);
    this.heading.add(this.geometry, stepS);
    this.geometry.setHeading(this.heading.cos, this.heading.sin);
  }

  /** Looks at the sign with a settled pair; true when the second axis was turned round. */
  watchSign(first: Float64Array, second: Float64Array, stepS: number, scoreOf: ScoreOf): boolean {
    if (++this.#looks % SIGN_EVERY !== 0) return false;
    this.#sign.add(this.geometry, first, second, SIGN_EVERY * stepS);
    if (this.#looks % CHECK_EVERY !== 0) return false;
    this.#signScore = scoreOf(this.heading, this.#sign);
    if (this.#signScore >= -CLEARLY) return false;
    const { j1, j2 } = this.geometry;
    this.geometry.setAxes(j1, negated(j2));
    this.heading.turnRound();
    this.#steady.turnRound();
    this.#sign.turnRound();
    this.#signScore = -this.#signScore;
    return true;
  }

  refit({ rates, ups }: HingeMotion): void {
    const { j1, j2 } = this.geometry;
    let next = refineHingeAxes(rates, ups, { j1, j2 });
    const search = this.#fits++ % FRESH_EVERY === 0 && next.residual > SENSOR_NOISE;
    const fresh = search ? findHingeAxes(rates) : next;
    if (fresh.residual < BETTER * next.residual) next = { ...fresh, j1: alike(fresh.j1, j1), j2: alike(fresh.j2, j2) };
    this.#take(next);
  }

  #take(axes: HingeAxes): void {
    this.axes = axes;
    this.geometry.setAxes(axes.j1, axes.j2);
    this.certainty = axesCertainty(axes);
    this.#agree();
  }

  #agree(): void {
    if (this.axes !== null) this.agreement = hingeAgreement(this.axes, this.#steady.steadiness);
  }
}
