import { HingeAngle } from '#shared/motion/hinge.ts';
import { type OrientationParams, wearable } from '#shared/motion/orientationParams.ts';
import { SensorTrack } from '#shared/motion/sensorTrack.ts';
import { type SmoothHinge, smoothHinge } from '#shared/motion/smoothHinge.ts';
import type { CsvColumns } from './csv.ts';
import { rmseWithoutOffset } from './scoring.ts';

export interface TwoSensors {
  readonly timeUs: Float64Array;
  /** Per sensor: gyr x, y, z (rad/s), acc x, y, z (m/s2), as stored counts times scale. */
  readonly thigh: readonly Float64Array[];
  readonly shank: readonly Float64Array[];
  readonly referenceDeg: Float64Array;
}

const AXES = ['gyr_x_rad_s', 'gyr_y_rad_s', 'gyr_z_rad_s', 'acc_x_m_s2', 'acc_y_m_s2', 'acc_z_m_s2'] as const;

export function kneeSensors(csv: CsvColumns): TwoSensors {
  return {
    timeUs: csv.column('timestamp_us'),
    thigh: AXES.map((axis) => csv.column(`thigh_${axis}`)),
    shank: AXES.map((axis) => csv.column(`shank_${axis}`)),
    referenceDeg: csv.column('ref_knee_flexion_deg'),
  };
}

export const DOT_ACC_SCALE = (16 * 9.80665) / 32768;
export const DOT_GYR_SCALE = ((2000 / 32768) * Math.PI) / 180;

/** The recording as a DOT at `rateHz` would send it: linear between samples, int16 counts, back to SI. */
export function asDot(sensors: TwoSensors, rateHz: number): TwoSensors {
  const fromUs = sensors.timeUs[0];
  const count = Math.floor(((sensors.timeUs[sensors.timeUs.length - 1] - fromUs) * rateHz) / 1e6);
  const timeUs = Float64Array.from({ length: count }, (_, i) => fromUs + Math.round((i * 1e6) / rateHz));
  const at = (column: Float64Array, time: number): number => {
    const i = Math.min(column.length - 2, Math.floor((time - fromUs) / 10_000));
    const k = (time - fromUs) / 10_000 - i;
    return (1 - k) * column[i] + k * column[i + 1];
  };
  const quantise = (columns: readonly Float64Array[]): Float64Array[] =>
    columns.map((column, axis) => {
      const scale = axis < 3 ? DOT_GYR_SCALE : DOT_ACC_SCALE;
      return timeUs.map((time) => Math.max(-32768, Math.min(32767, Math.round(at(column, time) / scale))) * scale);
    });
  return {
    timeUs,
    thigh: quantise(sensors.thigh),
    shank: quantise(sensors.shank),
    referenceDeg: timeUs.map((time) => at(sensors.referenceDeg, time)),
  };
}

export interface KneeResult {
  /** Angle per row, NaN where there is none. */
  readonly angleDeg: Float64Array;
  readonly confidence: Float64Array;
  /** When each angle became known, us. */
  readonly availableUs: Float64Array;
}

/** Row at which the first `seconds` of motion are over: |w1| + |w2| above 0.3 rad/s. */
export function afterMotion({ timeUs, thigh, shank }: TwoSensors, seconds: number): number {
  const rate = ([x, y, z]: readonly Float64Array[], i: number): number => Math.hypot(x[i], y[i], z[i]);
  let movedUs = 0;
  for (let i = 1; i < timeUs.length; i++) {
    if (rate(thigh, i) + rate(shank, i) > 0.3) movedUs += timeUs[i] - timeUs[i - 1];
    if (movedUs >= seconds * 1e6) return i;
  }
  return timeUs.length;
}

/** The angle of the whole recording; both sensors share their time stamps. */
export function smoothKnee({ timeUs, thigh, shank }: TwoSensors, params: OrientationParams = wearable): SmoothHinge | null {
  const rateHz = ((timeUs.length - 1) * 1e6) / (timeUs[timeUs.length - 1] - timeUs[0]);
  const [first, second] = [thigh, shank].map((axes) => ({ timeUs, axes, params: { ...params, nominalRateHz: rateHz } }));
  return smoothHinge(first, second);
}

/** Runs the live hinge kernel over both sensors. */
export function runKnee(sensors: TwoSensors, params: OrientationParams = wearable): KneeResult {
  const count = sensors.timeUs.length;
  const angleDeg = new Float64Array(count).fill(Number.NaN);
  const confidence = new Float64Array(count);
  const availableUs = new Float64Array(count).fill(Number.NaN);
  const rateHz = ((count - 1) * 1e6) / (sensors.timeUs[count - 1] - sensors.timeUs[0]);
  const thigh = new SensorTrack({ ...params, nominalRateHz: rateHz });
  const shank = new SensorTrack({ ...params, nominalRateHz: rateHz });
  let row = 0;
  const hinge = new HingeAngle(thigh, shank, (timeUs, angle, sure, knownUs) => {
    while (sensors.timeUs[row] < timeUs) row++;
    angleDeg[row] = angle;
    confidence[row] = sure;
    availableUs[row] = knownUs;
  });
  for (let i = 0; i < count; i++) {
    const time = sensors.timeUs[i];
    const t = sensors.thigh;
    const s = sensors.shank;
    thigh.push(time, t[0][i], t[1][i], t[2][i], t[3][i], t[4][i], t[5][i]);
    shank.push(time, s[0][i], s[1][i], s[2][i], s[3][i], s[4][i], s[5][i]);
    hinge.run();
  }
  return { angleDeg, confidence, availableUs };
}

/** RMSE of the angles that were known at once, from the time the axis was known. */
export function causalRmse(sensors: TwoSensors, result: KneeResult): number {
  const from = result.availableUs.findIndex((availableUs, i) => availableUs === sensors.timeUs[i]);
  return rmseWithoutOffset(result.angleDeg.subarray(from), sensors.referenceDeg.subarray(from)).rmse;
}
