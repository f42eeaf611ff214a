import { atan2, hypot } from '#shared/signal/portableMath.ts';

const RAD = Math.PI / 180;
/** Slower than this for so long is rest. */
const REST_RATE = 2 * RAD;
const REST_MIN_S = 1.5;
/** A longer step is a hole: no rate is derived over it. */
const MAX_STEP_S = 1;
/** int16 counts and float32 packets keep the norm far better; anything else is no rotation. */
const NORM_TOLERANCE = 0.1;
const G = 9.80665;

/**
 * Orientation that a sensor computed itself (sensor -> earth, z up), for streams without rates: offers what `OrientationFilter` does,
 * with the rate from the difference of two orientations and gravity alone as specific force.
 */
export class OnBoardOrientation {
  w = 1;
  x = 0;
  y = 0;
  z = 0;
  rateX = 0;
  rateY = 0;
  rateZ = 0;
  accX = 0;
  accY = 0;
  accZ = 0;
  atRest = false;
  #restS = 0;
  #lastUs = Number.NEGATIVE_INFINITY;

  /** Takes one orientation; false when it is no rotation (all zeros: the sensor has none), twice or late. */
  step(timestampUs: number, w: number, x: number, y: number, z: number): boolean {
    const norm = Math.sqrt(w * w + x * x + y * y + z * z);
    if (!(Math.abs(norm - 1) < NORM_TOLERANCE) || !(timestampUs > this.#lastUs) || !Number.isFinite(timestampUs)) return false;
    const stepS = (timestampUs - this.#lastUs) * 1e-6;
    this.#lastUs = timestampUs;
    this.#turn(w / norm, x / norm, y / norm, z / norm, stepS);
    this.accX = G * 2 * (this.x * this.z - this.w * this.y);
    this.accY = G * 2 * (this.y * this.z + this.w * this.x);
    this.accZ = G * (1 - 2 * (this.x * this.x + this.y * this.y));
    return true;
  }

  /** Rate in the sensor frame: the rotation vector of conj(before) * now, per second. */
  #turn(w: number, x: number, y: number, z: number, stepS: number): void {
    const dw = this.w * w + this.x * x + this.y * y + this.z * z;
    const way = dw < 0 ? -1 : 1;
    const dx = way * (this.w * x - this.x * w - this.y * z + this.z * y);
    const dy = way * (this.w * y + this.x * z - this.y * w - this.z * x);
    const dz = way * (this.w * z - this.x * y + this.y * x - this.z * w);
    const sine = hypot(dx, dy, dz);
    const whole = stepS <= MAX_STEP_S;
    const scale = !whole ? 0 : sine > 1e-9 ? (2 * atan2(sine, Math.abs(dw))) / (sine * stepS) : 2 / stepS;
    this.rateX = scale * dx;
    this.rateY = scale * dy;
    this.rateZ = scale * dz;
    // One sign all the way, so that neighbours can be interpolated.
    this.w = way * w;
    this.x = way * x;
    this.y = way * y;
    this.z = way * z;
    this.#restS = whole && hypot(this.rateX, this.rateY, this.rateZ) < REST_RATE ? this.#restS + stepS : 0;
    this.atRest = this.#restS >= REST_MIN_S;
  }
}
