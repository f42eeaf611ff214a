import { LowPass3 } from '#shared/signal/lowPass3.ts';
import { cos, sin, square } from '#shared/signal/portableMath.ts';
import { GyroBias } from './gyroBias.ts';
import type { OrientationParams } from './orientationParams.ts';
import { TiltCorrection } from './tiltCorrection.ts';

const RAD = Math.PI / 180;
const REST_TAU_S = 0.5;
const REST_MIN_S = 1.5;
const REST_RATE_SQ = square(2 * RAD);
const REST_ACC_SQ = square(0.5);
/** A hole longer than this is not integrated over: averages start anew, bias and attitude stay as the best guess. */
const MAX_STEP_S = 1;
/** Beyond any sensor: 100 rad/s = 5730 deg/s, 1000 m/s2 = 100 g. Such a sample is broken data. */
const MAX_RATE = 100;
const MAX_ACCELERATION = 1000;

/**
 * Orientation of one sensor from gyroscope and accelerometer: sensor -> earth, z up, heading arbitrary but steady.
 * Written from the equations of VQF (Laidig & Seel, Information Fusion 91:187-204, 2023; doi 10.1016/j.inffus.2022.10.014).
 */
export class OrientationFilter {
  /** Sensor -> earth, unit norm. */
  w = 1;
  x = 0;
  y = 0;
  z = 0;
  /** Rate without bias, sensor frame, rad/s. */
  rateX = 0;
  rateY = 0;
  rateZ = 0;
  atRest = false;
  sampleCount = 0;
  /** Samples left out: not finite, out of any range, all zero, twice or late. */
  ignoredCount = 0;
  /** Holes of more than 1 s. */
  gapCount = 0;
  readonly bias: GyroBias;
  /** The next sample: us, rate (rad/s), specific force (m/s2). An array, because seven arguments would be put on the heap. */
  readonly sample = new Float64Array(7);

  #gw = 1;
  #gx = 0;
  #gy = 0;
  #gz = 0;
  readonly #tilt = new TiltCorrection();
  #restS = 0;
  #lastUs = Number.NaN;
  #intervalS: number;
  #stepS = 0;
  #designedS = 0;
  #blockS = 0;
  #starting = true;
  #blockGx = 0;
  #blockGy = 0;
  readonly #rateLow = new LowPass3(REST_TAU_S);
  readonly #accLow = new LowPass3(REST_TAU_S);
  readonly #gravity: LowPass3;
  readonly #clip: number;
  readonly #blockEveryS: number;
  readonly #leadS: number;

  constructor(params: OrientationParams) {
    this.bias = new GyroBias(params);
    this.#gravity = new LowPass3(params.tauAccS);
    this.#clip = params.biasClipDegPerS * RAD;
    this.#intervalS = 1 / params.nominalRateHz;
    this.#blockEveryS = 1 / params.biasRateHz;
    this.#leadS = params.leadS;
    this.#design();
  }

  /** Takes one sample (rad/s, m/s2); false when it was ignored. */
  step(timestampUs: number, wx: number, wy: number, wz: number, ax: number, ay: number, az: number): boolean {
    const { sample } = this;
    sample[0] = timestampUs;
    sample[1] = wx;
    sample[2] = wy;
    sample[3] = wz;
    sample[4] = ax;
    sample[5] = ay;
    sample[6] = az;
    return this.stepSample();
  }

  /** Takes what is in `sample`; false when it was ignored. */
  stepSample(): boolean {
    const { sample } = this;
    const timestampUs = sample[0];
    const wx = sample[1];
    const wy = sample[2];
    const wz = sample[3];
    const ax = sample[4];
    const ay = sample[5];
    const az = sample[6];
    const rateSq = wx * wx + wy * wy + wz * wz;
    const accSq = ax * ax + ay * ay + az * az;
    const sane = rateSq <= MAX_RATE * MAX_RATE && accSq <= MAX_ACCELERATION * MAX_ACCELERATION && rateSq + accSq > 0;
    if (!sane || timestampUs <= this.#lastUs || !Number.isFinite(timestampUs)) {
      this.ignoredCount++;
      return false;
    }
    let stepS = this.sampleCount === 0 ? this.#intervalS : (timestampUs - this.#lastUs) * 1e-6;
    this.#lastUs = timestampUs;
    this.sampleCount++;
    if (stepS > MAX_STEP_S) {
      this.#bridge();
      stepS = this.#intervalS;
    }
    this.#intervalS += 0.02 * (stepS - this.#intervalS);
    if (Math.abs(this.#intervalS - this.#designedS) > 0.02 * this.#designedS) this.#design();
    this.#stepS = stepS;
    const rate = this.#rateLow;
    const acc = this.#accLow;
    rate.inX = wx;
    rate.inY = wy;
    rate.inZ = wz;
    acc.inX = ax;
    acc.inY = ay;
    acc.inZ = az;
    this.#rotateByRate();
    if (accSq > 0) this.#correct();
    this.#output();
    if (this.#leadS !== 0) this.#lead();
    return true;
  }

  #rotateByRate(): void {
    const low = this.#rateLow;
    low.step();
    const stepS = this.#stepS;
    const wx = low.inX;
    const wy = low.inY;
    const wz = low.inZ;
    const rx = wx - low.x;
    const ry = wy - low.y;
    const rz = wz - low.z;
    const clip = this.#clip;
    if (rx * rx + ry * ry + rz * rz >= REST_RATE_SQ || Math.abs(low.x) > clip || Math.abs(low.y) > clip || Math.abs(low.z) > clip) {
      this.#restS = 0;
      this.atRest = false;
    }
    const ux = wx - this.bias.x;
    const uy = wy - this.bias.y;
    const uz = wz - this.bias.z;
    this.rateX = ux;
    this.rateY = uy;
    this.rateZ = uz;
    // Half the turned angle, squared; up to 0.1 rad the series are exact to 1e-12 and much faster than sine and cosine.
    const h = (ux * ux + uy * uy + uz * uz) * stepS * stepS * 0.25;
    const small = h < 0.01;
    const half = small ? 0 : Math.sqrt(h);
    const c = small ? 1 - h * (1 / 2 - h * (1 / 24 - h / 720)) : cos(half);
    const s = stepS * 0.5 * (small ? 1 - h * (1 / 6 - h * (1 / 120 - h / 5040)) : sin(half) / half);
    const w = this.#gw;
    const x = this.#gx;
    const y = this.#gy;
    const z = this.#gz;
    const dx = s * ux;
    const dy = s * uy;
    const dz = s * uz;
    const qw = w * c - x * dx - y * dy - z * dz;
    const qx = w * dx + x * c + y * dz - z * dy;
    const qy = w * dy - x * dz + y * c + z * dx;
    const qz = w * dz + x * dy - y * dx + z * c;
    const n = 1 / Math.sqrt(qw * qw + qx * qx + qy * qy + qz * qz);
    this.#gw = qw * n;
    this.#gx = qx * n;
    this.#gy = qy * n;
    this.#gz = qz * n;
  }

  #correct(): void {
    const low = this.#accLow;
    low.step();
    const stepS = this.#stepS;
    const ax = low.inX;
    const ay = low.inY;
    const az = low.inZ;
    const dx = ax - low.x;
    const dy = ay - low.y;
    const dz = az - low.z;
    if (dx * dx + dy * dy + dz * dz >= REST_ACC_SQ) {
      this.#restS = 0;
      this.atRest = false;
    } else {
      this.#restS += stepS;
      this.atRest = this.#restS >= REST_MIN_S;
    }
    const w = this.#gw;
    const x = this.#gx;
    const y = this.#gy;
    const z = this.#gz;
    const tx = 2 * (y * az - z * ay);
    const ty = 2 * (z * ax - x * az);
    const tz = 2 * (x * ay - y * ax);
    const mean = this.#gravity;
    mean.inX = ax + w * tx + y * tz - z * ty;
    mean.inY = ay + w * ty + z * tx - x * tz;
    mean.inZ = az + w * tz + x * ty - y * tx;
    mean.step();
    if (this.#tilt.align(mean) && !this.#starting) {
      this.#blockGx += this.#tilt.gravityX;
      this.#blockGy += this.#tilt.gravityY;
    }
    // The first correction after a start shows the unknown pose, not the bias.
    this.#starting = false;
    this.#blockS += stepS;
    if (this.#blockS >= this.#blockEveryS - 0.25 * this.#intervalS) this.#runBiasBlock();
  }

  #runBiasBlock(): void {
    const bias = this.bias;
    this.#output();
    bias.track(this.w, this.x, this.y, this.z, this.#blockS);
    if (this.atRest) bias.updateAtRest(this.#rateLow.x, this.#rateLow.y, this.#rateLow.z, this.#blockS);
    else bias.updateInMotion(this.#blockGx, this.#blockGy, this.#blockS);
    this.#blockS = 0;
    this.#blockGx = 0;
    this.#blockGy = 0;
  }

  /** q = qa * qg. */
  #output(): void {
    const { w: aw, x: ax, y: ay, z: az } = this.#tilt;
    const gw = this.#gw;
    const gx = this.#gx;
    const gy = this.#gy;
    const gz = this.#gz;
    this.w = aw * gw - ax * gx - ay * gy - az * gz;
    this.x = aw * gx + ax * gw + ay * gz - az * gy;
    this.y = aw * gy - ax * gz + ay * gw + az * gx;
    this.z = aw * gz + ax * gy - ay * gx + az * gw;
  }

  /** Turns the output on by the last rate for `leadS`. */
  #lead(): void {
    const { w, x, y, z } = this;
    const rate = Math.sqrt(this.rateX * this.rateX + this.rateY * this.rateY + this.rateZ * this.rateZ);
    const half = rate * this.#leadS * 0.5;
    const c = cos(half);
    const s = rate > 1e-9 ? sin(half) / rate : 0;
    const dx = s * this.rateX;
    const dy = s * this.rateY;
    const dz = s * this.rateZ;
    this.w = w * c - x * dx - y * dy - z * dz;
    this.x = w * dx + x * c + y * dz - z * dy;
    this.y = w * dy - x * dz + y * c + z * dx;
    this.z = w * dz + x * dy - y * dx + z * c;
  }

  /** After a hole: averages start anew, so the next samples set the inclination at once. */
  #bridge(): void {
    this.gapCount++;
    this.#rateLow.reset();
    this.#accLow.reset();
    this.#gravity.reset();
    this.bias.restart();
    this.#starting = true;
    this.#restS = 0;
    this.atRest = false;
    this.#blockS = 0;
    this.#blockGx = 0;
    this.#blockGy = 0;
  }

  #design(): void {
    this.#designedS = this.#intervalS;
    this.#rateLow.setSampleInterval(this.#intervalS);
    this.#accLow.setSampleInterval(this.#intervalS);
    this.#gravity.setSampleInterval(this.#intervalS);
  }
}
