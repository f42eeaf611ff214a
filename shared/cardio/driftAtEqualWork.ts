import { type Known, known, unknown } from '#shared/signal/known.ts';
import { heartRateStep } from './gap.ts';

/** The live form of drift: pulse now against the pulse of minutes 10 to 12, only while the work is about what it was then. */
export interface DriftAtEqualWorkParams {
  /** Warm-up before the reference, s. Default 600: the pulse rises for that long without drifting. */
  readonly warmUpS: number;
  /** Length of the reference, s. Default 120. */
  readonly referenceS: number;
  /** Length of the mean that is compared with it, s. Default 60. */
  readonly windowS: number;
  /** Greatest difference of work from the reference, fraction. Default 0.1. */
  readonly workTolerance: number;
}

export const driftAtEqualWorkDefaults: DriftAtEqualWorkParams = { warmUpS: 600, referenceS: 120, windowS: 60, workTolerance: 0.1 };

export interface DriftReading {
  /** Rise of heart rate since the reference, percent. */
  readonly heartRateDriftPct: number;
  /** Work now / work of the reference. */
  readonly workRatio: number;
  /** Mean work of the reference. */
  readonly referenceWork: number;
  /** Mean of the last `windowS`, and of the reference. */
  readonly heartRateBpm: number;
  readonly referenceBpm: number;
  /** Since the start of the exercise, s. */
  readonly elapsedS: number;
}

/** 60 s of up to 17 samples a second. */
const CAPACITY = 1024;

interface Sums {
  seconds: number;
  bpm: number;
  work: number;
}

/** Feed it heart rate and work of the running exercise, from its start on. Times in us; nothing is allocated per sample. */
export class DriftAtEqualWork {
  readonly #params: DriftAtEqualWorkParams;
  readonly #seconds = new Float64Array(CAPACITY);
  readonly #bpm = new Float64Array(CAPACITY);
  readonly #work = new Float64Array(CAPACITY);
  readonly #reference: Sums = { seconds: 0, bpm: 0, work: 0 };
  readonly #recent: Sums = { seconds: 0, bpm: 0, work: 0 };
  #start = 0;
  #length = 0;
  #firstUs = Number.NaN;
  #lastUs = Number.NaN;

  constructor(params: DriftAtEqualWorkParams = driftAtEqualWorkDefaults) {
    this.#params = params;
  }

  /** `work` in any unit, not below 0. What is no number is left out; a gap of more than 5 s empties the mean (gap.ts). */
  push(timeUs: number, heartRateBpm: number, work: number): void {
    if (!Number.isFinite(timeUs) || !(heartRateBpm > 0 && heartRateBpm < Number.POSITIVE_INFINITY)) return;
    if (!(work >= 0 && work < Number.POSITIVE_INFINITY)) return;
    const seconds = (timeUs - this.#lastUs) / 1_000_000;
    const step = heartRateStep(this.#lastUs / 1_000_000, timeUs / 1_000_000);
    if (step === 'late') return;
    // The start is the first sample that another one follows: a wild stamp is none.
    if (step === 'counts' && !(this.#firstUs <= this.#lastUs)) this.#firstUs = this.#lastUs;
    this.#lastUs = timeUs;
    if (step === 'begins') {
      while (this.#length > 0) this.#dropOldest();
      return;
    }
    const { warmUpS, referenceS, windowS } = this.#params;
    const elapsedS = (timeUs - this.#firstUs) / 1_000_000;
    if (elapsedS > warmUpS && elapsedS <= warmUpS + referenceS) add(this.#reference, seconds, heartRateBpm, work);
    if (this.#length === CAPACITY) this.#dropOldest();
    const slot = (this.#start + this.#length++) % CAPACITY;
    this.#seconds[slot] = seconds;
    this.#bpm[slot] = heartRateBpm;
    this.#work[slot] = work;
    add(this.#recent, seconds, heartRateBpm, work);
    while (this.#recent.seconds - this.#seconds[this.#start] >= windowS) this.#dropOldest();
  }

  /** Drift at the newest sample, or why it cannot be told. */
  read(): Known<DriftReading> {
    const { warmUpS, referenceS, windowS, workTolerance } = this.#params;
    const elapsedS = (this.#lastUs - this.#firstUs) / 1_000_000;
    if (!(elapsedS >= warmUpS + referenceS)) return unknown('warming up');
    if (this.#reference.seconds < referenceS / 2) return unknown('too little heart rate in the reference minutes');
    // Sums that grow and shrink keep rounding of about 1e-12 s.
    if (this.#recent.seconds < windowS - 1e-6) return unknown('too little heart rate after a gap');
    const workThen = this.#reference.work / this.#reference.seconds;
    if (!(workThen > 0)) return unknown('no work in the reference minutes');
    const workRatio = this.#recent.work / this.#recent.seconds / workThen;
    if (Math.abs(workRatio - 1) > workTolerance) return unknown('the work is another one');
    const then = this.#reference.bpm / this.#reference.seconds;
    const now = this.#recent.bpm / this.#recent.seconds;
    return known({
      heartRateDriftPct: (100 * (now - then)) / then,
      workRatio,
      referenceWork: workThen,
      heartRateBpm: now,
      referenceBpm: then,
      elapsedS,
    });
  }

  #dropOldest(): void {
    const slot = this.#start;
    add(this.#recent, -this.#seconds[slot], this.#bpm[slot], this.#work[slot]);
    this.#start = (this.#start + 1) % CAPACITY;
    if (--this.#length > 0) return;
    this.#recent.seconds = 0;
    this.#recent.bpm = 0;
    this.#recent.work = 0;
  }
}

function add(sums: Sums, seconds: number, bpm: number, work: number): void {
  sums.seconds += seconds;
  sums.bpm += seconds * bpm;
  sums.work += seconds * work;
}
