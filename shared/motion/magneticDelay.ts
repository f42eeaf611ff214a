/** Layout of the state: delay (s) and its variance (s2). */
const DELAY_S = 0;
const VARIANCE = 1;
/** s; no magnetometer in use is later. */
const MAX_S = 0.1;
export const MAGNETIC_DELAY_LENGTH = 2;

/** rad2; heading errors of an iron-distorted field last about a second, so a sample at 50 Hz counts as little as this. */
const NOISE = 0.76;

/**
 * How late the magnetometer is, 5 to 30 ms for filtered or held values: while the sensor turns the field then lags behind, which a
 * filter takes for a wrong heading. The delay is the factor between heading residual and heading rate; it is constant for a sensor, so
 * a scalar Kalman filter without system noise finds it.
 */
export class MagneticDelay {
  readonly #s: Float64Array;

  /** `state`: MAGNETIC_DELAY_LENGTH numbers. */
  constructor(sigmaS: number, state: Float64Array) {
    this.#s = state;
    state[VARIANCE] = sigmaS * sigmaS;
  }

  get seconds(): number {
    return this.#s[DELAY_S];
  }

  /** `residual`: heading of the field minus the heading believed (rad); `perSecond`: by how much it would fall per second of delay (rad/s). */
  step(residual: number, perSecond: number): void {
    const s = this.#s;
    const gain = (s[VARIANCE] * perSecond) / (NOISE + perSecond * perSecond * s[VARIANCE]);
    s[DELAY_S] = Math.min(MAX_S, Math.max(0, s[DELAY_S] - gain * residual));
    s[VARIANCE] -= gain * perSecond * s[VARIANCE];
  }
}
