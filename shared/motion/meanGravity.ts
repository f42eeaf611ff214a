import { LowPass, lowPassLength } from '#shared/signal/lowPass.ts';

export const GRAVITY_LENGTH = lowPassLength(3);

/**
 * Average of the specific force in the earth frame: over seconds it points up whatever the motion (Laidig & Seel 2023, section 3.3).
 * The average is turned together with the frame at each correction, which equals an average in the gyroscope's own inertial frame.
 */
export class MeanGravity {
  /** Horizontal part of the average's direction before the last correction: what the correction removed. */
  readonly tilt = new Float64Array(2);
  /** That correction, the smallest rotation that makes the average point up: w, x, y (z is 0). */
  readonly correction = Float64Array.of(1, 0, 0);
  readonly #mean: LowPass;

  /** `state`: GRAVITY_LENGTH numbers. */
  constructor(tauS: number, state: Float64Array) {
    this.#mean = new LowPass(3, tauS, state);
  }

  setBlockInterval(intervalS: number): void {
    this.#mean.setSampleInterval(intervalS);
  }

  restart(): void {
    this.#mean.reset();
  }

  /** Takes the average force of a block, m/s2, and sets `tilt` and `correction`. */
  step(force: Float64Array): void {
    const { correction, tilt } = this;
    const mean = this.#mean;
    mean.filter(force);
    const { value } = mean;
    const x = value[0];
    const y = value[1];
    const z = value[2];
    const norm = Math.sqrt(x * x + y * y + z * z);
    const known = norm > 1e-9;
    tilt[0] = known ? x / norm : 0;
    tilt[1] = known ? y / norm : 0;
    const half = known ? Math.sqrt(Math.max(0, z / norm + 1) * 0.5) : 1;
    const upsideDown = half <= 1e-6;
    correction[0] = upsideDown ? 0 : half;
    correction[1] = upsideDown ? 1 : tilt[1] / (2 * half);
    correction[2] = upsideDown ? 0 : -tilt[0] / (2 * half);
    mean.turn(correction);
  }
}
