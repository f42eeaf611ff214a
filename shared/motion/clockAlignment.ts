import { ClockOffset } from './clockOffset.ts';
import type { HingeGeometry } from './hingeGeometry.ts';
import { POSE } from './sensorTrack.ts';

/** An imported constant is read from memory at every use, a local one is compiled in. */
const { timeUs: TIME_US, w: W, x: X, y: Y, z: Z, accX: ACC_X, accY: ACC_Y, accZ: ACC_Z } = POSE;

/** s, and their own standard errors: smaller differences are left alone, since soft tissue alone makes up to 8 ms. */
const LEAST_S = 0.01;
const ERRORS = 2.5;
/** us; no more is corrected. */
const MOST_US = 100_000;
/** The evidence is read once in so many pairs. */
const EVERY = 50;
const G = 9.80665;

/**
 * Difference of the clocks of two sensors on one hinge, from two signals they share: the acceleration up and down, which is sharp but
 * shaped by the movement itself, and the rate across the axis, |w1 x j1| = |w2 x j2|, which skin delays. Only what both of them say
 * is believed, so that clocks that agree are left alone.
 */
export class ClockAlignment {
  /** us; the second sensor's stamps are taken to be this much later than the first's. */
  offsetUs = 0;
  readonly #upward = new ClockOffset({ least: 0.3, leastCorrelation: 0.6 });
  readonly #across = new ClockOffset({ least: 0.1, leastCorrelation: 0.45 });
  #pairs = 0;

  /** The difference is as large as can be corrected, or larger. */
  get atLimit(): boolean {
    return Math.abs(this.offsetUs) >= MOST_US;
  }

  /** Takes a pair aligned with the offset so far; true when the offset is a new one. */
  add(geometry: HingeGeometry, first: Float64Array, second: Float64Array): boolean {
    const vertical = this.#upward.moment;
    vertical[0] = first[TIME_US];
    vertical[1] = upward(first);
    vertical[2] = upward(second);
    this.#upward.step();
    this.#across.moment[0] = first[TIME_US];
    geometry.readAcross(first, second, this.#across.moment);
    this.#across.step();
    if (++this.#pairs % EVERY !== 0) return false;
    this.#upward.measure();
    this.#across.measure();
    const { offsetS, errorS } = this.#upward;
    const agreed = Math.min(Math.abs(offsetS), Math.sign(offsetS) * this.#across.offsetS);
    if (agreed < LEAST_S || Math.abs(offsetS) < ERRORS * errorS) return false;
    this.offsetUs = Math.max(-MOST_US, Math.min(MOST_US, this.offsetUs + offsetS * 1e6));
    this.#upward.restart();
    this.#across.restart();
    return true;
  }
}

/** Acceleration upwards in the earth frame, without gravity, m/s2. */
function upward(row: Float64Array): number {
  const w = row[W];
  const x = row[X];
  const y = row[Y];
  const z = row[Z];
  return 2 * (x * z - w * y) * row[ACC_X] + 2 * (y * z + w * x) * row[ACC_Y] + (1 - 2 * (x * x + y * y)) * row[ACC_Z] - G;
}
