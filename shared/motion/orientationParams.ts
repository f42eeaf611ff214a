import type { GyroBiasParams } from './gyroBias.ts';

/** Parameters of the orientation filter with unit, effect and usual range. */
export interface OrientationParams extends GyroBiasParams {
  /** s; longer trusts the gyroscope more. 2-3. */
  readonly tauAccS: number;
  /** deg/s; how unsure the bias is at the start. */
  readonly biasSigmaInitDegPerS: number;
  /** s; time in which the bias may drift by 0.1 deg/s. 30-100. */
  readonly biasForgettingTimeS: number;
  /** deg/s; no bias is larger than this. */
  readonly biasClipDegPerS: number;
  /** deg/s; how sharp the bias is seen in motion. 0.1-0.2. */
  readonly biasSigmaMotionDegPerS: number;
  /** deg/s; how sharp the bias is seen at rest. */
  readonly biasSigmaRestDegPerS: number;
  /** Hz; how often the bias block runs. 10-30 is as accurate as every sample and much faster. */
  readonly biasRateHz: number;
  /** Hz; used for the first sample and where time stamps say nothing. */
  readonly nominalRateHz: number;
  /** s; the output is predicted this far ahead with the last rate. */
  readonly leadS: number;
}

export const wearable: OrientationParams = {
  tauAccS: 3,
  biasSigmaInitDegPerS: 0.5,
  biasForgettingTimeS: 30,
  biasClipDegPerS: 2,
  biasSigmaMotionDegPerS: 0.1,
  biasSigmaRestDegPerS: 0.03,
  biasRateHz: 20,
  nominalRateHz: 100,
  leadS: 0,
};

/** Phones ship with raw gyroscopes whose bias is several deg/s; the wearable limits fail on them. */
export const phone: OrientationParams = {
  ...wearable,
  biasSigmaInitDegPerS: 2,
  biasClipDegPerS: 5,
  biasRateHz: 100,
};
