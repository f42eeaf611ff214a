import { LowPass } from '#shared/signal/lowPass.ts';

/** s; offsets beyond this are not looked for: radios and clock mappings stay well within. */
const MOST_S = 0.1;
/** Lags to either side, at most: sensors faster than 70 Hz are looked at less often, which is enough for what the low pass leaves. */
const LAGS = 7;
const SHORTEST_STEP_S = MOST_S / LAGS;
const RING = 2 * LAGS + 1;
/** 4 Hz, tau = sqrt2 / (2 pi fc): what is faster differs between the segments; and what is slower than this matches at any lag. */
const LOW_PASS_S = Math.SQRT2 / (2 * Math.PI * 4);
const HIGH_PASS_S = 0.5;
/** s of motion that are remembered, and needed before anything is said. */
const MEMORY_S = 30;
const LEAST_S = 5;
/** Samples of a movement that say something of their own, per second. */
const INDEPENDENT_PER_S = 5;
/** What two neighbouring segments share, and from when on it counts. */
export interface SharedSignal {
  /** Unit of the signal; below this both sensors show noise only. */
  readonly least: number;
  /** Correlation at the peak from which on they do share it. */
  readonly leastCorrelation: number;
}

/**
 * How much later the time stamps of a second sensor are than those of a first, from a signal both see: cross-correlation over
 * +-100 ms with a parabola through its peak. Holes start a new stretch.
 */
export class ClockOffset {
  /** s; positive when the second sensor's stamps are later than the first's for the same moment. 0 while nothing is known. */
  offsetS = 0;
  /** s; standard error of it; infinite while nothing is known. */
  errorS = Number.POSITIVE_INFINITY;
  /** Correlation at the peak, 0 to 1. */
  correlation = 0;
  readonly #signal: SharedSignal;
  readonly #low = new LowPass(2, LOW_PASS_S);
  /** The next moment: us, and what each sensor shows. An array, because numbers handed over would be put on the heap. */
  readonly moment = new Float64Array(3);
  readonly #shown = this.moment.subarray(1);
  /** The newest values, each kept twice, `RING` apart, so that they always lie in one run, from `#oldest` on. */
  readonly #first = new Float64Array(2 * RING);
  readonly #second = new Float64Array(2 * RING);
  #oldest = 0;
  readonly #products = new Float64Array(RING);
  #squares1 = 0;
  #squares2 = 0;
  #mean1 = 0;
  #mean2 = 0;
  #length = 0;
  #seenS = 0;
  #stepS = 0;
  #intervalS = 0.01;
  #lastPairUs = Number.NaN;
  #lastUs = Number.NaN;

  /** Forgets all evidence: the samples are aligned anew. */
  restart(): void {
    this.#products.fill(0);
    this.#squares1 = 0;
    this.#squares2 = 0;
    this.#length = 0;
    this.#seenS = 0;
    this.#forget();
  }

  constructor(signal: SharedSignal) {
    this.#signal = signal;
  }

  /** Takes what is in `moment`. */
  step(): void {
    const timeUs = this.moment[0];
    const pairS = (timeUs - this.#lastPairUs) * 1e-6;
    this.#lastPairUs = timeUs;
    if (!(pairS <= MOST_S)) {
      this.#length = 0;
      this.#low.reset();
      this.#lastUs = timeUs;
      return;
    }
    this.#intervalS += 0.02 * (pairS - this.#intervalS);
    this.#low.step(this.#shown, this.#intervalS);
    const stepS = (timeUs - this.#lastUs) * 1e-6;
    if (stepS < 0.9 * SHORTEST_STEP_S) return;
    this.#lastUs = timeUs;
    this.#take(stepS);
  }

  #take(stepS: number): void {
    this.#stepS = this.#stepS === 0 ? stepS : this.#stepS + 0.02 * (stepS - this.#stepS);
    const fresh = this.#length === 0;
    const gain = fresh ? 1 : Math.min(1, stepS / HIGH_PASS_S);
    const value1 = this.#low.value[0];
    const value2 = this.#low.value[1];
    this.#mean1 += gain * (value1 - this.#mean1);
    this.#mean2 += gain * (value2 - this.#mean2);
    const first = this.#first;
    const second = this.#second;
    const newest = this.#oldest;
    first[newest] = value1 - this.#mean1;
    first[newest + RING] = first[newest];
    second[newest] = value2 - this.#mean2;
    second[newest + RING] = second[newest];
    const from = newest + 1 === RING ? 0 : newest + 1;
    this.#oldest = from;
    this.#length = Math.min(RING, this.#length + 1);
    const x = first[from + LAGS];
    const y = second[from + LAGS];
    if (this.#length < RING || Math.abs(x) + Math.abs(y) < this.#signal.least) return;
    const keep = 1 - Math.min(1, stepS / MEMORY_S);
    const products = this.#products;
    for (let lag = 0; lag < RING; lag++) products[lag] = keep * products[lag] + x * second[from + lag];
    this.#squares1 = keep * this.#squares1 + x * x;
    this.#squares2 = keep * this.#squares2 + y * y;
    this.#seenS = keep * this.#seenS + stepS;
  }

  #forget(): void {
    this.offsetS = 0;
    this.errorS = Number.POSITIVE_INFINITY;
    this.correlation = 0;
  }

  /** Finds the peak in what was gathered. */
  measure(): void {
    this.#forget();
    if (this.#seenS < LEAST_S) return;
    const most = Math.min(LAGS - 1, Math.floor(MOST_S / this.#stepS));
    const scale = 1 / Math.sqrt(this.#squares1 * this.#squares2);
    if (!(scale < Number.POSITIVE_INFINITY) || !(most >= 1)) return;
    const p = this.#products;
    let at = LAGS;
    for (let lag = LAGS - most; lag <= LAGS + most; lag++) if (p[lag] > p[at]) at = lag;
    const top = Math.min(1, p[at] * scale);
    const before = p[at - 1] * scale;
    const after = p[at + 1] * scale;
    const bend = 2 * top - before - after;
    if (!(top >= this.#signal.leastCorrelation) || !(bend > 0)) return;
    this.correlation = top;
    const lag = at - LAGS + (after - before) / (2 * bend);
    this.offsetS = Math.max(-MOST_S, Math.min(MOST_S, lag * this.#stepS));
    // Error of a delay between two noisy copies of one signal: noise to signal over the slope of the signal.
    const slopeSq = bend / (this.#stepS * this.#stepS);
    this.errorS = Math.sqrt((1 - top * top) / (this.#seenS * INDEPENDENT_PER_S * slopeSq * top));
  }
}
