import { hypot } from '#shared/signal/portableMath.ts';
import { type AngleSink, type AngleSource, anyDirection, Direction, type DirectionParams, ZeroPoses } from './angle.ts';
import { AngleQuality, type AngleReason } from './angleQuality.ts';
import { HingeArms } from './hingeArms.ts';
import type { HingeAxes } from './hingeAxes.ts';
import { HingeJoint, isCertain } from './hingeJoint.ts';
import { HingeMotion } from './hingeMotion.ts';
import { HingeRest } from './hingeRest.ts';
import { type ScoreOf, searchHinge } from './hingeSearch.ts';
import { HingeSettling } from './hingeSettling.ts';
import { Pairing } from './pairing.ts';
import { PoseHistory } from './poseHistory.ts';
import { wrapRad } from './quaternion.ts';
import { FLAW, POSE, type SensorTrack } from './sensorTrack.ts';

/** An imported constant is read from memory at every use, a local one is compiled in. */
const { timeUs: TIME_US, rest: REST, flaw: FLAW_AT } = POSE;

const DEG = 180 / Math.PI;
/** s of motion before the first fit and between the next ones, so that the first repetitions can be shown; later ones come rarely. */
const FIRST_FIT_S = 2;
const EARLY_FIT_S = 1;
const REFIT_S = 10;
/** s of motion after which the axes are taken however uncertain they are. */
const LAST_FIRST_FIT_S = 10;
/** s; a recording with less motion has no axes. */
const LEAST_MOTION_S = 1;
/** us; a first pose is known from the accelerometer alone, which a trembling limb shakes. */
const STEADY_START_US = 1_000_000;
/** rad; what an angle of the first seconds may be off by itself: how far the joint has gone is not taken to be less. */
const LEAST_WIDEST_RAD = 0.1;
/** us; what is low-passed or averaged anyway looks at pairs this far apart: at 50 to 70 Hz of faster sensors. */
const LOOK_EVERY_US = 14_000;
/** How much a heading offset near zero speaks for its sign when both sensors know north themselves. */
const COMMON_NORTH = 0.2;

/**
 * Angle of a hinge joint (knee, elbow) from one sensor on each side, any mounting, no magnetometer, causal (motion.md, Hinge joint).
 * Axes come from the movement itself. Until they are known there is no angle; then the movement since the start follows at once.
 */
export class HingeAngle implements AngleSource {
  readonly #sink: AngleSink;
  readonly #pairing: Pairing;
  readonly #motion = new HingeMotion();
  readonly #arms = new HingeArms();
  readonly #history = new PoseHistory();
  readonly #joint = new HingeJoint();
  readonly #settling = new HingeSettling();
  readonly #direction: Direction;
  readonly #zeroPoses = new ZeroPoses();
  readonly #rest = new HingeRest();
  readonly #quality = new AngleQuality();
  #nextFitS = FIRST_FIT_S;
  #onBoard = false;
  /** Time of the newest pair. Kept rather than handed over: numbers that are go on the heap. */
  #nowUs = Number.NaN;
  #lookedUs = Number.NaN;

  constructor(proximal: SensorTrack, distal: SensorTrack, sink: AngleSink, way: DirectionParams = anyDirection) {
    this.#direction = new Direction(way);
    this.#pairing = new Pairing(proximal, distal);
    this.#sink = sink;
  }

  get axes(): HingeAxes | null {
    return this.#joint.axes;
  }

  get reason(): AngleReason | null {
    if (this.axes !== null) return this.#quality.reason;
    return this.#motion.motionS < FIRST_FIT_S ? 'notEnoughMotion' : 'axisNotFound';
  }

  /** s; how much later than the first sensor's the second's time stamps are taken to be. */
  get clockOffsetS(): number {
    return this.#joint.clocks.offsetUs * 1e-6;
  }

  zeroAt(timeUs: number): void {
    this.#zeroPoses.add(timeUs);
  }

  run(): void {
    while (this.#pairing.take()) this.#pair(this.#pairing.first, this.#pairing.second);
  }

  finish(): void {
    this.run();
    if (this.axes === null && this.#motion.motionS >= LEAST_MOTION_S) this.#tryFirst(true);
  }

  #pair(first: Float64Array, second: Float64Array): void {
    const timeUs = first[TIME_US];
    this.#nowUs = timeUs;
    if (this.#settling.step(first, second)) this.#joint.heading.restart();
    this.#onBoard = first[FLAW_AT] === FLAW.onBoard && second[FLAW_AT] === FLAW.onBoard;
    const felt = first[FLAW_AT] !== FLAW.onBoard && second[FLAW_AT] !== FLAW.onBoard;
    if (felt && timeUs >= this.#settling.settledUs) this.#arms.add(first, second);
    this.#motion.add(first, second);
    if (!(timeUs - this.#lookedUs < LOOK_EVERY_US)) this.#look(first, second);
    if (this.#zeroPoses.due(timeUs) || (!this.#rest.known && isStill(first, second))) this.#setZero(first, second);
    if (this.axes !== null) {
      if (this.#motion.motionS >= this.#nextFitS) this.#refit();
      this.#emit(first, second);
    } else {
      this.#history.add(first, second);
      if (this.#motion.motionS >= this.#nextFitS && timeUs >= this.#settling.settledUs)
        this.#tryFirst(this.#motion.motionS >= LAST_FIRST_FIT_S);
    }
  }

  /** What need not be done for every pair. */
  #look(first: Float64Array, second: Float64Array): void {
    const timeUs = first[TIME_US];
    const stepS = Math.min(0.1, (timeUs - this.#lookedUs) * 1e-6);
    this.#lookedUs = timeUs;
    if (this.axes === null) return;
    const joint = this.#joint;
    joint.follow(first, second, stepS);
    if (timeUs >= this.#settling.settledUs) {
      if (joint.clocks.add(joint.geometry, first, second)) this.#pairing.setOffset(joint.clocks.offsetUs);
      if (joint.watchSign(first, second, stepS, this.#scoreOf)) {
        this.#rest.turnRound();
        this.#direction.open();
        this.#refit();
      }
    }
  }

  #setZero(first: Float64Array, second: Float64Array): void {
    this.#rest.take(first, second);
    this.#rest.takeHeading(this.#joint.heading);
    if (this.axes !== null) this.#rest.measure(this.#joint.geometry, this.#joint.heading);
    this.#direction.open();
  }

  #tryFirst(anyway: boolean): void {
    const { settledUs } = this.#settling;
    const nowUs = this.#nowUs;
    const found = searchHinge(this.#motion, this.#scoreOf, this.#history, settledUs <= nowUs ? settledUs : Number.NEGATIVE_INFINITY);
    if (!isCertain(found) && !anyway) {
      this.#nextFitS += EARLY_FIT_S;
      return;
    }
    this.#nextFitS = this.#motion.motionS + EARLY_FIT_S;
    this.#joint.start(found);
    this.#giveHistory();
  }

  /** Gives the movement so far, with the heading offset that fits all of it. The joint moves away from the rest pose to the positive side. */
  #giveHistory(): void {
    const all = Number.NEGATIVE_INFINITY;
    const { geometry, heading } = this.#joint;
    if (!this.#rest.known) this.#restAtStart();
    this.#rest.takeHeading(heading);
    this.#rest.measure(geometry, heading);
    let sum = 0;
    let largest = 0;
    this.#history.each(all, (first, second) => {
      this.#joint.look(first, second, 0.01);
      if (first[TIME_US] < this.#rest.timeUs) return;
      const away = wrapRad(geometry.angleRad(first, second) - this.#rest.rad);
      sum += away;
      largest = Math.max(largest, Math.abs(away));
    });
    this.#direction.settle(sum, largest * DEG);
    this.#joint.reach(Math.max(LEAST_WIDEST_RAD, largest));
    this.#history.each(all, (first, second) => this.#emit(first, second));
    this.#history.clear();
  }

  /** Nobody was still: the pose of the start, once its inclination is a mean over some cycles of a tremor. */
  #restAtStart(): void {
    let fromUs = Number.NaN;
    this.#history.each(Number.NEGATIVE_INFINITY, (first, second) => {
      if (Number.isNaN(fromUs)) fromUs = first[TIME_US];
      if (first[TIME_US] - fromUs <= STEADY_START_US) this.#setZero(first, second);
    });
  }

  /** Evidence for the sign of j2: joined accelerations, rates, and a common north. */
  readonly #scoreOf: ScoreOf = ({ cos, sin }, sign) => {
    const length = hypot(cos, sin);
    const north = this.#onBoard && length > 0 ? (COMMON_NORTH * cos) / length : 0;
    return this.#arms.score(cos, sin) + sign.score + north;
  };

  #refit(): void {
    const { motionS } = this.#motion;
    this.#nextFitS = motionS + Math.min(REFIT_S, Math.max(EARLY_FIT_S, motionS / 8));
    this.#joint.refit(this.#motion);
    this.#rest.measure(this.#joint.geometry, this.#joint.heading);
  }

  #emit(first: Float64Array, second: Float64Array): void {
    const away = wrapRad(this.#joint.geometry.angleRad(first, second) - this.#rest.rad);
    this.#joint.reach(Math.abs(away));
    const angle = this.#direction.apply(away * DEG);
    this.#judge(first, second);
    this.#sink(first[TIME_US], angle, this.#quality.confidence, this.#nowUs, this.#quality.reason);
  }

  #judge(first: Float64Array, second: Float64Array): void {
    const quality = this.#quality;
    const joint = this.#joint;
    const { trustedUs, unsaturatedUs } = this.#settling;
    const timeUs = first[TIME_US];
    quality.start();
    quality.lower(joint.certainty, 'axisNotFound');
    quality.lower(joint.agreement, 'wrongLimb');
    quality.lower(joint.signCertainty, 'axisNotFound');
    if (timeUs < trustedUs || first[FLAW_AT] === FLAW.gap || second[FLAW_AT] === FLAW.gap) quality.lower(0.5, 'gap');
    if (timeUs < unsaturatedUs) quality.lower(0.5, 'saturated');
    if (first[FLAW_AT] === FLAW.onBoard || second[FLAW_AT] === FLAW.onBoard) quality.lower(0.55, 'onBoardOrientation');
    if (joint.clocks.atLimit) quality.lower(0.4, 'clockOffset');
  }
}

function isStill(first: Float64Array, second: Float64Array): boolean {
  return first[REST] === 1 && second[REST] === 1;
}
