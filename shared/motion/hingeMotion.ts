import { LowPass } from '#shared/signal/lowPass.ts';
import type { VectorPairs } from './hingeAxes.ts';
import { POSE } from './sensorTrack.ts';

/** 6 Hz cut-off: tau = sqrt2 / (2 pi fc). */
const TAU_S = Math.SQRT2 / (2 * Math.PI * 6);
/** rad/s; |w1| + |w2| above this is motion. */
const MOTION_RATE = 0.3;
/**
 * rad/s. Skin and muscle move with the segment, so what two rates of one hinge differ by grows with them: a sample's error counts
 * relative to |w1| + |w2| plus this much. Rates are kept divided by it, which weighs |w x j| the same way.
 */
const RATE_FLOOR = 1;
/** us; 50 Hz are enough to find an axis. When the memory is full every other sample goes, until one is kept per 80 ms (2 min). */
const MOTION_EVERY_US = 19_000;
const MOTION_EVERY_MOST_US = 76_000;
const UP_EVERY_US = 250_000;
const MOTION_CAPACITY = 1500;
const UP_CAPACITY = 240;

/** Bounded memory of the movement from which the axes are found: relative rates in motion and which way is up. */
export class HingeMotion {
  /** Seconds of motion seen so far. */
  motionS = 0;
  readonly rates = { data: new Float64Array(6 * MOTION_CAPACITY), count: 0 } satisfies VectorPairs;
  readonly ups = { data: new Float64Array(6 * UP_CAPACITY), count: 0 } satisfies VectorPairs;
  readonly #low = new LowPass(12, TAU_S);
  readonly #input = new Float64Array(12);
  #rateAt = 0;
  #upAt = 0;
  #everyUs = MOTION_EVERY_US;
  #lastUs = Number.NaN;
  #intervalS = 0.01;
  #lastMotionUs = Number.NEGATIVE_INFINITY;
  #lastUpUs = Number.NEGATIVE_INFINITY;

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
      if (timeUs - this.#lastMotionUs >= this.#everyUs) this.#keepMotion(timeUs, v, 1 / (RATE_FLOOR + rate));
      if (timeUs - this.#lastUpUs >= UP_EVERY_US) this.#keepUp(timeUs, first, second);
    }
  }

  #keepMotion(timeUs: number, v: Float64Array, scale: number): void {
    this.#lastMotionUs = timeUs;
    if (this.rates.count === MOTION_CAPACITY && this.#everyUs < MOTION_EVERY_MOST_US) this.#thinOut();
    const { data } = this.rates;
    const o = 6 * this.#rateAt;
    this.#rateAt = (this.#rateAt + 1) % MOTION_CAPACITY;
    this.rates.count = Math.min(MOTION_CAPACITY, this.rates.count + 1);
    for (let i = 0; i < 3; i++) {
      data[o + i] = scale * v[i];
      data[o + 3 + i] = scale * v[6 + i];
    }
  }

  #thinOut(): void {
    const { data } = this.rates;
    for (let i = 0; i < MOTION_CAPACITY / 2; i++) data.copyWithin(6 * i, 12 * i, 12 * i + 6);
    this.#rateAt = MOTION_CAPACITY / 2;
    this.rates.count = this.#rateAt;
    this.#everyUs *= 2;
  }

  /** "Up" as each sensor sees it, from its orientation: good in motion too, where the accelerometer alone is not. */
  #keepUp(timeUs: number, first: Float64Array, second: Float64Array): void {
    this.#lastUpUs = timeUs;
    const { data } = this.ups;
    const o = 6 * this.#upAt;
    this.#upAt = (this.#upAt + 1) % UP_CAPACITY;
    this.ups.count = Math.min(UP_CAPACITY, this.ups.count + 1);
    writeUp(data, o, first);
    writeUp(data, o + 3, second);
  }
}

/** Third row of the rotation matrix. */
function writeUp(out: Float64Array, at: number, row: Float64Array): void {
  const w = row[POSE.w];
  const x = row[POSE.x];
  const y = row[POSE.y];
  const z = row[POSE.z];
  out[at] = 2 * (x * z - w * y);
  out[at + 1] = 2 * (y * z + w * x);
  out[at + 2] = 1 - 2 * (x * x + y * y);
}
