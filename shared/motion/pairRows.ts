import { POSE_WIDTH } from './sensorTrack.ts';

/** Pairs of poses of a whole recording, in two flat arrays. */
export class PairRows {
  count = 0;
  readonly #first: Float64Array;
  readonly #second: Float64Array;

  constructor(capacity: number) {
    this.#first = new Float64Array(POSE_WIDTH * capacity);
    this.#second = new Float64Array(POSE_WIDTH * capacity);
  }

  add(first: Float64Array, second: Float64Array): void {
    this.#first.set(first, POSE_WIDTH * this.count);
    this.#second.set(second, POSE_WIDTH * this.count);
    this.count++;
  }

  timeUs(index: number): number {
    return this.#first[POSE_WIDTH * index];
  }

  /** Visits every pair. The rows handed over are valid inside the visit. */
  each(visit: (first: Float64Array, second: Float64Array, index: number) => void): void {
    const a = new Float64Array(POSE_WIDTH);
    const b = new Float64Array(POSE_WIDTH);
    for (let i = 0; i < this.count; i++) {
      const at = POSE_WIDTH * i;
      for (let k = 0; k < POSE_WIDTH; k++) {
        a[k] = this.#first[at + k];
        b[k] = this.#second[at + k];
      }
      visit(a, b, i);
    }
  }
}
