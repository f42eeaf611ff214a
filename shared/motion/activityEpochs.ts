import { STANDARD_GRAVITY } from '#shared/signal/gravity.ts';
import { atan2, hypot } from '#shared/signal/portableMath.ts';

/** What acceleration says about activity in one epoch; norms in g, of which 1 is rest. */
export interface ActivityMeans {
  /** Mean norm. */
  readonly enG: number;
  /** Mean of the norm above 1 g, what is below counting as 0 (van Hees et al. 2013, doi:10.1371/journal.pone.0061691). Uncalibrated it is 0.015 off at rest. */
  readonly enmoG: number;
  /** Mean distance of the norm from 1 g. */
  readonly enmoaG: number;
  /** Mean distance of the norm from its mean (Vaha-Ypya et al. 2015, doi:10.1111/cpf.12127): needs no calibration, so it is the one to use. */
  readonly madG: number;
  /** Mean angle of the z axis over the horizontal, deg. */
  readonly anglezDeg: number;
}

export interface ActivityEpoch {
  readonly startUs: number;
  readonly sampleCount: number;
  /** null: too few samples. */
  readonly means: ActivityMeans | null;
}

export interface ActivityEpochParams {
  /** Length of an epoch, s. MAD and ENMO are published for 5 s. Default 5. */
  readonly epochS: number;
  /** Nominal sampling rate: what an epoch should hold. */
  readonly rateHz: number;
  /** Least share of the samples an epoch should hold. Default 0.75. */
  readonly minShare: number;
}

export const activityEpochDefaults = { epochS: 5, minShare: 0.75 };

const DEG = 180 / Math.PI;

/**
 * Cuts acceleration into epochs from the first sample on. It stands beside the step counter because it is movement of a body, not work of
 * the heart, and reads the same samples. An epoch without any sample is not announced: the next one's start tells the gap. Live and batch
 * are the same calls; nothing is allocated per sample.
 */
export class ActivityEpochs {
  readonly #epochUs: number;
  readonly #minCount: number;
  readonly #onEpoch: (epoch: ActivityEpoch) => void;
  #norms: Float64Array;
  #count = 0;
  #angleSum = 0;
  #firstUs = Number.NaN;
  #lastUs = Number.NaN;
  #epoch = 0;

  constructor({ epochS, rateHz, minShare }: ActivityEpochParams, onEpoch: (epoch: ActivityEpoch) => void) {
    this.#epochUs = epochS * 1_000_000;
    this.#minCount = Math.max(1, minShare * epochS * rateHz);
    this.#onEpoch = onEpoch;
    this.#norms = new Float64Array(Math.max(16, Math.ceil(1.25 * epochS * rateHz)));
  }

  /**
   * Acceleration in m/s2. No measurement: not finite, zero in all axes, or at a time that does not move on. A time that goes back by more
   * than an epoch is a clock that was set: its samples count again.
   */
  push(timeUs: number, x: number, y: number, z: number): void {
    const norm = hypot(x, y, z);
    if (!Number.isFinite(timeUs) || !(norm > 0 && norm < Number.POSITIVE_INFINITY)) return;
    if (timeUs <= this.#lastUs && timeUs >= this.#lastUs - this.#epochUs) return;
    if (Number.isNaN(this.#firstUs)) this.#firstUs = timeUs;
    this.#lastUs = timeUs;
    const epoch = Math.floor((timeUs - this.#firstUs) / this.#epochUs);
    if (epoch !== this.#epoch) {
      this.finish();
      this.#epoch = epoch;
    }
    if (this.#count === this.#norms.length) {
      const longer = new Float64Array(2 * this.#count);
      longer.set(this.#norms);
      this.#norms = longer;
    }
    this.#norms[this.#count++] = norm / STANDARD_GRAVITY;
    this.#angleSum += atan2(z, hypot(x, y));
  }

  /** The recording ends or pauses here: announces the open epoch. */
  finish(): void {
    if (this.#count === 0) return;
    const startUs = this.#firstUs + this.#epoch * this.#epochUs;
    this.#onEpoch({ startUs, sampleCount: this.#count, means: this.#count < this.#minCount ? null : this.#means() });
    this.#count = 0;
    this.#angleSum = 0;
  }

  #means(): ActivityMeans {
    const count = this.#count;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += this.#norms[i];
    const mean = sum / count;
    let above = 0;
    let fromOne = 0;
    let fromMean = 0;
    for (let i = 0; i < count; i++) {
      const norm = this.#norms[i];
      above += Math.max(norm - 1, 0);
      fromOne += Math.abs(norm - 1);
      fromMean += Math.abs(norm - mean);
    }
    return {
      enG: mean,
      enmoG: above / count,
      enmoaG: fromOne / count,
      madG: fromMean / count,
      anglezDeg: (this.#angleSum / count) * DEG,
    };
  }
}
