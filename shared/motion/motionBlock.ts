/** Averages over one block of samples: what the slow part of the orientation filter works on. */
export class MotionBlock {
  /** Length, s. */
  seconds = 0;
  /** Angular rate x, y, z, sensor frame, rad/s, and the mean of its square. */
  readonly rate = new Float64Array(4);
  /** Specific force x, y, z, sensor frame, m/s2, and the mean of its square. */
  readonly acc = new Float64Array(4);
  /** Specific force in the earth frame as it was believed during the block, m/s2. */
  readonly force = new Float64Array(3);
}
