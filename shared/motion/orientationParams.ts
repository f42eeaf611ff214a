import type { GyroBiasParams } from './gyroBias.ts';
import { type MagneticParams, magneticDefaults } from './magneticParams.ts';

/**
 * Parameters of the orientation filter. Method and defaults without another source: VQF (Laidig & Seel, Information Fusion
 * 91:187-204, 2023; doi 10.1016/j.inffus.2022.10.014).
 */
export interface OrientationParams extends GyroBiasParams, MagneticParams {
  /** s, default 3; time constant of the gravity average. Longer trusts the gyroscope more; 2-3 is flat. */
  readonly tauAccS: number;
  /** deg/s, 0.5; how unsure the bias is at the start. Larger learns faster and follows motion more in the first seconds. */
  readonly biasSigmaInitDegPerS: number;
  /** s, 30; time in which the bias may drift by 0.1 deg/s. Shorter follows a warming sensor; 15-100 is flat. */
  readonly biasForgettingTimeS: number;
  /** deg/s, 2; no bias is larger than this, and no slower turning is taken for rest. */
  readonly biasClipDegPerS: number;
  /** deg/s, 0.1; how sharp the bias is seen in motion. 0.1-0.2. */
  readonly biasSigmaMotionDegPerS: number;
  /** deg/s, 0.03; how sharp the bias is seen at rest. */
  readonly biasSigmaRestDegPerS: number;
  /** Share, 0.005; how unsure the gyroscope's scale is at the start (datasheets: 0.4-1 % typical). 0 takes the scale as exact; 0.002-0.01 is flat. */
  readonly scaleSigma: number;
  /** Hz, 20; how often the inclination is corrected and rest looked for. 10-50 is flat; slower costs less. */
  readonly correctionRateHz: number;
  /** Hz, 5; how often gyroscope bias and scale are corrected. 2-20 is flat; slower costs less. */
  readonly biasRateHz: number;
  /** Hz; used for the first sample and where time stamps say nothing. */
  readonly nominalRateHz: number;
  /** s, 0; the output is predicted this far ahead with the last rate. */
  readonly leadS: number;
  /** deg/s; end of the gyroscope's range, null when not known. A sample there lowers the quality. */
  readonly gyroFullScaleDegPerS: number | null;
  /** m/s2; end of the accelerometer's range, null when not known. */
  readonly accFullScale: number | null;
  /** s, 1; after this long of earlier time stamps the clock was set back. null where that cannot be: then late samples stay late. */
  readonly clockRestartS: number | null;
}

export const wearable: OrientationParams = {
  ...magneticDefaults,
  tauAccS: 3,
  biasSigmaInitDegPerS: 0.5,
  biasForgettingTimeS: 30,
  biasClipDegPerS: 2,
  biasSigmaMotionDegPerS: 0.1,
  biasSigmaRestDegPerS: 0.03,
  scaleSigma: 0.005,
  correctionRateHz: 20,
  biasRateHz: 5,
  nominalRateHz: 100,
  leadS: 0,
  gyroFullScaleDegPerS: null,
  accFullScale: null,
  clockRestartS: 1,
};

/** Phones give raw gyroscope values whose bias is several deg/s (datasheets allow 10, up to 5 seen); the wearable limits fail on them. */
export const phone: OrientationParams = {
  ...wearable,
  biasSigmaInitDegPerS: 4,
  biasClipDegPerS: 6,
};
