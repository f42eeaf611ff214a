import { RowQueue } from '#shared/signal/rowQueue.ts';
import { POSE_WIDTH } from './sensorTrack.ts';

/** Pairs of poses kept until a joint's axes are known: 60 s at 100 Hz. */
const CAPACITY = 6000;

/** Pairs of poses of a hinge's two sensors, oldest first; the oldest give way. */
export class PoseHistory {
  readonly #rows = new RowQueue(2 * POSE_WIDTH, 512);
  readonly #first = new Float64Array(POSE_WIDTH);
  readonly #second = new Float64Array(POSE_WIDTH);

  add(first: Float64Array, second: Float64Array): void {
    if (this.#rows.length === CAPACITY) this.#rows.drop(1);
    const at = this.#rows.push();
    this.#rows.data.set(first, at);
    this.#rows.data.set(second, at + POSE_WIDTH);
  }

  /** Visits the pairs from `fromUs` on. The rows handed over are valid inside the visit. */
  each(fromUs: number, visit: (first: Float64Array, second: Float64Array) => void): void {
    const { data } = this.#rows;
    for (let i = 0; i < this.#rows.length; i++) {
      const at = this.#rows.offset(i);
      if (data[at] < fromUs) continue;
      for (let k = 0; k < POSE_WIDTH; k++) {
        this.#first[k] = data[at + k];
        this.#second[k] = data[at + POSE_WIDTH + k];
      }
      visit(this.#first, this.#second);
    }
  }

  clear(): void {
    this.#rows.drop(this.#rows.length);
  }
}
