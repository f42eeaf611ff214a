import { atan2, hypot, square } from '#shared/signal/portableMath.ts';
import { RowQueue } from '#shared/signal/rowQueue.ts';
import { type AngleSink, type AngleSource, Direction, ZeroPoses } from './angle.ts';
import { findHingeAxes, type HingeAxes, refineHingeAxes } from './hingeAxes.ts';
import { HingeGeometry } from './hingeGeometry.ts';
import { HingeMotion } from './hingeMotion.ts';
import { HingeSign } from './hingeSign.ts';
import { Pairing } from './pairing.ts';
import { wrapRad } from './quaternion.ts';
import { POSE, POSE_WIDTH, type SensorTrack } from './sensorTrack.ts';

const DEG = 180 / Math.PI;
/** s of motion before the first fit and between the next ones, so that the first repetitions can be shown; later ones come rarely. */
const FIRST_FIT_S = 2;
const EARLY_FIT_S = 1;
const REFIT_S = 10;
/** rad; the first axes must be at least this certain. After 10 s of motion they are taken as they are, with low confidence. */
const FIRST_UNCERTAINTY_RAD = 0.06;
const LAST_FIRST_FIT_S = 10;
/** s; a recording with less motion has no axes. */
const LEAST_MOTION_S = 1;
/** s; the heading offset follows the axes this slowly. */
const HEADING_TAU_S = 4;
/** s; memory of the test for the sign of j2. */
const SIGN_TAU_S = 60;
/** Sign scores below minus this turn a known axis round. */
const CLEARLY = 0.1;
/** The sign test looks at every tenth pair: it only has to notice a wrong sign within a minute. */
const SIGN_EVERY = 10;
/** Poses kept until the axes are known: 60 s at 100 Hz. */
const HISTORY_ROWS = 6000;
/** One refit in so many also searches from scratch. */
const FRESH_EVERY = 6;
/** rad/s; a residual below this is the sensors' own, and fitting it better would only turn the axis of a segment that is still. */
const SENSOR_NOISE = 0.05;
/** A fit from scratch replaces a refined one when its residual is smaller by this factor. */
const BETTER = 0.85;

/**
 * Angle of a hinge joint (knee, elbow) from one sensor on each side, any mounting, no magnetometer, causal (motion.md, Hinge joint).
 * Axes come from the movement itself. Until they are known there is no angle; then the movement since the start follows at once.
 */
export class HingeAngle implements AngleSource {
  axes: HingeAxes | null = null;
  readonly #sink: AngleSink;
  readonly #pairing: Pairing;
  readonly #motion = new HingeMotion();
  readonly #history = new RowQueue(2 * POSE_WIDTH, 512);
  readonly #geometry = new HingeGeometry({ x: 1, y: 0, z: 0 }, { x: 1, y: 0, z: 0 });
  /** Filtered r^2 e^(i delta), and r^2 alone: their ratio is how steady the heading offset is. */
  #cos = 0;
  #sin = 0;
  #weight = 0;
  readonly #sign = new HingeSign();
  readonly #direction = new Direction();
  #nextFitS = FIRST_FIT_S;
  readonly #zeroPoses = new ZeroPoses();
  /** The rest pose: both poses and the heading offset of that time. */
  readonly #zeroFirst = new Float64Array(POSE_WIDTH);
  readonly #zeroSecond = new Float64Array(POSE_WIDTH);
  #zeroDelta = 0;
  #zeroRad = 0;
  #hasZero = false;
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
    if (this.axes === null && this.#motion.motionS >= LEAST_MOTION_S) this.#start(this.#fitFirst(), this.#lastUs);
  }

  #pair(first: Float64Array, second: Float64Array): void {
    const timeUs = first[POSE.timeUs];
    this.#motion.add(first, second);
    const still = first[POSE.rest] === 1 && second[POSE.rest] === 1;
    if (this.#zeroPoses.due(timeUs) || (!this.#hasZero && still)) this.#setZero(first, second);
    if (this.axes === null) {
      this.#remember(first, second);
      if (this.#motion.motionS >= this.#nextFitS) this.#tryFirst(timeUs);
    } else {
      this.#follow(first, second, timeUs);
      if (this.#motion.motionS >= this.#nextFitS) this.#refit();
      this.#emit(first, second, timeUs);
    }
    this.#lastUs = timeUs;
  }

  #setZero(first: Float64Array, second: Float64Array): void {
    this.#hasZero = true;
    this.#zeroFirst.set(first);
    this.#zeroSecond.set(second);
    this.#zeroDelta = atan2(this.#sin, this.#cos);
    this.#zeroRad = this.axes === null ? 0 : this.#geometry.angleRad(first, second, this.#zeroDelta);
    this.#direction.open();
  }

  #remember(first: Float64Array, second: Float64Array): void {
    if (this.#history.length === HISTORY_ROWS) this.#history.drop(1);
    const at = this.#history.push();
    this.#history.data.set(first, at);
    this.#history.data.set(second, at + POSE_WIDTH);
  }

  #tryFirst(nowUs: number): void {
    const found = this.#fitFirst();
    const last = this.#motion.motionS >= LAST_FIRST_FIT_S;
    this.#nextFitS = last ? this.#motion.motionS + REFIT_S : this.#nextFitS + EARLY_FIT_S;
    if (found.uncertainty <= FIRST_UNCERTAINTY_RAD || last) this.#start(found, nowUs);
  }

  /** From rates, then with gravity for both signs of j2. */
  #fitFirst(): HingeAxes {
    const { rates, statics } = this.#motion;
    const found = findHingeAxes(rates);
    const { j1, j2 } = found;
    const kept = refineHingeAxes(rates, statics, found);
    const turned = refineHingeAxes(rates, statics, { j1, j2: { x: -j2.x, y: -j2.y, z: -j2.z } });
    return turned.cost < kept.cost ? turned : kept;
  }

  /** Takes the first axes and gives the movement so far. */
  #start(found: HingeAxes, nowUs: number): void {
    this.axes = found;
    this.#geometry.setAxes(found.j1, found.j2);
    this.#settleHeading();
    this.#settleSign();
    if (!this.#hasZero) this.#eachPast((first, second) => !this.#hasZero && this.#setZero(first, second));
    this.#zeroDelta = atan2(this.#sin, this.#cos);
    this.#zeroRad = this.#geometry.angleRad(this.#zeroFirst, this.#zeroSecond, this.#zeroDelta);
    this.#settleDirection();
    this.#eachPast((first, second) => this.#emit(first, second, nowUs));
    this.#history.drop(this.#history.length);
  }

  /** Heading offset over all of the movement so far: the sensors' headings hardly drift in that time. */
  #settleHeading(): void {
    let count = 0;
    this.#eachPast((first, second) => {
      this.#geometry.compareHeadings(first, second);
      count++;
      this.#cos += (this.#geometry.cos - this.#cos) / count;
      this.#sin += (this.#geometry.sin - this.#sin) / count;
      this.#weight += (this.#geometry.weight - this.#weight) / count;
    });
  }

  /** Turning j2 round turns its heading by half a turn; only one of the two makes both sensors see one movement. */
  #settleSign(): void {
    let count = 0;
    this.#eachPast((first, second) => {
      count++;
      this.#weighSigns(first, second, 1 / count);
    });
    if (this.#sign.score < 0) this.#turnRound();
  }

  #weighSigns(first: Float64Array, second: Float64Array, gain: number): void {
    this.#sign.add(this.#geometry, first, second, atan2(this.#sin, this.#cos), gain);
  }

  #turnRound(): void {
    const { j1, j2 } = this.#geometry;
    this.#geometry.setAxes(j1, { x: -j2.x, y: -j2.y, z: -j2.z });
    this.#cos = -this.#cos;
    this.#sin = -this.#sin;
    this.#zeroDelta += Math.PI;
    this.#sign.turnRound();
  }

  /** The joint moves away from the rest pose to the positive side. */
  #settleDirection(): void {
    let sum = 0;
    const delta = atan2(this.#sin, this.#cos);
    this.#eachPast((first, second) => {
      sum += wrapRad(this.#geometry.angleRad(first, second, delta) - this.#zeroRad);
    });
    this.#direction.settle(sum);
  }

  #eachPast(visit: (first: Float64Array, second: Float64Array) => void): void {
    for (let i = 0; i < this.#history.length; i++) {
      const at = this.#history.offset(i);
      visit(this.#history.data.subarray(at, at + POSE_WIDTH), this.#history.data.subarray(at + POSE_WIDTH, at + 2 * POSE_WIDTH));
    }
  }

  #follow(first: Float64Array, second: Float64Array, timeUs: number): void {
    const stepS = Math.min(0.1, (timeUs - this.#lastUs) * 1e-6);
    const gain = stepS / HEADING_TAU_S;
    const geometry = this.#geometry;
    geometry.compareHeadings(first, second);
    this.#cos += gain * (geometry.cos - this.#cos);
    this.#sin += gain * (geometry.sin - this.#sin);
    this.#weight += gain * (geometry.weight - this.#weight);
    if (++this.#pairs % SIGN_EVERY === 0) this.#weighSigns(first, second, (SIGN_EVERY * stepS) / SIGN_TAU_S);
  }

  #refit(): void {
    this.#nextFitS = this.#motion.motionS + REFIT_S;
    if (this.#sign.score < -CLEARLY) this.#turnRound();
    const { rates, statics } = this.#motion;
    let next = refineHingeAxes(rates, statics, this.#geometry);
    const search = this.#fits++ % FRESH_EVERY === 0 && next.residual > SENSOR_NOISE;
    const fresh = search ? findHingeAxes(rates) : next;
    if (fresh.residual < BETTER * next.residual)
      next = { ...fresh, j1: alike(fresh.j1, this.#geometry.j1), j2: alike(fresh.j2, this.#geometry.j2) };
    this.axes = next;
    this.#geometry.setAxes(next.j1, next.j2);
    this.#zeroRad = this.#geometry.angleRad(this.#zeroFirst, this.#zeroSecond, this.#zeroDelta);
  }

  #emit(first: Float64Array, second: Float64Array, availableUs: number): void {
    const raw = this.#geometry.angleRad(first, second, atan2(this.#sin, this.#cos));
    const angle = this.#direction.apply(wrapRad(raw - this.#zeroRad) * DEG);
    this.#sink(first[POSE.timeUs], angle, this.#confidence(), availableUs);
  }

  /** Certainty of the axes times the steadiness of the heading offset, 0 to 1. */
  #confidence(): number {
    const axes = this.axes;
    if (axes === null || !(this.#weight > 0)) return 0;
    const steady = Math.min(1, hypot(this.#cos, this.#sin) / this.#weight);
    return (steady * steady) / (1 + square(axes.uncertainty / 0.05)) / (1 + square(axes.residual / 1.5));
  }
}

/** `axis` or its opposite, whichever points the way of `like`. */
function alike(axis: { x: number; y: number; z: number }, like: { x: number; y: number; z: number }): { x: number; y: number; z: number } {
  const sign = axis.x * like.x + axis.y * like.y + axis.z * like.z < 0 ? -1 : 1;
  return { x: sign * axis.x, y: sign * axis.y, z: sign * axis.z };
}
