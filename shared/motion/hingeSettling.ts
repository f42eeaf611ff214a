import { FLAW, POSE } from './sensorTrack.ts';

/** An imported constant is read from memory at every use, a local one is compiled in. */
const { timeUs: TIME_US, rest: REST, flaw: FLAW_AT } = POSE;

/** us; a sensor that starts in the middle of a movement does not know its inclination before. */
const SETTLING_US = 3_000_000;
/** us; after a longer hole the filters start anew and the heading is a guess. */
const HOLE_US = 1_000_000;
/** us; a sensor at the end of its range has lost part of the turn, and the pose needs so long to recover. */
const UNSATURATED_US = 3_000_000;

/** From when on the poses of a hinge's two sensors can be relied on, after a start, a hole or a reading at the end of a sensor's range. */
export class HingeSettling {
  /** us; before it inclinations may be off. NaN before the first pair. */
  settledUs = Number.NaN;
  /** us; before it a pose may be off by what a sensor could not show. */
  unsaturatedUs = Number.NEGATIVE_INFINITY;
  /** us; angles before it are doubtful. Earlier than `settledUs` when the person was still at the start: stillness is seen 1.5 s late. */
  trustedUs = Number.NaN;
  #started = false;
  #lastUs = Number.NaN;

  /** Takes a pair; true when it comes after a hole, or first. */
  step(first: Float64Array, second: Float64Array): boolean {
    const timeUs = first[TIME_US];
    const opened = !(timeUs - this.#lastUs <= HOLE_US);
    if (opened) {
      this.settledUs = timeUs + SETTLING_US;
      this.trustedUs = this.settledUs;
      this.#started = Number.isNaN(this.#lastUs);
    }
    this.#lastUs = timeUs;
    // Whoever is still shows gravity alone.
    if (timeUs < this.settledUs && first[REST] === 1 && second[REST] === 1) {
      this.settledUs = timeUs;
      this.trustedUs = this.#started ? Number.NEGATIVE_INFINITY : timeUs;
    }
    if (first[FLAW_AT] === FLAW.saturated || second[FLAW_AT] === FLAW.saturated) this.unsaturatedUs = timeUs + UNSATURATED_US;
    return opened;
  }
}
