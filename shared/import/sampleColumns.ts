import type { StreamSamples } from '#shared/analysis/types.ts';

const FIRST_CAPACITY = 1024;
const INT16_MOST = 32_767;

/** Collects samples in stored form. Two typed arrays that double: a long recording is never a list of objects. */
export class SampleColumns {
  readonly axes: number;
  sampleCount = 0;
  /** Samples that were not later than the one before and were left out. */
  outOfOrder = 0;
  #hostUs = new Float64Array(FIRST_CAPACITY);
  #counts: Int16Array<ArrayBuffer>;

  constructor(axes: number) {
    this.axes = axes;
    this.#counts = new Int16Array(FIRST_CAPACITY * axes);
  }

  get lastUs(): number {
    return this.sampleCount === 0 ? Number.NEGATIVE_INFINITY : this.#hostUs[this.sampleCount - 1];
  }

  /** `counts` are rounded and held to int16. False, and counted, when the time does not move on. */
  push(timeUs: number, ...counts: readonly number[]): boolean {
    const at = Math.round(timeUs);
    if (!(at > this.lastUs)) {
      this.outOfOrder++;
      return false;
    }
    if (this.sampleCount === this.#hostUs.length) this.#grow();
    this.#hostUs[this.sampleCount] = at;
    for (let axis = 0; axis < this.axes; axis++) {
      this.#counts[this.sampleCount * this.axes + axis] = Math.max(-INT16_MOST, Math.min(INT16_MOST, Math.round(counts[axis])));
    }
    this.sampleCount++;
    return true;
  }

  /** Copies of the exact length: samples `from` up to, not including, `to`. */
  samples(from = 0, to = this.sampleCount): StreamSamples {
    return {
      sampleCount: to - from,
      hostUs: this.#hostUs.slice(from, to),
      counts: this.#counts.slice(from * this.axes, to * this.axes),
    };
  }

  #grow(): void {
    const hostUs = new Float64Array(2 * this.#hostUs.length);
    const counts = new Int16Array(2 * this.#counts.length);
    hostUs.set(this.#hostUs);
    counts.set(this.#counts);
    this.#hostUs = hostUs;
    this.#counts = counts;
  }
}

/** Samples per second by the median distance of neighbours, to 0.001 Hz; 0 for fewer than two. */
export function nominalRateOf(hostUs: Float64Array): number {
  if (hostUs.length < 2) return 0;
  const steps = new Float64Array(hostUs.length - 1);
  for (let i = 0; i < steps.length; i++) steps[i] = hostUs[i + 1] - hostUs[i];
  steps.sort();
  return Math.min(2000, Math.round(1e9 / steps[steps.length >> 1]) / 1000);
}
