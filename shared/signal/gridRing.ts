/**
 * The newest values on an even time grid, for charts: a place per step, NaN where nothing came, so that a gap stays as long as it was.
 * Writing and reading allocate nothing.
 */
export class GridRing {
  readonly #stepUs: number;
  readonly #values: Float64Array;
  /** Grid step (time / stepUs) of the newest value; -Infinity while there is none. */
  #newest = Number.NEGATIVE_INFINITY;

  /** `places`: how many steps are kept. */
  constructor(stepUs: number, places: number) {
    this.#stepUs = stepUs;
    this.#values = new Float64Array(places).fill(Number.NaN);
  }

  /** The last value of a step stays. One older than the ring, or without a finite time, is ignored. */
  put(timeUs: number, value: number): void {
    const step = Math.floor(timeUs / this.#stepUs);
    const places = this.#values.length;
    if (!Number.isFinite(step) || step <= this.#newest - places) return;
    if (step > this.#newest) {
      for (let skipped = Math.max(this.#newest + 1, step - places + 1); skipped < step; skipped++) {
        this.#values[placeOf(skipped, places)] = Number.NaN;
      }
      this.#newest = step;
    }
    this.#values[placeOf(step, places)] = value;
  }

  /** Fills `out` with the steps from `fromUs` on, oldest first; NaN for what is not held. */
  copyFrom(fromUs: number, out: Float64Array): void {
    const first = Math.floor(fromUs / this.#stepUs);
    const places = this.#values.length;
    for (let i = 0; i < out.length; i++) {
      const step = first + i;
      out[i] = step > this.#newest || step <= this.#newest - places ? Number.NaN : this.#values[placeOf(step, places)];
    }
  }
}

const placeOf = (step: number, places: number): number => ((step % places) + places) % places;
