/** Rotation and specific force of one wrist sensor on an even grid of `GRID_HZ`. */
export interface WristSignals {
  /** gyr x, y, z (rad/s), acc x, y, z (m/s2); equally long. */
  readonly channels: readonly Float64Array[];
  /** 1 where something was measured, 0 in a hole. */
  readonly known: Uint8Array;
  readonly startUs: number;
}

/** Hz; repetitions of a person are slower than 1 Hz, so this keeps twelve points of the fastest. */
export const GRID_HZ = 12.5;
const STEP_US = 1e6 / GRID_HZ;
/** us; longer distances between samples are holes. */
const HOLE_US = 400_000;
/** Samples on one straight line in all six axes: no sensor measures that, something filled a hole. */
const STRAIGHT_SAMPLES = 12;
const STRAIGHT = 3e-4;
/** Samples of such a line from its first on. */
const FILLED_SAMPLES = STRAIGHT_SAMPLES + 2;
const AXES = 6;
/** Points on either side that smoothing needs. */
const SMOOTH_POINTS = 2;

/**
 * Brings one wrist sensor's samples to an even grid as they come, smoothed with a binomial window of 0.08 s standard deviation. Grows
 * when needed; a sample allocates nothing otherwise.
 */
export class WristGrid {
  /** Points that are smoothed and will not change any more, but for a hole that is found to be filled. */
  ready = 0;
  #originUs = Number.NaN;
  #dropped = 0;
  #length = 0;
  #raw: Float64Array[];
  #smooth: Float64Array[];
  #known: Uint8Array;
  /** The last two samples, newest first, and the times of those that may turn out to be filled. */
  readonly #last = new Float64Array(AXES);
  readonly #before = new Float64Array(AXES);
  readonly #timesUs = new Float64Array(FILLED_SAMPLES);
  #samples = 0;
  #straight = 0;
  #lastUs = Number.NEGATIVE_INFINITY;

  constructor(capacity: number) {
    this.#raw = Array.from({ length: AXES }, () => new Float64Array(capacity));
    this.#smooth = Array.from({ length: AXES }, () => new Float64Array(capacity));
    this.#known = new Uint8Array(capacity);
  }

  get lastUs(): number {
    return this.#lastUs;
  }

  /** us of point `i`. */
  timeUs(i: number): number {
    return this.#originUs + (this.#dropped + i) * STEP_US;
  }

  /** All points, one array per axis as in WristSignals; the next sample or `drop` may change them. */
  get channels(): readonly Float64Array[] {
    return this.#smooth;
  }

  /** Points `from` to `to` (not included), as views that the next sample or `drop` may change. */
  signals(from: number, to: number): WristSignals {
    return {
      channels: this.#smooth.map((channel) => channel.subarray(from, to)),
      known: this.#known.subarray(from, to),
      startUs: this.timeUs(from),
    };
  }

  /** Takes one sample (us; gyr x, y, z rad/s, acc x, y, z m/s2), finite and later than the last. */
  push(timeUs: number, gx: number, gy: number, gz: number, ax: number, ay: number, az: number): void {
    if (this.#samples === 0) this.#originUs = timeUs;
    const isStraight =
      this.#samples >= 2 &&
      this.#isStraight(0, gx) &&
      this.#isStraight(1, gy) &&
      this.#isStraight(2, gz) &&
      this.#isStraight(3, ax) &&
      this.#isStraight(4, ay) &&
      this.#isStraight(5, az);
    this.#straight = isStraight ? this.#straight + 1 : 0;
    const known = timeUs - this.#lastUs > HOLE_US || this.#straight > STRAIGHT_SAMPLES ? 0 : 1;
    while (this.#samples > 0 && this.timeUs(this.#length) <= timeUs) {
      const share = (this.timeUs(this.#length) - this.#lastUs) / (timeUs - this.#lastUs);
      const at = this.#append(known);
      this.#raw[0][at] = between(this.#last[0], gx, share);
      this.#raw[1][at] = between(this.#last[1], gy, share);
      this.#raw[2][at] = between(this.#last[2], gz, share);
      this.#raw[3][at] = between(this.#last[3], ax, share);
      this.#raw[4][at] = between(this.#last[4], ay, share);
      this.#raw[5][at] = between(this.#last[5], az, share);
      while (this.ready < this.#length - SMOOTH_POINTS) this.#smoothNext();
    }
    // The oldest of the times kept is the one that this sample's replaces.
    if (this.#straight === STRAIGHT_SAMPLES) this.#markFilled(this.#timesUs[(this.#samples + 1) % FILLED_SAMPLES]);
    this.#timesUs[this.#samples % FILLED_SAMPLES] = timeUs;
    this.#samples++;
    this.#lastUs = timeUs;
    this.#before.set(this.#last);
    this.#last[0] = gx;
    this.#last[1] = gy;
    this.#last[2] = gz;
    this.#last[3] = ax;
    this.#last[4] = ay;
    this.#last[5] = az;
  }

  /** Nothing more comes: the last points are smoothed with what there is. */
  finish(): void {
    while (this.ready < this.#length) this.#smoothNext();
  }

  /** Forgets the oldest `count` points, but for what smoothing needs of them. */
  drop(count: number): void {
    const channels = [...this.#raw, ...this.#smooth, this.#known];
    for (const channel of channels) channel.copyWithin(0, count, this.#length);
    this.#length -= count;
    this.ready -= count;
    this.#dropped += count;
  }

  #append(known: number): number {
    if (this.#length === this.#known.length) {
      this.#raw = this.#raw.map(doubled);
      this.#smooth = this.#smooth.map(doubled);
      const grown = new Uint8Array(2 * this.#known.length);
      grown.set(this.#known);
      this.#known = grown;
    }
    this.#known[this.#length] = known;
    return this.#length++;
  }

  #isStraight(axis: number, value: number): boolean {
    return Math.abs(value - 2 * this.#last[axis] + this.#before[axis]) < STRAIGHT;
  }

  /** The points since a sample that began a straight line were not measured. */
  #markFilled(sinceUs: number): void {
    for (let i = this.#length - 1; i >= 0 && this.timeUs(i) > sinceUs; i--) this.#known[i] = 0;
  }

  #smoothNext(): void {
    const i = this.ready++;
    const last = this.#length - 1;
    const [a, b, d, e] = [Math.max(0, i - 2), Math.max(0, i - 1), Math.min(last, i + 1), Math.min(last, i + 2)];
    for (let c = 0; c < AXES; c++) {
      const raw = this.#raw[c];
      this.#smooth[c][i] = (raw[a] + 4 * raw[b] + 6 * raw[i] + 4 * raw[d] + raw[e]) / 16;
    }
  }
}

function between(from: number, to: number, share: number): number {
  return from + share * (to - from);
}

function doubled(values: Float64Array): Float64Array {
  const grown = new Float64Array(2 * values.length);
  grown.set(values);
  return grown;
}
