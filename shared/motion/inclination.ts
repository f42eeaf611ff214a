import { atan2 } from '#shared/signal/portableMath.ts';
import { RowQueue } from '#shared/signal/rowQueue.ts';
import { type AngleSink, type AngleSource, anyDirection, Direction, type DirectionParams, ZeroPoses } from './angle.ts';
import { AngleQuality, type AngleReason } from './angleQuality.ts';
import { MotionAxis } from './motionAxis.ts';
import { FLAW, POSE, type SensorTrack } from './sensorTrack.ts';

const DEG = 180 / Math.PI;
/** rad/s; above this is motion. A turn about the vertical is none: a person who looks around has not begun the exercise. */
const MOTION_RATE = 0.3;
/** s of motion before the axis is taken, and between looks at it later. */
const FIRST_AXIS_S = 2;
const NEXT_AXIS_S = 5;
/** s; with less motion a short recording has no axis. */
const LEAST_MOTION_S = 0.5;
/** us; after a longer hole the pose is a guess for a while, and after a sensor stood at the end of its range too. */
const HOLE_US = 1_000_000;
const SETTLING_US = 3_000_000;
/** Rows kept until the axis is known: 60 s at 100 Hz. */
const HISTORY_ROWS = 6000;

/**
 * Angle of a body segment from one sensor, any mounting: the turn of the segment against gravity in its plane of motion, counted
 * from the rest pose. Taken in the sensor's own frame, so turning the whole body or a drifting heading does not change it; a
 * rotation about the vertical is invisible (motion.md, One sensor).
 */
export class InclinationAngle implements AngleSource {
  readonly #sensor: Pick<SensorTrack, 'poses'>;
  readonly #sink: AngleSink;
  readonly #axis = new MotionAxis();
  /** Rows: time, gravity direction in the sensor frame. */
  readonly #history = new RowQueue(4, 512);
  #motionS = 0;
  /** s of turning about the vertical alone. */
  #uprightS = 0;
  #nextAxisS = FIRST_AXIS_S;
  readonly #direction: Direction;
  readonly #zeroPoses = new ZeroPoses();
  #hasZero = false;
  #zeroX = 0;
  #zeroY = 0;
  #zeroZ = 0;
  #lastUs = Number.NaN;
  #settledUs = Number.NEGATIVE_INFINITY;
  #unsaturatedUs = Number.NEGATIVE_INFINITY;
  #flaw: number = FLAW.none;
  readonly #quality = new AngleQuality();

  constructor(sensor: Pick<SensorTrack, 'poses'>, sink: AngleSink, way: DirectionParams = anyDirection) {
    this.#direction = new Direction(way);
    this.#sensor = sensor;
    this.#sink = sink;
  }

  get reason(): AngleReason | null {
    if (this.#axis.known) return this.#quality.reason;
    return this.#uprightS > FIRST_AXIS_S ? 'uprightAxis' : 'notEnoughMotion';
  }

  zeroAt(timeUs: number): void {
    this.#zeroPoses.add(timeUs);
  }

  run(): void {
    const { poses } = this.#sensor;
    for (let i = 0; i < poses.length; i++) this.#step(poses.data, poses.offset(i));
    poses.drop(poses.length);
  }

  finish(): void {
    this.run();
    if (this.#axis.known || this.#motionS < LEAST_MOTION_S) return;
    this.#axis.settle();
    if (this.#axis.known) this.#replay(this.#lastUs);
  }

  #step(row: Float64Array, at: number): void {
    const timeUs = row[at + POSE.timeUs];
    const w = row[at + POSE.w];
    const x = row[at + POSE.x];
    const y = row[at + POSE.y];
    const z = row[at + POSE.z];
    // The third row of the rotation matrix: "up" as the sensor sees it.
    const gx = 2 * (x * z - w * y);
    const gy = 2 * (y * z + w * x);
    const gz = 1 - 2 * (x * x + y * y);
    const still = row[at + POSE.rest] === 1;
    if (this.#zeroPoses.due(timeUs) || (!this.#hasZero && still)) this.#setZero(gx, gy, gz);
    const stepS = Math.min(0.1, (timeUs - this.#lastUs) * 1e-6);
    if (timeUs - this.#lastUs > HOLE_US) this.#settledUs = timeUs + SETTLING_US;
    this.#flaw = row[at + POSE.flaw];
    if (this.#flaw === FLAW.saturated) this.#unsaturatedUs = timeUs + SETTLING_US;
    this.#lastUs = timeUs;
    const wx = row[at + POSE.rateX];
    const wy = row[at + POSE.rateY];
    const wz = row[at + POSE.rateZ];
    const upright = wx * gx + wy * gy + wz * gz;
    if (stepS > 0 && wx * wx + wy * wy + wz * wz - upright * upright > MOTION_RATE * MOTION_RATE) {
      this.#motionS += stepS;
      this.#axis.add(wx, wy, wz, gx, gy, gz, stepS);
    } else if (stepS > 0 && Math.abs(upright) > MOTION_RATE) this.#uprightS += stepS;
    const isNew = !this.#axis.known;
    if (isNew) this.#remember(timeUs, gx, gy, gz);
    if (this.#motionS >= this.#nextAxisS) {
      this.#nextAxisS = this.#motionS + NEXT_AXIS_S;
      this.#axis.settle();
      if (isNew) this.#replay(timeUs);
    }
    if (!isNew) this.#give(timeUs, gx, gy, gz, timeUs);
  }

  #setZero(gx: number, gy: number, gz: number): void {
    this.#hasZero = true;
    this.#zeroX = gx;
    this.#zeroY = gy;
    this.#zeroZ = gz;
    this.#direction.open();
  }

  #remember(timeUs: number, gx: number, gy: number, gz: number): void {
    if (this.#history.length === HISTORY_ROWS) this.#history.drop(1);
    const at = this.#history.push();
    const { data } = this.#history;
    data[at] = timeUs;
    data[at + 1] = gx;
    data[at + 2] = gy;
    data[at + 3] = gz;
  }

  /** Gives the movement so far, now that its axis is known; away from the rest pose is positive. */
  #replay(nowUs: number): void {
    const history = this.#history;
    const { data } = history;
    if (!this.#hasZero) this.#setZero(data[history.offset(0) + 1], data[history.offset(0) + 2], data[history.offset(0) + 3]);
    let sum = 0;
    let largest = 0;
    for (let i = 0; i < history.length; i++) {
      const at = history.offset(i);
      const away = this.#angleDeg(data[at + 1], data[at + 2], data[at + 3]);
      sum += away;
      largest = Math.max(largest, Math.abs(away));
    }
    this.#direction.settle(sum, largest);
    for (let i = 0; i < history.length; i++) {
      const at = history.offset(i);
      this.#give(data[at], data[at + 1], data[at + 2], data[at + 3], nowUs);
    }
    history.drop(history.length);
  }

  #give(timeUs: number, gx: number, gy: number, gz: number, availableUs: number): void {
    const quality = this.#quality;
    quality.start();
    quality.lower(this.#axis.clarity, 'mixedMovement');
    quality.lower(this.#axis.levelness(gx, gy, gz), 'uprightAxis');
    if (timeUs < this.#settledUs || this.#flaw === FLAW.gap) quality.lower(0.5, 'gap');
    if (timeUs < this.#unsaturatedUs) quality.lower(0.5, 'saturated');
    if (this.#flaw === FLAW.onBoard) quality.lower(0.55, 'onBoardOrientation');
    this.#sink(timeUs, this.#direction.apply(this.#angleDeg(gx, gy, gz)), quality.confidence, availableUs, quality.reason);
  }

  /** Turn from the zero pose about the axis, degrees in (-180, 180], before its direction. */
  #angleDeg(gx: number, gy: number, gz: number): number {
    const { x, y, z } = this.#axis;
    const zx = this.#zeroX;
    const zy = this.#zeroY;
    const zz = this.#zeroZ;
    const sin = x * (zy * gz - zz * gy) + y * (zz * gx - zx * gz) + z * (zx * gy - zy * gx);
    const cos = zx * gx + zy * gy + zz * gz - (zx * x + zy * y + zz * z) * (gx * x + gy * y + gz * z);
    return -atan2(sin, cos) * DEG;
  }
}
