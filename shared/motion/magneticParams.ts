/**
 * Parameters of the heading from the magnetometer. Method and defaults without another source: Laidig & Seel, Information Fusion
 * 91:187-204, 2023, section 3.6 (doi 10.1016/j.inffus.2022.10.014).
 */
export interface MagneticParams {
  /** s, default 9; time constant of the heading. Longer trusts the gyroscope more; 6-15 is flat. */
  readonly magTauS: number;
  /** s, 0.05; smooths strength and dip before they are compared. */
  readonly magFieldTauS: number;
  /** Share, 0.1; how far from the reference the strength may be. */
  readonly magNormTolerance: number;
  /** deg, 10; how far from the reference the dip may be. */
  readonly magDipToleranceDeg: number;
  /** s, 0.5; a field must fit this long to count as undisturbed. */
  readonly magLeastUndisturbedS: number;
  /** s, 20; time constant with which the reference follows a field that fits. */
  readonly magReferenceTauS: number;
  /** s, 20; after this long of turning in a steady different field it becomes the reference. */
  readonly magNewFieldS: number;
  /** s, 5; the same for the first field. */
  readonly magFirstFieldS: number;
  /** deg/s, 20; slower does not count as turning. */
  readonly magTurningDegPerS: number;
  /** s, 60; for so long in all a disturbed field is left out; undisturbed time gives it back `magRejectionFactor` times as fast. */
  readonly magMaxRejectionS: number;
  /** 2; beyond that time a disturbed field counts so many times less. */
  readonly magRejectionFactor: number;
  /** s, 0.02; how late the magnetometer may be at a guess. 0 takes it as in time; 0.01-0.04 is flat. */
  readonly magDelaySigmaS: number;
}

export const magneticDefaults: MagneticParams = {
  magTauS: 9,
  magFieldTauS: 0.05,
  magNormTolerance: 0.1,
  magDipToleranceDeg: 10,
  magLeastUndisturbedS: 0.5,
  magReferenceTauS: 20,
  magNewFieldS: 20,
  magFirstFieldS: 5,
  magTurningDegPerS: 20,
  magMaxRejectionS: 60,
  magRejectionFactor: 2,
  magDelaySigmaS: 0.02,
};
