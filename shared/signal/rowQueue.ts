/** First in, first out queue of fixed-width rows of numbers. Grows when needed, never shrinks, does not allocate per row. */
export class RowQueue {
  readonly width: number;
  length = 0;
  #data: Float64Array;
  #head = 0;

  constructor(width: number, capacity = 64) {
    this.width = width;
    this.#data = new Float64Array(width * capacity);
  }

  /** Offset of row `index` (0 = oldest) in `data`. */
  offset(index: number): number {
    return (this.#head + index) * this.width;
  }

  get data(): Float64Array {
    return this.#data;
  }

  /** Appends a row and returns its offset in `data`, to be filled by the caller. */
  push(): number {
    const capacity = this.#data.length / this.width;
    if (this.#head + this.length === capacity) {
      if (this.#head >= capacity / 2) {
        this.#data.copyWithin(0, this.#head * this.width);
      } else {
        const grown = new Float64Array(this.#data.length * 2);
        grown.set(this.#data.subarray(this.#head * this.width));
        this.#data = grown;
      }
      this.#head = 0;
    }
    this.length++;
    return (this.#head + this.length - 1) * this.width;
  }

  /** Drops the oldest `count` rows. */
  drop(count: number): void {
    this.#head += count;
    this.length -= count;
  }
}
