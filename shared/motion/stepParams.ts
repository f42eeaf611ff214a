import { STANDARD_GRAVITY } from '#shared/signal/gravity.ts';

/** Settings of the step counter: frequencies in steps per second, accelerations in m/s2. */
export interface StepParams {
  /**
   * Slowest and fastest steps that are counted. Default 1.2 and 2.8 (72 to 168 per minute). An arm that swings at 0.6 Hz has 1.2 Hz in
   * its norm: slower steps cannot be told from it by a sensor that may be worn anywhere.
   */
  readonly minStepHz: number;
  readonly maxStepHz: number;
  /** Least autocorrelation after one stride, to begin and to go on walking. Default 0.6 and 0.4. Greater: fewer false and more missed steps. */
  readonly enterRegularity: number;
  readonly stayRegularity: number;
  /** Least share of the movement's power at the step frequency. Default 0.15 and 0.08: a back pocket has 0.3, a barbell's rhythm 0.1. */
  readonly enterStepShare: number;
  readonly stayStepShare: number;
  /**
   * One leg alone (a tight trouser pocket) moves in a stride with hardly a step in it, all impacts and no sine: so regular (least
   * autocorrelation, default 0.8), with at least this share at the step frequency (0.03) and at most this one at half of it (0.3). A
   * sensor that is swung has most of its power there.
   */
  readonly oneLegRegularity: number;
  readonly oneLegStepShare: number;
  readonly oneLegMaxHalfShare: number;
  /** Least RMS of the movement between 0.5 and 3.75 Hz. Default 0.04 g; below is rest. */
  readonly minRms: number;
  /** Time with less than this share of its window's RMS is standing. Default 0.4. */
  readonly standShare: number;
  /** A bout with fewer steps is not counted. Default 6. */
  readonly minBoutSteps: number;
}

export const stepDefaults: StepParams = {
  minStepHz: 1.2,
  maxStepHz: 2.8,
  enterRegularity: 0.6,
  stayRegularity: 0.4,
  enterStepShare: 0.15,
  stayStepShare: 0.08,
  oneLegRegularity: 0.8,
  oneLegStepShare: 0.03,
  oneLegMaxHalfShare: 0.3,
  minRms: 0.04 * STANDARD_GRAVITY,
  standShare: 0.4,
  minBoutSteps: 6,
};
