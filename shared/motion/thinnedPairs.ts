import type { VectorPairs } from './hingeAxes.ts';

/**
 * Bounded memory of vector pairs spread evenly over time: taken at most every so often; when full, every other one goes and half as
 * many are taken, until the longest interval is reached. From then on the newest replaces the oldest.
 */
export class ThinnedPairs implements VectorPairs {
  readonly data: Float64Array;
  count = 0;
  readonly #capacity: number;
  readonly #longestUs: number;
  #everyUs: number;
  #at = 0;
  #lastUs = Number.NEGATIVE_INFINITY;

  constructor(capacity: number, shortestUs: number, longestUs: number) {
    this.data = new Float64Array(6 * capacity);
    this.#capacity = capacity;
    this.#everyUs = shortestUs;
    this.#longestUs = longestUs;
  }

  /** Offset in `data` for the six numbers of a pair of this time, to be filled by the caller; -1 when it is too soon for one. */
  take(timeUs: number): number {
    if (timeUs - this.#lastUs < this.#everyUs) return -1;
    this.#lastUs = timeUs;
    if (this.count === this.#capacity && 2 * this.#everyUs <= this.#longestUs) this.#thinOut();
    const at = this.#at;
    this.#at = (at + 1) % this.#capacity;
    this.count = Math.min(this.#capacity, this.count + 1);
    return 6 * at;
  }

  #thinOut(): void {
    const half = Math.floor(this.#capacity / 2);
    for (let i = 0; i < half; i++) this.data.copyWithin(6 * i, 12 * i, 12 * i + 6);
    this.#at = half;
    this.count = half;
    this.#everyUs *= 2;
  }
}
