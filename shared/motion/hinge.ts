import { square } from '#shared/signal/portableMath.ts';
import { type AngleSink, type AngleSource, Direction, ZeroPoses } from './angle.ts';
import { HeadingOffset } from './headingOffset.ts';
import { HingeArms } from './hingeArms.ts';
import { findHingeAxes, type HingeAxes, refineHingeAxes } from './hingeAxes.ts';
import { axesCertainty } from './hingeCertainty.ts';
import { HingeGeometry } from './hingeGeometry.ts';
import { HingeMotion } from './hingeMotion.ts';
import { searchHinge } from './hingeSearch.ts';
import { HingeSign } from './hingeSign.ts';
import { Pairing } from './pairing.ts';
import { PoseHistory } from './poseHistory.ts';
import { negated, type Vec3, wrapRad } from './quaternion.ts';
import { POSE, POSE_WIDTH, type SensorTrack } from './sensorTrack.ts';

const DEG = 180 / Math.PI;
/** s of motion before the first fit and between the next ones, so that the first repetitions can be shown; later ones come rarely. */
const FIRST_FIT_S = 2;
const EARLY_FIT_S = 1;
const REFIT_S = 10;
/** rad, and score of the sign: the first axes must be at least this certain. After 10 s of motion they are taken as they are. */
const FIRST_UNCERTAINTY_RAD = 0.06;
const SIGN_KNOWN = 0.2;
/** rad; a sign that makes no more difference than this need not be known. */
const SMALL_STAKE_RAD = 0.05;
const LAST_FIRST_FIT_S = 10;
/** s; a recording with less motion has no axes. */
const LEAST_MOTION_S = 1;
/** us; a sensor that starts in the middle of a movement does not know its inclination before. */
const SETTLING_US = 3_000_000;
/** us; after a longer hole the filters start anew and the heading is a guess. */
const HOLE_US = 1_000_000;
/** Sign scores below minus this turn a known axis round. */
const CLEARLY = 0.1;
/** The sign test looks at every tenth pair, and judges once in so many. */
const SIGN_EVERY = 10;
const CHECK_EVERY = 100;
/** One refit in so many also searches from scratch. */
const FRESH_EVERY = 6;
/** Share of the rates; a residual below this is the sensors' own, and fitting it better would only turn the axis of a segment that is still. */
const SENSOR_NOISE = 0.03;
/** A fit from scratch replaces a refined one when its residual is smaller by this factor. */
const BETTER = 0.85;
/** s; memory of how steady the heading offset is. */
const STEADY_TAU_S = 10;

/**
 * Angle of a hinge joint (knee, elbow) from one sensor on each side, any mounting, no magnetometer, causal (motion.md, Hinge joint).
 * Axes come from the movement itself. Until they are known there is no angle; then the movement since the start follows at once.
 */
export class HingeAngle implements AngleSource {
  axes: HingeAxes | null = null;
  readonly #sink: AngleSink;
  readonly #pairing: Pairing;
  readonly #motion = new HingeMotion();
  readonly #arms = new HingeArms();
  readonly #history = new PoseHistory();
  readonly #geometry = new HingeGeometry({ x: 1, y: 0, z: 0 }, { x: 1, y: 0, z: 0 });
  #heading = new HeadingOffset();
  readonly #steady = new HeadingOffset();
  #sign = new HingeSign();
  #signScore = 0;
  #stakeRad = 0;
  readonly #direction = new Direction();
  #nextFitS = FIRST_FIT_S;
  readonly #zeroPoses = new ZeroPoses();
  /** The rest pose: both poses and the heading offset of that time. */
  readonly #zeroFirst = new Float64Array(POSE_WIDTH);
  readonly #zeroSecond = new Float64Array(POSE_WIDTH);
  #zeroCos = 0;
  #zeroSin = 0;
  #zeroRad = 0;
  #hasZero = false;
  #settledUs = Number.NaN;
  #lastUs = Number.NaN;
  #pairs = 0;
  #fits = 0;

  constructor(proximal: SensorTrack, distal: SensorTrack, sink: AngleSink) {
    this.#pairing = new Pairing(proximal, distal);
    this.#sink = sink;
  }

  zeroAt(timeUs: number): void {
    this.#zeroPoses.add(timeUs);
  }

  run(): void {
    while (this.#pairing.take()) this.#pair(this.#pairing.first, this.#pairing.second);
  }

  finish(): void {
    this.run();
    if (this.axes === null && this.#motion.motionS >= LEAST_MOTION_S) this.#tryFirst(this.#lastUs, true);
  }

  #pair(first: Float64Array, second: Float64Array): void {
    const timeUs = first[POSE.timeUs];
    const still = first[POSE.rest] === 1 && second[POSE.rest] === 1;
    this.#settle(timeUs, still);
    this.#motion.add(first, second);
    if (timeUs >= this.#settledUs) this.#arms.add(first, second);
    if (this.axes !== null) this.#follow(first, second, timeUs);
    if (this.#zeroPoses.due(timeUs) || (!this.#hasZero && still)) this.#setZero(first, second);
    if (this.axes === null) {
      this.#history.add(first, second);
      if (this.#motion.motionS >= this.#nextFitS && timeUs >= this.#settledUs)
        this.#tryFirst(timeUs, this.#motion.motionS >= LAST_FIRST_FIT_S);
    } else {
      if (this.#motion.motionS >= this.#nextFitS) this.#refit();
      this.#emit(first, second, timeUs);
    }
    this.#lastUs = timeUs;
  }

  /** Inclinations need a while after a start or a hole, unless the person is still; the heading offset is a new one after a hole. */
  #settle(timeUs: number, still: boolean): void {
    if (!(timeUs - this.#lastUs <= HOLE_US)) {
      this.#settledUs = timeUs + SETTLING_US;
      this.#heading.restart();
    }
    if (still && timeUs < this.#settledUs) this.#settledUs = timeUs;
  }

  #setZero(first: Float64Array, second: Float64Array): void {
    this.#hasZero = true;
    this.#zeroFirst.set(first);
    this.#zeroSecond.set(second);
    this.#zeroCos = this.#heading.cos;
    this.#zeroSin = this.#heading.sin;
    if (this.axes !== null) this.#measureZero();
    this.#direction.open();
  }

  #measureZero(): void {
    this.#geometry.setHeading(this.#zeroCos, this.#zeroSin);
    this.#zeroRad = this.#geometry.angleRad(this.#zeroFirst, this.#zeroSecond);
    this.#geometry.setHeading(this.#heading.cos, this.#heading.sin);
  }

  #tryFirst(nowUs: number, anyway: boolean): void {
    const found = searchHinge(
      this.#motion,
      this.#arms,
      this.#history,
      this.#settledUs <= nowUs ? this.#settledUs : Number.NEGATIVE_INFINITY,
    );
    const signKnown = found.score >= SIGN_KNOWN || found.stakeRad <= SMALL_STAKE_RAD;
    const certain = found.axes.uncertainty <= FIRST_UNCERTAINTY_RAD && signKnown;
    if (!certain && !anyway) {
      this.#nextFitS += EARLY_FIT_S;
      return;
    }
    this.#nextFitS = this.#motion.motionS + EARLY_FIT_S;
    this.axes = found.axes;
    this.#geometry.setAxes(found.axes.j1, found.axes.j2);
    this.#heading = found.heading;
    this.#sign = found.sign;
    this.#stakeRad = found.stakeRad;
    this.#signScore = found.score;
    this.#giveHistory(nowUs);
  }

  /** Gives the movement so far, with the heading offset that fits all of it. The joint moves away from the rest pose to the positive side. */
  #giveHistory(nowUs: number): void {
    const all = Number.NEGATIVE_INFINITY;
    if (!this.#hasZero) this.#history.each(all, (first, second) => !this.#hasZero && this.#setZero(first, second));
    this.#zeroCos = this.#heading.cos;
    this.#zeroSin = this.#heading.sin;
    this.#measureZero();
    let sum = 0;
    this.#history.each(all, (first, second) => {
      sum += wrapRad(this.#geometry.angleRad(first, second) - this.#zeroRad);
      this.#geometry.compareHeadings(first, second);
      this.#steady.add(this.#geometry, 0.01, STEADY_TAU_S);
    });
    this.#direction.settle(sum);
    this.#history.each(all, (first, second) => this.#emit(first, second, nowUs));
    this.#history.clear();
  }

  #follow(first: Float64Array, second: Float64Array, timeUs: number): void {
    const stepS = Math.min(0.1, (timeUs - this.#lastUs) * 1e-6);
    const geometry = this.#geometry;
    geometry.compareHeadings(first, second);
    this.#heading.add(geometry, stepS);
    this.#steady.add(geometry, stepS, STEADY_TAU_S);
    geometry.setHeading(this.#heading.cos, this.#heading.sin);
    if (++this.#pairs % SIGN_EVERY !== 0 || timeUs < this.#settledUs) return;
    this.#sign.add(geometry, first, second, SIGN_EVERY * stepS);
    if (this.#pairs % CHECK_EVERY !== 0) return;
    this.#signScore = this.#arms.score(this.#heading.cos, this.#heading.sin) + this.#sign.score;
    if (this.#signScore < -CLEARLY) this.#turnRound();
  }

  #turnRound(): void {
    const { j1, j2 } = this.#geometry;
    this.#geometry.setAxes(j1, negated(j2));
    this.#heading.turnRound();
    this.#steady.turnRound();
    this.#sign.turnRound();
    this.#zeroCos = -this.#zeroCos;
    this.#zeroSin = -this.#zeroSin;
    this.#signScore = -this.#signScore;
    this.#refit();
    this.#direction.open();
  }

  #refit(): void {
    const { rates, ups, motionS } = this.#motion;
    this.#nextFitS = motionS + Math.min(REFIT_S, Math.max(EARLY_FIT_S, motionS / 2));
    let next = refineHingeAxes(rates, ups, this.#geometry);
    const search = this.#fits++ % FRESH_EVERY === 0 && next.residual > SENSOR_NOISE;
    const fresh = search ? findHingeAxes(rates) : next;
    if (fresh.residual < BETTER * next.residual)
      next = { ...fresh, j1: alike(fresh.j1, this.#geometry.j1), j2: alike(fresh.j2, this.#geometry.j2) };
    this.axes = next;
    this.#geometry.setAxes(next.j1, next.j2);
    this.#measureZero();
  }

  #emit(first: Float64Array, second: Float64Array, availableUs: number): void {
    const raw = this.#geometry.angleRad(first, second);
    const angle = this.#direction.apply(wrapRad(raw - this.#zeroRad) * DEG);
    this.#sink(first[POSE.timeUs], angle, this.#confidence(), availableUs);
  }

  /** Certainty of the axes times the steadiness of the heading offset, 0 to 1. */
  #confidence(): number {
    const axes = this.axes;
    if (axes === null) return 0;
    const sure = square(this.#steady.steadiness) * axesCertainty(axes);
    return this.#stakeRad <= SMALL_STAKE_RAD || this.#signScore >= SIGN_KNOWN ? sure : 0.5 * sure;
  }
}

/** `axis` or its opposite, whichever points the way of `like`. */
function alike(axis: Vec3, like: Vec3): Vec3 {
  return axis.x * like.x + axis.y * like.y + axis.z * like.z < 0 ? negated(axis) : axis;
}
