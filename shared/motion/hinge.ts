import { hypot } from '#shared/signal/portableMath.ts';
import { type AngleSink, type AngleSource, anyDirection, Direction, type DirectionParams, ZeroPoses } from './angle.ts';
import { AngleQuality, type AngleReason } from './angleQuality.ts';
import { ClockAlignment } from './clockAlignment.ts';
import { HeadingOffset } from './headingOffset.ts';
import { HingeArms } from './hingeArms.ts';
import { findHingeAxes, type HingeAxes, refineHingeAxes } from './hingeAxes.ts';
import { axesCertainty, hingeAgreement } from './hingeCertainty.ts';
import { HingeGeometry } from './hingeGeometry.ts';
import { HingeMotion } from './hingeMotion.ts';
import { HingeRest } from './hingeRest.ts';
import { searchHinge } from './hingeSearch.ts';
import { HingeSign } from './hingeSign.ts';
import { Pairing } from './pairing.ts';
import { PoseHistory } from './poseHistory.ts';
import { alike, negated, wrapRad } from './quaternion.ts';
import { FLAW, POSE, type SensorTrack } from './sensorTrack.ts';

const DEG = 180 / Math.PI;
/** s of motion before the first fit and between the next ones, so that the first repetitions can be shown; later ones come rarely. */
const FIRST_FIT_S = 2;
const EARLY_FIT_S = 1;
const REFIT_S = 10;
/** rad, and score of the sign: the first axes must be at least this certain. After 10 s of motion they are taken as they are. */
const FIRST_UNCERTAINTY_RAD = 0.06;
const SIGN_KNOWN = 0.08;
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
const CLEARLY = 0.08;
/** The sign test looks at every tenth pair, and judges once in so many. */
const SIGN_EVERY = 10;
const CHECK_EVERY = 100;
/** us; a sensor at the end of its range has lost part of the turn, and the pose needs so long to recover. */
const UNSATURATED_US = 3_000_000;
/** How much a heading offset near zero speaks for its sign when both sensors know north themselves. */
const COMMON_NORTH = 0.2;
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
  readonly #direction: Direction;
  #nextFitS = FIRST_FIT_S;
  readonly #zeroPoses = new ZeroPoses();
  readonly #rest = new HingeRest();
  #settledUs = Number.NaN;
  #unsaturatedUs = Number.NEGATIVE_INFINITY;
  #holed = false;
  #onBoard = false;
  readonly #clocks = new ClockAlignment();
  readonly #quality = new AngleQuality();
  #lastUs = Number.NaN;
  #pairs = 0;
  #fits = 0;

  constructor(proximal: SensorTrack, distal: SensorTrack, sink: AngleSink, way: DirectionParams = anyDirection) {
    this.#direction = new Direction(way);
    this.#pairing = new Pairing(proximal, distal);
    this.#sink = sink;
  }

  get reason(): AngleReason | null {
    if (this.axes !== null) return this.#quality.reason;
    return this.#motion.motionS < FIRST_FIT_S ? 'notEnoughMotion' : 'axisNotFound';
  }

  /** s; how much later than the first sensor's the second's time stamps are taken to be. */
  get clockOffsetS(): number {
    return this.#clocks.offsetUs * 1e-6;
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
    this.#pairs++;
    this.#settle(timeUs, still);
    this.#onBoard = first[POSE.flaw] === FLAW.onBoard && second[POSE.flaw] === FLAW.onBoard;
    if (first[POSE.flaw] === FLAW.saturated || second[POSE.flaw] === FLAW.saturated) this.#unsaturatedUs = timeUs + UNSATURATED_US;
    this.#motion.add(first, second);
    if (timeUs >= this.#settledUs) this.#arms.add(first, second);
    if (this.axes !== null) this.#follow(first, second, timeUs);
    if (this.#zeroPoses.due(timeUs) || (!this.#rest.known && still)) this.#setZero(first, second);
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
      this.#holed = this.#pairs > 1;
      this.#heading.restart();
    }
    if (still && timeUs < this.#settledUs) this.#settledUs = timeUs;
  }

  #setZero(first: Float64Array, second: Float64Array): void {
    this.#rest.take(first, second);
    this.#rest.takeHeading(this.#heading);
    if (this.axes !== null) this.#rest.measure(this.#geometry, this.#heading);
    this.#direction.open();
  }

  #tryFirst(nowUs: number, anyway: boolean): void {
    const found = searchHinge(
      this.#motion,
      this.#scoreOf,
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
    if (!this.#rest.known) this.#history.each(all, (first, second) => !this.#rest.known && this.#setZero(first, second));
    this.#rest.takeHeading(this.#heading);
    this.#rest.measure(this.#geometry, this.#heading);
    let sum = 0;
    this.#history.each(all, (first, second) => {
      sum += wrapRad(this.#geometry.angleRad(first, second) - this.#rest.rad);
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
    if (timeUs < this.#settledUs) return;
    if (this.#clocks.add(geometry, first, second)) this.#pairing.setOffset(this.#clocks.offsetUs);
    if (this.#pairs % SIGN_EVERY !== 0) return;
    this.#sign.add(geometry, first, second, SIGN_EVERY * stepS);
    if (this.#pairs % CHECK_EVERY !== 0) return;
    this.#signScore = this.#scoreOf(this.#heading, this.#sign);
    if (this.#signScore < -CLEARLY) this.#turnRound();
  }

  /** Evidence for the sign of j2: joined accelerations, rates, and a common north. */
  readonly #scoreOf = ({ cos, sin }: HeadingOffset, sign: HingeSign): number => {
    const length = hypot(cos, sin);
    const north = this.#onBoard && length > 0 ? (COMMON_NORTH * cos) / length : 0;
    return this.#arms.score(cos, sin) + sign.score + north;
  };

  #turnRound(): void {
    const { j1, j2 } = this.#geometry;
    this.#geometry.setAxes(j1, negated(j2));
    this.#heading.turnRound();
    this.#steady.turnRound();
    this.#sign.turnRound();
    this.#rest.turnRound();
    this.#signScore = -this.#signScore;
    this.#refit();
    this.#direction.open();
  }

  #refit(): void {
    const { rates, ups, motionS } = this.#motion;
    this.#nextFitS = motionS + Math.min(REFIT_S, Math.max(EARLY_FIT_S, motionS / 8));
    let next = refineHingeAxes(rates, ups, this.#geometry);
    const search = this.#fits++ % FRESH_EVERY === 0 && next.residual > SENSOR_NOISE;
    const fresh = search ? findHingeAxes(rates) : next;
    if (fresh.residual < BETTER * next.residual)
      next = { ...fresh, j1: alike(fresh.j1, this.#geometry.j1), j2: alike(fresh.j2, this.#geometry.j2) };
    this.axes = next;
    this.#geometry.setAxes(next.j1, next.j2);
    this.#rest.measure(this.#geometry, this.#heading);
  }

  #emit(first: Float64Array, second: Float64Array, availableUs: number): void {
    const raw = this.#geometry.angleRad(first, second);
    const angle = this.#direction.apply(wrapRad(raw - this.#rest.rad) * DEG);
    if (this.axes !== null) this.#judge(first, second, this.axes);
    this.#sink(first[POSE.timeUs], angle, this.#quality.confidence, availableUs, this.#quality.reason);
  }

  #judge(first: Float64Array, second: Float64Array, axes: HingeAxes): void {
    const quality = this.#quality;
    const timeUs = first[POSE.timeUs];
    quality.start();
    quality.lower(axesCertainty(axes), 'axisNotFound');
    quality.lower(hingeAgreement(axes, this.#steady.steadiness), 'wrongLimb');
    if (this.#stakeRad > SMALL_STAKE_RAD && this.#signScore < SIGN_KNOWN) quality.lower(0.5, 'axisNotFound');
    if (this.#holed && timeUs < this.#settledUs) quality.lower(0.5, 'gap');
    if (timeUs < this.#unsaturatedUs) quality.lower(0.5, 'saturated');
    if (first[POSE.flaw] === FLAW.onBoard || second[POSE.flaw] === FLAW.onBoard) quality.lower(0.55, 'onBoardOrientation');
    if (this.#clocks.atLimit) quality.lower(0.4, 'clockOffset');
  }
}
