import { LowPass } from '#shared/signal/lowPass.ts';
import { square } from '#shared/signal/portableMath.ts';

/** Parameters of the gyro bias estimator; see OrientationParams for unit, effect and defaults. */
export interface GyroBiasParams {
  readonly tauAccS: number;
  readonly biasSigmaInitDegPerS: number;
  readonly biasForgettingTimeS: number;
  readonly biasClipDegPerS: number;
  readonly biasSigmaMotionDegPerS: number;
  readonly biasSigmaRestDegPerS: number;
}

const RAD = Math.PI / 180;
/** Weight of the vertical pseudo-measurement in motion: keeps heading bias from growing without bound. */
const VERTICAL_FORGETTING = 1e-4;

/**
 * Kalman filter for the gyroscope bias (rad/s), covariance in (0.01 deg/s)^2. Measurements are the low-passed rate at rest and
 * the inclination correction in motion (Laidig & Seel 2023, section 3.4). The measurement noise is diagonal, so three scalar
 * updates in sequence equal the joint update and need no inverse.
 */
export class GyroBias {
  x = 0;
  y = 0;
  z = 0;
  #pxx: number;
  #pyy: number;
  #pzz: number;
  #pxy = 0;
  #pxz = 0;
  #pyz = 0;
  #dx = 0;
  #dy = 0;
  #dz = 0;
  readonly #p0: number;
  readonly #motion: number;
  readonly #rest: number;
  readonly #clip: number;
  readonly #forgettingS: number;
  /** 9 entries of the rotation matrix (row-major) and the horizontal part of R b. */
  readonly #mean: LowPass;
  readonly #input = new Float64Array(11);

  constructor(params: GyroBiasParams) {
    this.#p0 = square(100 * params.biasSigmaInitDegPerS);
    this.#motion = square(100 * params.biasSigmaMotionDegPerS);
    this.#rest = square(100 * params.biasSigmaRestDegPerS);
    this.#clip = params.biasClipDegPerS * RAD;
    this.#forgettingS = params.biasForgettingTimeS;
    this.#mean = new LowPass(11, params.tauAccS);
    this.#pxx = this.#p0;
    this.#pyy = this.#p0;
    this.#pzz = this.#p0;
  }

  /** Standard deviation of the least known axis, deg/s. */
  get sigmaDegPerS(): number {
    return Math.sqrt(Math.max(this.#pxx, this.#pyy, this.#pzz)) / 100;
  }

  /** Writes the inverse of the covariance as xx, yy, zz, xy, xz, yz: how much is known of each axis. */
  information(out: Float64Array, at: number): void {
    const a = this.#pxx;
    const b = this.#pyy;
    const c = this.#pzz;
    const d = this.#pxy;
    const e = this.#pxz;
    const f = this.#pyz;
    const scale = 1 / (a * (b * c - f * f) - d * (d * c - e * f) + e * (d * f - b * e));
    out[at] = (b * c - f * f) * scale;
    out[at + 1] = (a * c - e * e) * scale;
    out[at + 2] = (a * b - d * d) * scale;
    out[at + 3] = (e * f - c * d) * scale;
    out[at + 4] = (d * f - b * e) * scale;
    out[at + 5] = (d * e - a * f) * scale;
  }

  /** After a hole in the data the averages start anew; the bias itself stays. */
  restart(): void {
    this.#mean.reset();
  }

  /** Low-passes R(q) and R(q) b; called at every run of the block, at rest too. */
  track(w: number, x: number, y: number, z: number, intervalS: number): void {
    const r = this.#input;
    r[0] = 1 - 2 * (y * y + z * z);
    r[1] = 2 * (x * y - w * z);
    r[2] = 2 * (x * z + w * y);
    r[3] = 2 * (x * y + w * z);
    r[4] = 1 - 2 * (x * x + z * z);
    r[5] = 2 * (y * z - w * x);
    r[6] = 2 * (x * z - w * y);
    r[7] = 2 * (y * z + w * x);
    r[8] = 1 - 2 * (x * x + y * y);
    r[9] = r[0] * this.x + r[1] * this.y + r[2] * this.z;
    r[10] = r[3] * this.x + r[4] * this.y + r[5] * this.z;
    this.#mean.step(r, intervalS);
  }

  /** At rest the low-passed rate is the bias. */
  updateAtRest(rateX: number, rateY: number, rateZ: number, intervalS: number): void {
    const noise = this.#grow(intervalS, this.#rest);
    const ex = this.#clipped(rateX - this.x);
    const ey = this.#clipped(rateY - this.y);
    const ez = this.#clipped(rateZ - this.z);
    this.#measure(1, 0, 0, ex, noise);
    this.#measure(0, 1, 0, ey, noise);
    this.#measure(0, 0, 1, ez, noise);
    this.#apply();
  }

  /** In motion the inclination correction per second (gravity's x and y before it) shows the horizontal bias. */
  updateInMotion(gravityX: number, gravityY: number, intervalS: number): void {
    const noise = this.#grow(intervalS, this.#motion);
    const m = this.#mean.value;
    const ex = this.#clipped(-gravityY / intervalS + m[9] - (m[0] * this.x + m[1] * this.y + m[2] * this.z));
    const ey = this.#clipped(gravityX / intervalS + m[10] - (m[3] * this.x + m[4] * this.y + m[5] * this.z));
    const ez = this.#clipped(-(m[6] * this.x + m[7] * this.y + m[8] * this.z));
    this.#measure(m[0], m[1], m[2], ex, noise);
    this.#measure(m[3], m[4], m[5], ey, noise);
    this.#measure(m[6], m[7], m[8], ez, noise / VERTICAL_FORGETTING);
    this.#apply();
  }

  /** Adds system noise up to the initial covariance; returns the measurement noise that gives a steady-state of `variance`. */
  #grow(intervalS: number, variance: number): number {
    const v = (100 * intervalS) / this.#forgettingS;
    if (this.#pxx < this.#p0) this.#pxx += v;
    if (this.#pyy < this.#p0) this.#pyy += v;
    if (this.#pzz < this.#p0) this.#pzz += v;
    this.#dx = 0;
    this.#dy = 0;
    this.#dz = 0;
    return (variance * variance) / v + variance;
  }

  #measure(hx: number, hy: number, hz: number, error: number, noise: number): void {
    const px = this.#pxx * hx + this.#pxy * hy + this.#pxz * hz;
    const py = this.#pxy * hx + this.#pyy * hy + this.#pyz * hz;
    const pz = this.#pxz * hx + this.#pyz * hy + this.#pzz * hz;
    const gain = 1 / (noise + hx * px + hy * py + hz * pz);
    const step = gain * (error - hx * this.#dx - hy * this.#dy - hz * this.#dz);
    this.#dx += px * step;
    this.#dy += py * step;
    this.#dz += pz * step;
    this.#pxx -= gain * px * px;
    this.#pyy -= gain * py * py;
    this.#pzz -= gain * pz * pz;
    this.#pxy -= gain * px * py;
    this.#pxz -= gain * px * pz;
    this.#pyz -= gain * py * pz;
  }

  #apply(): void {
    this.x = this.#clipped(this.x + this.#dx);
    this.y = this.#clipped(this.y + this.#dy);
    this.z = this.#clipped(this.z + this.#dz);
  }

  #clipped(value: number): number {
    return Math.min(this.#clip, Math.max(-this.#clip, value));
  }
}
