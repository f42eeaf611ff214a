import type { QuatWxyz } from '#shared/motion/quaternion.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { Rms } from '#test/helpers/scoring.ts';
import { type DataFolder, trialLabel } from './dataFolder.ts';

/** A recording of one sensor with optical truth. */
export interface ImuTrial {
  readonly label: string;
  readonly timeUs: Float64Array;
  readonly rateHz: number;
  /** gyr x, y, z (rad/s), acc x, y, z (m/s2). */
  readonly axes: readonly Float64Array[];
  /** uT. */
  readonly mag: readonly Float64Array[];
  /** w, x, y, z; NaN where the markers were hidden. */
  readonly reference: readonly Float64Array[];
  readonly moving: Float64Array;
}

/** All trials whose file name starts with `kind_`. */
export function imuTrials(folder: DataFolder, kind: string): ImuTrial[] {
  return folder.find(new RegExp(`^${kind}_.*\\.csv(\\.gz)?$`)).map((path) => {
    const csv = readCsv(path);
    const timeUs = csv.column('timestamp_us');
    const axis = (name: string, unit: string): Float64Array[] => ['x', 'y', 'z'].map((one) => csv.column(`${name}_${one}_${unit}`));
    return {
      label: trialLabel(path, kind),
      timeUs,
      rateHz: ((timeUs.length - 1) * 1e6) / (timeUs[timeUs.length - 1] - timeUs[0]),
      axes: [...axis('gyr', 'rad_s'), ...axis('acc', 'm_s2')],
      mag: axis('mag', 'ut'),
      reference: ['w', 'x', 'y', 'z'].map((one) => csv.column(`ref_q${one}`)),
      moving: csv.column('moving'),
    };
  });
}

/** Turns a recording into orientations: w, x, y, z per row. */
export type Estimator = (trial: ImuTrial) => Float64Array;

/** RMSE over the rows with `moving` = 1 and a reference, after `fromS`, deg. */
export function trialRmse(
  { timeUs, reference: [rw, rx, ry, rz], moving }: ImuTrial,
  quatWxyz: Float64Array,
  errorDeg: (estimate: QuatWxyz, reference: QuatWxyz) => number,
  fromS = 0,
): number {
  const error = new Rms();
  for (let i = 0; i < timeUs.length; i++) {
    if (moving[i] !== 1 || Number.isNaN(rw[i]) || timeUs[i] - timeUs[0] < fromS * 1e6) continue;
    const [w, x, y, z] = quatWxyz.subarray(4 * i, 4 * i + 4);
    error.add(errorDeg({ w, x, y, z }, { w: rw[i], x: rx[i], y: ry[i], z: rz[i] }));
  }
  return error.value;
}
