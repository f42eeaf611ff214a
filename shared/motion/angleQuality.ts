/** Why an angle is missing or doubtful. Two sensors worn the other way round are no reason: the hinge angle is the same then. */
export type AngleReason =
  /** Too little movement so far to know the joint's axis. */
  | 'notEnoughMotion'
  /** The axis, or which way it points on one of the sensors, is still uncertain. */
  | 'axisNotFound'
  /** The two sensors do not move like the two sides of one joint: on another limb, or loose. */
  | 'wrongLimb'
  /** The sensors' clocks differ by more than can be corrected. */
  | 'clockOffset'
  /** Shortly after a stretch without data, or after a start in motion, the pose is still settling. */
  | 'gap'
  /** A movement was faster or harder than the sensor can show. */
  | 'saturated'
  /** The sensor sends its own orientation only, so its errors cannot be looked into. */
  | 'onBoardOrientation'
  /** The segment turns about many axes: there is no plane of motion. */
  | 'mixedMovement'
  /** The segment turns about the vertical, which gravity cannot show. */
  | 'uprightAxis';

/** A factor below this is worth a reason. */
const WORTH_SAYING = 0.6;

/** Confidence as a product of factors, with the reason of the worst of them. */
export class AngleQuality {
  confidence = 0;
  reason: AngleReason | null = null;
  #worst = 1;

  start(): void {
    this.confidence = 1;
    this.reason = null;
    this.#worst = WORTH_SAYING;
  }

  lower(factor: number, reason: AngleReason): void {
    this.confidence *= factor;
    if (factor >= this.#worst) return;
    this.#worst = factor;
    this.reason = reason;
  }
}
