import { tan } from './portableMath.ts';

/**
 * Second-order Butterworth low pass in transposed direct form 2. For the first `tau` seconds the output is the running mean,
 * so the filter has no start-up transient (Laidig & Seel, Information Fusion 91:187-204, 2023, appendix; doi 10.1016/j.inffus.2022.10.014).
 */
export interface LowPassCoefficients {
  b0: number;
  a1: number;
  a2: number;
  /** tau < Ts/2: the input is passed through. */
  bypass: boolean;
}

/** Relative change of the sampling interval above which `step` computes coefficients anew. */
const INTERVAL_TOLERANCE = 0.02;
/** Behind the channels in the storage. */
const INTERVAL_S = 0;
const STARTED_S = 1;
const COUNT = 2;

/** Writes the coefficients for time constant `tauS` at sampling interval `intervalS`; cut-off = sqrt2 / (2 pi tau). */
export function designLowPass(out: LowPassCoefficients, tauS: number, intervalS: number): void {
  out.bypass = tauS < intervalS / 2;
  if (out.bypass) return;
  const c = tan((Math.SQRT2 / (2 * tauS)) * intervalS);
  const d = c * c + Math.SQRT2 * c + 1;
  out.b0 = (c * c) / d;
  out.a1 = (2 * (c * c - 1)) / d;
  out.a2 = (1 - Math.SQRT2 * c + c * c) / d;
}

/** Numbers that a low pass of `size` channels keeps. */
export function lowPassLength(size: number): number {
  return 3 * size + 3;
}

/** Low pass of `size` channels; read `value[i]` after `step`. */
export class LowPass {
  readonly value: Float64Array;
  readonly #s0: Float64Array;
  readonly #s1: Float64Array;
  /** Interval that the coefficients are for, time and number of samples of the running mean. */
  readonly #course: Float64Array;
  readonly #tauS: number;
  readonly #k: LowPassCoefficients = { b0: 1, a1: 0, a2: 0, bypass: true };

  /** All state is in `storage`, `lowPassLength(size)` numbers that may be part of a larger array. */
  constructor(size: number, tauS: number, storage: Float64Array = new Float64Array(lowPassLength(size))) {
    this.value = storage.subarray(0, size);
    this.#s0 = storage.subarray(size, 2 * size);
    this.#s1 = storage.subarray(2 * size, 3 * size);
    this.#course = storage.subarray(3 * size, lowPassLength(size));
    this.#tauS = tauS;
  }

  /** Forgets everything: the next samples start a new running mean. */
  reset(): void {
    this.value.fill(0);
    this.#s0.fill(0);
    this.#s1.fill(0);
    this.#course[STARTED_S] = 0;
    this.#course[COUNT] = 0;
  }

  /** Coefficients for a new sampling interval, > 0; the state goes on. */
  setSampleInterval(intervalS: number): void {
    this.#course[INTERVAL_S] = intervalS;
    designLowPass(this.#k, this.#tauS, intervalS);
  }

  /** Filters `input`, which is as long as `value`; `intervalS` > 0 is the (smoothed) sampling interval. */
  step(input: ArrayLike<number>, intervalS: number): void {
    const designedS = this.#course[INTERVAL_S];
    if (Math.abs(intervalS - designedS) > INTERVAL_TOLERANCE * designedS) this.setSampleInterval(intervalS);
    this.filter(input);
  }

  /** The same at the interval set: no number is handed over, so none can land on the heap. */
  filter(input: ArrayLike<number>): void {
    if (this.#course[STARTED_S] < this.#tauS) this.#start(input);
    else this.#run(input);
  }

  /** Turns channels 0 to 2, a vector, by the rotation (w, x, y, 0): into another frame, with all that is remembered. */
  turn(rotation: Float64Array): void {
    turnVector(this.value, rotation);
    turnVector(this.#s0, rotation);
    turnVector(this.#s1, rotation);
  }

  #start(input: ArrayLike<number>): void {
    const course = this.#course;
    course[COUNT]++;
    course[STARTED_S] += course[INTERVAL_S];
    const { b0, a2 } = this.#k;
    const done = course[STARTED_S] >= this.#tauS;
    const count = course[COUNT];
    for (let i = 0; i < this.value.length; i++) {
      const mean = this.value[i] + (input[i] - this.value[i]) / count;
      this.value[i] = mean;
      if (done) {
        this.#s0[i] = mean * (1 - b0);
        this.#s1[i] = mean * (b0 - a2);
      }
    }
  }

  #run(input: ArrayLike<number>): void {
    const { b0, a1, a2, bypass } = this.#k;
    const { value } = this;
    const s0 = this.#s0;
    const s1 = this.#s1;
    for (let i = 0; i < value.length; i++) {
      const x = input[i];
      const y = bypass ? x : b0 * x + s0[i];
      s0[i] = 2 * b0 * x - a1 * y + s1[i];
      s1[i] = b0 * x - a2 * y;
      value[i] = y;
    }
  }
}

function turnVector(v: Float64Array, rotation: Float64Array): void {
  const w = rotation[0];
  const x = rotation[1];
  const y = rotation[2];
  const tx = 2 * y * v[2];
  const ty = -2 * x * v[2];
  const tz = 2 * (x * v[1] - y * v[0]);
  v[0] += w * tx + y * tz;
  v[1] += w * ty - x * tz;
  v[2] += w * tz + x * ty - y * tx;
}
