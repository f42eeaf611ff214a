const FROM_US = 0;
const LATEST_US = 1;
const LAST_GOOD_US = 2;
export const SAMPLE_CLOCK_LENGTH = 3;

/** Tells a late sample from a clock that was set back: the clock was, once nothing but earlier and rising time stamps came for a while. */
export class SampleClock {
  readonly #s: Float64Array;
  readonly #restartUs: number;

  /** `restartS`: how long that while is; null: late samples stay late. `state`: SAMPLE_CLOCK_LENGTH numbers. */
  constructor(restartS: number | null, state: Float64Array) {
    this.#s = state;
    this.#restartUs = restartS === null ? Number.POSITIVE_INFINITY : restartS * 1e6;
    state.fill(Number.NaN);
  }

  /** A sample at `timestampUs` that is not after the last good one, at `lastGoodUs`; true when the clock was set back. */
  late(timestampUs: number, lastGoodUs: number): boolean {
    const s = this.#s;
    const goesOn = s[LAST_GOOD_US] === lastGoodUs && timestampUs > s[LATEST_US] && timestampUs - s[LATEST_US] <= this.#restartUs;
    if (!goesOn) s[FROM_US] = timestampUs;
    s[LATEST_US] = timestampUs;
    s[LAST_GOOD_US] = lastGoodUs;
    return timestampUs - s[FROM_US] >= this.#restartUs;
  }
}
