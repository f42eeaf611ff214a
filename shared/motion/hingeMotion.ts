import { LowPass } from '#shared/signal/lowPass.ts';
import { POSE } from './sensorTrack.ts';
import { ThinnedPairs } from './thinnedPairs.ts';

/** An imported constant is read from memory at every use, a local one is compiled in. */
const { timeUs: TIME_US, w: W, x: X, y: Y, z: Z, rateX: RATE_X } = POSE;

/** 6 Hz cut-off, tau = sqrt2 / (2 pi fc): what is faster at a knee is mostly skin and impacts. */
const TAU_S = Math.SQRT2 / (2 * Math.PI * 6);
/** rad/s; |w1| + |w2| above this is motion. */
const MOTION_RATE = 0.3;
/**
 * rad/s. Skin and muscle move with the segment, so what two rates of one hinge differ by grows with them: a sample's error counts
 * relative to |w1| + |w2| plus this much. Rates are kept divided by it, which weighs |w x j| the same way.
 */
const RATE_FLOOR = 1;
/** us; 50 Hz are enough to find an axis. */
const RATES_EVERY_US = 19_000;
const RATES = 1500;
const UPS_EVERY_US = 240_000;
const UPS = 240;
/** A live memory reaches back over the last 2 min of motion (1 min for "up"): a sensor may slip. */
const LIVE_THINNING = 4;

/** Bounded memory of the movement from which the axes are found: relative rates in motion and which way is up. */
export class HingeMotion {
  /** Seconds of motion seen so far. */
  motionS = 0;
  readonly rates: ThinnedPairs;
  readonly ups: ThinnedPairs;
  readonly #low = new LowPass(6, TAU_S);
  readonly #input = new Float64Array(6);
  #lastUs = Number.NaN;
  #intervalS = 0.01;

  /** `whole`: remembers movement from all of a recording, however long, instead of the newest. */
  constructor(whole = false) {
    const longest = whole ? Number.POSITIVE_INFINITY : LIVE_THINNING;
    this.rates = new ThinnedPairs(RATES, RATES_EVERY_US, longest * RATES_EVERY_US);
    this.ups = new ThinnedPairs(UPS, UPS_EVERY_US, whole ? longest : UPS_EVERY_US);
  }

  add(first: Float64Array, second: Float64Array): void {
    const timeUs = first[TIME_US];
    const stepS = (timeUs - this.#lastUs) * 1e-6;
    this.#lastUs = timeUs;
    if (stepS > 0 && stepS < 0.5) this.#intervalS += 0.02 * (stepS - this.#intervalS);
    for (let i = 0; i < 3; i++) {
      this.#input[i] = first[RATE_X + i];
      this.#input[3 + i] = second[RATE_X + i];
    }
    this.#low.step(this.#input, this.#intervalS);
    const v = this.#low.value;
    const rate = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]) + Math.sqrt(v[3] * v[3] + v[4] * v[4] + v[5] * v[5]);
    if (!(rate > MOTION_RATE)) return;
    if (stepS < 0.5) this.motionS += stepS;
    const at = this.rates.take(timeUs);
    if (at >= 0) {
      const scale = 1 / (RATE_FLOOR + rate);
      for (let i = 0; i < 6; i++) this.rates.data[at + i] = scale * v[i];
    }
    const upAt = this.ups.take(timeUs);
    if (upAt < 0) return;
    writeUp(this.ups.data, upAt, first);
    writeUp(this.ups.data, upAt + 3, second);
  }
}

/** "Up" as a sensor sees it, from its orientation: good in motion too, where the accelerometer alone is not. */
function writeUp(out: Float64Array, at: number, row: Float64Array): void {
  const w = row[W];
  const x = row[X];
  const y = row[Y];
  const z = row[Z];
  out[at] = 2 * (x * z - w * y);
  out[at + 1] = 2 * (y * z + w * x);
  out[at + 2] = 1 - 2 * (x * x + y * y);
}
