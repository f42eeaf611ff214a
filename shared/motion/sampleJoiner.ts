import { RowQueue } from '#shared/signal/rowQueue.ts';

/** Columns of a waiting row: time us, x, y, z, 1 where an axis stood at the end of its range. */
const TIME = 0;
const X = 1;
const SATURATED = 4;
const WIDTH = 5;

/** Longest distance between two accelerations that may be interpolated over, in periods. */
const HOLE_PERIODS = 3.05;
/** The same where no rate is promised, s: three periods at 30 Hz. */
const UNPACED_HOLE_S = 0.1;
/** Samples kept while the other stream is away, by default; older ones could only be joined with samples that come minutes late. */
const MAX_WAITING = 20_000;

/**
 * Makes motion samples of a sensor that sends acceleration and angular rate as two streams: the rate as it is, the acceleration of that
 * moment by a straight line between the two samples around it. By time stamps alone, so that the order of arrival cannot matter: a
 * rate is joined once an acceleration at or after it has come, that is at most one period and one packet of acceleration late. What lies
 * in a hole of more than three periods of acceleration, or before its first sample, is left out: a gap of the joined samples.
 */
export class SampleJoiner {
  /** The joined sample; valid after `take`: us, rate (rad/s), specific force (m/s2). */
  readonly sample = new Float64Array(7);
  /** An axis of the joined sample stood at the end of its range. */
  saturated = false;
  readonly #rates = new RowQueue(WIDTH);
  readonly #accelerations = new RowQueue(WIDTH);
  readonly #maxWaiting: number;
  #maxHoleUs = 1e6 * UNPACED_HOLE_S;
  #lastRateUs = Number.NEGATIVE_INFINITY;
  #lastAccelerationUs = Number.NEGATIVE_INFINITY;

  /** `maxWaiting`: samples of one stream that are kept while the other is away. */
  constructor(maxWaiting = MAX_WAITING) {
    this.#maxWaiting = maxWaiting;
  }

  /** Nominal rate of the accelerations, Hz; 0 where none is promised. To be told before the first of them. */
  setAccelerationRate(rateHz: number): void {
    this.#maxHoleUs = 1e6 * (rateHz > 0 ? HOLE_PERIODS / rateHz : UNPACED_HOLE_S);
  }

  /** rad/s. A sample that is not later than the last one is ignored. */
  pushRate(timeUs: number, x: number, y: number, z: number, saturated: boolean): void {
    if (!(timeUs > this.#lastRateUs)) return;
    this.#lastRateUs = timeUs;
    this.#keep(this.#rates, timeUs, x, y, z, saturated);
  }

  /** m/s2. A sample that is not later than the last one is ignored. */
  pushAcceleration(timeUs: number, x: number, y: number, z: number, saturated: boolean): void {
    if (!(timeUs > this.#lastAccelerationUs)) return;
    this.#lastAccelerationUs = timeUs;
    this.#keep(this.#accelerations, timeUs, x, y, z, saturated);
  }

  /** Next joined sample into `sample`; false when one of the streams has not come that far. */
  take(): boolean {
    const rates = this.#rates;
    const accelerations = this.#accelerations;
    while (rates.length > 0 && accelerations.length > 0) {
      const timeUs = rates.data[rates.offset(0) + TIME];
      while (accelerations.length > 1 && accelerations.data[accelerations.offset(1) + TIME] <= timeUs) accelerations.drop(1);
      const beforeUs = accelerations.data[accelerations.offset(0) + TIME];
      if (beforeUs < timeUs && accelerations.length < 2) return false;
      const afterUs = beforeUs < timeUs ? accelerations.data[accelerations.offset(1) + TIME] : beforeUs;
      const usable = beforeUs <= timeUs && afterUs - beforeUs <= this.#maxHoleUs;
      if (usable) this.#join(timeUs, beforeUs, afterUs);
      rates.drop(1);
      if (usable) return true;
    }
    return false;
  }

  #join(timeUs: number, beforeUs: number, afterUs: number): void {
    const { data: rate } = this.#rates;
    const { data: acceleration } = this.#accelerations;
    const from = this.#rates.offset(0);
    const before = this.#accelerations.offset(0);
    const after = afterUs > beforeUs ? this.#accelerations.offset(1) : before;
    const share = afterUs > beforeUs ? (timeUs - beforeUs) / (afterUs - beforeUs) : 0;
    this.sample[0] = timeUs;
    for (let axis = 0; axis < 3; axis++) {
      this.sample[1 + axis] = rate[from + X + axis];
      this.sample[4 + axis] = (1 - share) * acceleration[before + X + axis] + share * acceleration[after + X + axis];
    }
    this.saturated = rate[from + SATURATED] + acceleration[before + SATURATED] + acceleration[after + SATURATED] > 0;
  }

  #keep(queue: RowQueue, timeUs: number, x: number, y: number, z: number, saturated: boolean): void {
    if (queue.length >= this.#maxWaiting) queue.drop(1);
    const at = queue.push();
    const { data } = queue;
    data[at + TIME] = timeUs;
    data[at + X] = x;
    data[at + X + 1] = y;
    data[at + X + 2] = z;
    data[at + SATURATED] = saturated ? 1 : 0;
  }
}
