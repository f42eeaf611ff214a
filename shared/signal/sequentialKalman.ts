/**
 * Kalman filter for a nearly constant vector that takes scalar measurements one after the other, which for independent noise equals
 * the joint update and needs no matrix inverse (Bar-Shalom, Li & Kirubarajan 2001, section 5.6.2). Errors of one round are all taken
 * against the estimate before the round. Numbers come in through arrays: arguments of a method that is not inlined go on the heap.
 */
export class SequentialKalman {
  readonly size: number;
  readonly estimate: Float64Array;
  /** Lower triangle, row by row: element (i, j) with j <= i at i (i + 1) / 2 + j. */
  readonly covariance: Float64Array;
  /** The next measurement: its row of the measurement matrix, then error (against the estimate before the round), then noise variance. */
  readonly measurement: Float64Array;
  /** Change of the estimate in this round; `finish` applies it. */
  readonly #change: Float64Array;
  readonly #gain: Float64Array;

  /** `storage`: sequentialKalmanLength(size) numbers, the estimate first. */
  constructor(size: number, storage: Float64Array) {
    this.size = size;
    this.estimate = storage.subarray(0, size);
    this.covariance = storage.subarray(size, sequentialKalmanLength(size));
    this.measurement = new Float64Array(size + 2);
    this.#change = new Float64Array(size);
    this.#gain = new Float64Array(size);
  }

  begin(): void {
    this.#change.fill(0);
  }

  /** Takes what is in `measurement`. */
  measure(): void {
    const { size, covariance, measurement } = this;
    const change = this.#change;
    const gain = this.#gain;
    let error = measurement[size];
    let variance = measurement[size + 1];
    let k = 0;
    for (let i = 0; i < size; i++) {
      const hi = measurement[i];
      let sum = 0;
      for (let j = 0; j < i; j++) {
        const p = covariance[k++];
        sum += p * measurement[j];
        gain[j] += p * hi;
      }
      gain[i] = sum + covariance[k++] * hi;
    }
    for (let i = 0; i < size; i++) {
      variance += measurement[i] * gain[i];
      error -= measurement[i] * change[i];
    }
    const scale = 1 / variance;
    const step = error * scale;
    k = 0;
    for (let i = 0; i < size; i++) {
      const g = gain[i] * scale;
      change[i] += gain[i] * step;
      for (let j = 0; j <= i; j++) covariance[k++] -= g * gain[j];
    }
  }

  finish(): void {
    for (let i = 0; i < this.size; i++) this.estimate[i] += this.#change[i];
  }
}

/** Numbers that the filter keeps. */
export function sequentialKalmanLength(size: number): number {
  return size + (size * (size + 1)) / 2;
}
