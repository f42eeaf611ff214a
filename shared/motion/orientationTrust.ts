/** Why an orientation is worth less than usual, the closed set. `ok`: nothing but the usual error. */
export const ORIENTATION_REASONS = [
  'ok',
  /** No usable sample yet, or none for more than 1 s. */
  'noData',
  /** The gyroscope's bias is not known well enough yet. */
  'notSettled',
  /** Samples are missing; after more than 1 s without any the filter starts anew. */
  'gap',
  /** The clock of the time stamps went back and stayed there; the filter started anew. */
  'timeJump',
  /** Samples that cannot be: not finite, out of any range, all zero. */
  'invalid',
  /** The sensor was at the end of its range, so part of the motion was not seen. */
  'saturated',
] as const;

export type OrientationReason = (typeof ORIENTATION_REASONS)[number];

/** Quality 0.5: the error that hides the smallest change of motion worth reporting (goniometer MDC95 3.5-10 deg). */
const HALF_QUALITY_DEG = 5;
/** Below this quality there is a reason. */
const USUAL_QUALITY = 0.75;
const MAX_ERROR_DEG = 90;

const ERROR_DEG = 0;
const CAUSE = 1;
export const TRUST_LENGTH = 2;

/**
 * Expected inclination error from what went wrong, in degrees: each fault adds to it, the average of gravity takes it away with its
 * own time constant. `quality` is 1 without error, 0.5 at 5 deg, 0 without data.
 */
export class OrientationTrust {
  readonly #s: Float64Array;
  readonly #tauS: number;

  /** `state`: TRUST_LENGTH numbers. */
  constructor(tauS: number, state: Float64Array) {
    this.#s = state;
    this.#tauS = tauS;
  }

  /** Something turned the estimate wrong by about `deg`. The larger part of the error gives the reason. */
  fault(reason: OrientationReason, deg: number): void {
    const s = this.#s;
    if (deg >= 0.5 * s[ERROR_DEG]) s[CAUSE] = ORIENTATION_REASONS.indexOf(reason);
    s[ERROR_DEG] = Math.min(MAX_ERROR_DEG, s[ERROR_DEG] + deg);
  }

  /** After a block of `block[at]` seconds without a fault. */
  recover(block: Float64Array, at: number): void {
    this.#s[ERROR_DEG] *= this.#tauS / (this.#tauS + block[at]);
  }

  /** `usualDeg`: error expected without any fault, from the bias. */
  quality(usualDeg: number): number {
    return HALF_QUALITY_DEG / (HALF_QUALITY_DEG + usualDeg + this.#s[ERROR_DEG]);
  }

  reason(usualDeg: number): OrientationReason {
    if (this.quality(usualDeg) >= USUAL_QUALITY) return 'ok';
    return this.#s[ERROR_DEG] < usualDeg ? 'notSettled' : ORIENTATION_REASONS[this.#s[CAUSE]];
  }
}
