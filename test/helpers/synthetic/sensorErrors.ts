import type { Random } from '#server/demo/random.ts';
import type { Vec3 } from '#shared/motion/quaternion.ts';
import { between } from './draws.ts';
import { GRAVITY_M_PER_S2 } from './rigidFrame.ts';

/** What a sensor does to the truth. */
export interface SensorErrors {
  /** White noise, deg/s/sqrt(Hz) over half the sampling rate. */
  readonly gyroNoiseDensity: number;
  /** Each axis within +- this, deg/s. */
  readonly gyroBiasDegPerS: number;
  /** Random walk of the bias, deg/s/sqrt(s). */
  readonly gyroBiasWalk: number;
  /** Each axis within +- this share. */
  readonly gyroScaleShare: number;
  /** Each axis tilted towards the two others within +- this, deg. */
  readonly misalignmentDeg: number;
  /** White noise, ug/sqrt(Hz). */
  readonly accNoiseDensityUg: number;
  /** Each axis within +- this, mg. */
  readonly accBiasMg: number;
  readonly magNoiseUt: number;
  /** Largest values shown: deg/s and g. */
  readonly gyroRangeDegPerS: number;
  readonly accRangeG: number;
  /** Values are rounded to range / 2^(bits - 1); null for none. */
  readonly bits: number | null;
  /** Time stamps are off by up to +- this, ms. */
  readonly jitterMs: number;
  readonly lostShare: number;
  /** The sensor's clock is ahead by this, ms. */
  readonly clockOffsetMs: number;
}

export const exactSensor: SensorErrors = {
  gyroNoiseDensity: 0,
  gyroBiasDegPerS: 0,
  gyroBiasWalk: 0,
  gyroScaleShare: 0,
  misalignmentDeg: 0,
  accNoiseDensityUg: 0,
  accBiasMg: 0,
  magNoiseUt: 0,
  gyroRangeDegPerS: Number.POSITIVE_INFINITY,
  accRangeG: Number.POSITIVE_INFINITY,
  bits: null,
  jitterMs: 0,
  lostShare: 0,
  clockOffsetMs: 0,
};

/** A sensor as sold for wearables: every error at the upper end of its usual range, stamps and radio apart. */
export const wearableSensor: SensorErrors = {
  ...exactSensor,
  gyroNoiseDensity: 0.01,
  gyroBiasDegPerS: 1,
  gyroBiasWalk: 0.002,
  gyroScaleShare: 0.005,
  misalignmentDeg: 0.5,
  accNoiseDensityUg: 300,
  accBiasMg: 20,
  magNoiseUt: 0.5,
  gyroRangeDegPerS: 2000,
  accRangeG: 16,
  bits: 16,
};

const RAD = Math.PI / 180;

/** Applies one sensor's errors, sample after sample. */
export class ErrorModel {
  readonly #errors: SensorErrors;
  readonly #random: Random;
  readonly #intervalS: number;
  readonly #gyroBias: number[];
  readonly #accBias: number[];
  /** Rows: what each gyro axis shows of the true rate's three components. */
  readonly #gyroMatrix: number[][];

  constructor(errors: SensorErrors, rateHz: number, random: Random) {
    this.#errors = errors;
    this.#random = random;
    this.#intervalS = 1 / rateHz;
    const within = (limit: number): number => between(random, -limit, limit);
    this.#gyroBias = [0, 1, 2].map(() => within(errors.gyroBiasDegPerS * RAD));
    this.#accBias = [0, 1, 2].map(() => within(errors.accBiasMg * 1e-3 * GRAVITY_M_PER_S2));
    this.#gyroMatrix = [0, 1, 2].map((row) =>
      [0, 1, 2].map((column) => (row === column ? 1 + within(errors.gyroScaleShare) : within(errors.misalignmentDeg * RAD))),
    );
  }

  /** Shown rate, rad/s. */
  gyroscope({ x, y, z }: Vec3): number[] {
    const { gyroNoiseDensity, gyroBiasWalk, gyroRangeDegPerS } = this.#errors;
    const noise = gyroNoiseDensity * RAD * Math.sqrt(0.5 / this.#intervalS);
    const walk = gyroBiasWalk * RAD * Math.sqrt(this.#intervalS);
    return this.#gyroMatrix.map(([a, b, c], axis) => {
      this.#gyroBias[axis] += walk * this.#random.normal();
      return this.#shown(a * x + b * y + c * z + this.#gyroBias[axis] + noise * this.#random.normal(), gyroRangeDegPerS * RAD);
    });
  }

  /** Shown specific force, m/s2. */
  accelerometer({ x, y, z }: Vec3): number[] {
    const { accNoiseDensityUg, accRangeG } = this.#errors;
    const noise = accNoiseDensityUg * 1e-6 * GRAVITY_M_PER_S2 * Math.sqrt(0.5 / this.#intervalS);
    return [x, y, z].map((value, axis) =>
      this.#shown(value + this.#accBias[axis] + noise * this.#random.normal(), accRangeG * GRAVITY_M_PER_S2),
    );
  }

  /** Shown field, uT. */
  magnetometer({ x, y, z }: Vec3): number[] {
    return [x, y, z].map((value) => value + this.#errors.magNoiseUt * this.#random.normal());
  }

  /** The time stamp of a sample that was taken at `timeS`, us. */
  stampUs(timeS: number): number {
    const { jitterMs, clockOffsetMs } = this.#errors;
    return Math.round(timeS * 1e6 + (clockOffsetMs + between(this.#random, -jitterMs, jitterMs)) * 1e3);
  }

  isLost(): boolean {
    return this.#random.chance(this.#errors.lostShare);
  }

  #shown(value: number, range: number): number {
    const { bits } = this.#errors;
    const limited = Math.max(-range, Math.min(range, value));
    if (bits === null) return limited;
    const step = range / 2 ** (bits - 1);
    return Math.min(2 ** (bits - 1) - 1, Math.round(limited / step)) * step;
  }
}
