import { LowPass } from '#shared/signal/lowPass.ts';
import type { VectorPairs } from './hingeAxes.ts';
import { POSE } from './sensorTrack.ts';

const G = 9.80665;
/** 8 Hz cut-off: tau = sqrt2 / (2 pi fc). */
const TAU_S = Math.SQRT2 / (2 * Math.PI * 8);
/** rad/s; |w1| + |w2| above this is motion. */
const MOTION_RATE = 0.3;
/** us; 50 Hz are enough to find an axis. */
const MOTION_EVERY_US = 19_000;
const STATIC_EVERY_US = 250_000;
const MOTION_CAPACITY = 1500;
const STATIC_CAPACITY = 200;
/** m/s2; both sensors nearer to g than this, and slow, is quasi-static. */
const STATIC_ACCELERATION = 0.4;

/** Bounded memory of the movement from which the axes are found: rates in motion and gravity when almost still. */
export class HingeMotion {
  /** Seconds of motion seen so far. */
  motionS = 0;
  readonly rates = { data: new Float64Array(6 * MOTION_CAPACITY), count: 0 } satisfies VectorPairs;
  readonly statics = { data: new Float64Array(6 * STATIC_CAPACITY), count: 0 } satisfies VectorPairs;
  readonly #low = new LowPass(12, TAU_S);
  readonly #input = new Float64Array(12);
  #rateAt = 0;
  #staticAt = 0;
  #lastUs = Number.NaN;
  #intervalS = 0.01;
  #lastMotionUs = Number.NEGATIVE_INFINITY;
  #lastStaticUs = Number.NEGATIVE_INFINITY;

  add(first: Float64Array, second: Float64Array): void {
    const timeUs = first[POSE.timeUs];
    const stepS = (timeUs - this.#lastUs) * 1e-6;
    this.#lastUs = timeUs;
    if (stepS > 0 && stepS < 0.5) this.#intervalS += 0.02 * (stepS - this.#intervalS);
    for (let i = 0; i < 6; i++) {
      this.#input[i] = first[POSE.rateX + i];
      this.#input[6 + i] = second[POSE.rateX + i];
    }
    this.#low.step(this.#input, this.#intervalS);
    const v = this.#low.value;
    const rate = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]) + Math.sqrt(v[6] * v[6] + v[7] * v[7] + v[8] * v[8]);
    if (rate > MOTION_RATE) {
      if (stepS < 0.5) this.motionS += stepS;
      if (timeUs - this.#lastMotionUs >= MOTION_EVERY_US) this.#keepMotion(timeUs, v);
    }
    if (rate < 2 * MOTION_RATE && timeUs - this.#lastStaticUs >= STATIC_EVERY_US) this.#keepStatic(timeUs, v);
  }

  #keepMotion(timeUs: number, v: Float64Array): void {
    this.#lastMotionUs = timeUs;
    const o = 6 * this.#rateAt;
    this.#rateAt = (this.#rateAt + 1) % MOTION_CAPACITY;
    this.rates.count = Math.min(MOTION_CAPACITY, this.rates.count + 1);
    for (let i = 0; i < 3; i++) {
      this.rates.data[o + i] = v[i];
      this.rates.data[o + 3 + i] = v[6 + i];
    }
  }

  #keepStatic(timeUs: number, v: Float64Array): void {
    const a = Math.sqrt(v[3] * v[3] + v[4] * v[4] + v[5] * v[5]);
    const b = Math.sqrt(v[9] * v[9] + v[10] * v[10] + v[11] * v[11]);
    if (Math.abs(a - G) > STATIC_ACCELERATION || Math.abs(b - G) > STATIC_ACCELERATION) return;
    this.#lastStaticUs = timeUs;
    const o = 6 * this.#staticAt;
    this.#staticAt = (this.#staticAt + 1) % STATIC_CAPACITY;
    this.statics.count = Math.min(STATIC_CAPACITY, this.statics.count + 1);
    for (let i = 0; i < 3; i++) {
      this.statics.data[o + i] = v[3 + i] / G;
      this.statics.data[o + 3 + i] = v[9 + i] / G;
    }
  }
}
