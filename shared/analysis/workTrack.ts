const MINUTE_US = 60_000_000;

/** Degrees moved in the last minute, out and back counted once: work in a unit of its own, to compare a minute with another of the same session. */
export class WorkTrack {
  readonly #atUs: number[] = [];
  readonly #deg: number[] = [];
  #oldest = 0;
  #sumDeg = 0;

  /** Repetitions in the order in which they were found. */
  add(atUs: number, romDeg: number): void {
    this.#atUs.push(atUs);
    this.#deg.push(romDeg);
    this.#sumDeg += romDeg;
  }

  /** Null before the first repetition: nothing measures work, or there was none yet. */
  perMinute(nowUs: number): number | null {
    if (this.#atUs.length === 0) return null;
    while (this.#oldest < this.#atUs.length && this.#atUs[this.#oldest] <= nowUs - MINUTE_US) this.#sumDeg -= this.#deg[this.#oldest++];
    // Sums that grow and shrink keep rounding of about 1e-12 degrees.
    return this.#oldest === this.#atUs.length ? 0 : this.#sumDeg;
  }
}
