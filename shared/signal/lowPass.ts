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

/** Relative change of the sampling interval above which coefficients are computed anew. */
const INTERVAL_TOLERANCE = 0.02;

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

/** Low pass of `size` channels at a slow or irregular rate; read `value[i]` after `step`. */
export class LowPass {
  readonly value: Float64Array;
  readonly #s0: Float64Array;
  readonly #s1: Float64Array;
  readonly #tauS: number;
  readonly #k: LowPassCoefficients = { b0: 1, a1: 0, a2: 0, bypass: true };
  #intervalS = 0;
  #startedS = 0;
  #count = 0;
  #starting = true;

  constructor(size: number, tauS: number) {
    this.value = new Float64Array(size);
    this.#s0 = new Float64Array(size);
    this.#s1 = new Float64Array(size);
    this.#tauS = tauS;
  }

  /** Forgets everything: the next samples start a new running mean. */
  reset(): void {
    this.value.fill(0);
    this.#s0.fill(0);
    this.#startedS = 0;
    this.#count = 0;
    this.#starting = true;
  }

  /** Filters `input`, which is as long as `value`; `intervalS` > 0 is the (smoothed) sampling interval. */
  step(input: ArrayLike<number>, intervalS: number): void {
    if (Math.abs(intervalS - this.#intervalS) > INTERVAL_TOLERANCE * this.#intervalS) {
      this.#intervalS = intervalS;
      designLowPass(this.#k, this.#tauS, intervalS);
    }
    if (this.#starting) this.#start(input, intervalS);
    else this.#run(input);
  }

  #start(input: ArrayLike<number>, intervalS: number): void {
    this.#count++;
    this.#startedS += intervalS;
    const { b0, a2 } = this.#k;
    const done = this.#startedS >= this.#tauS;
    for (let i = 0; i < this.value.length; i++) {
      const mean = this.value[i] + (input[i] - this.value[i]) / this.#count;
      this.value[i] = mean;
      if (done) {
        this.#s0[i] = mean * (1 - b0);
        this.#s1[i] = mean * (b0 - a2);
      }
    }
    this.#starting = !done;
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
