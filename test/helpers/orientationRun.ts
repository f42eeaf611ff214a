import { OrientationFilter } from '#shared/motion/orientation.ts';
import type { OrientationParams } from '#shared/motion/orientationParams.ts';
import { smoothOrientation } from '#shared/motion/smoothOrientation.ts';
import { smoothOrientation9 } from '#shared/motion/smoothOrientation9.ts';
import type { CsvColumns } from './csv.ts';
import { inclinationErrorDeg, Rms, totalErrorDeg } from './scoring.ts';

/** Inclination RMSE in degrees of one recording, scored where `moving` = 1 and a reference is there, after `fromS`. */
export function inclinationRmse(recording: CsvColumns, params: OrientationParams, fromS = 0): number {
  const filter = new OrientationFilter(params);
  const time = recording.column('timestamp_us');
  const gyr = ['x', 'y', 'z'].map((axis) => recording.column(`gyr_${axis}_rad_s`)) as [Float64Array, Float64Array, Float64Array];
  const acc = ['x', 'y', 'z'].map((axis) => recording.column(`acc_${axis}_m_s2`)) as [Float64Array, Float64Array, Float64Array];
  const ref = ['w', 'x', 'y', 'z'].map((axis) => recording.column(`ref_q${axis}`)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const moving = recording.column('moving');
  const rms = new Rms();
  for (let i = 0; i < recording.rowCount; i++) {
    filter.step(time[i]!, gyr[0][i]!, gyr[1][i]!, gyr[2][i]!, acc[0][i]!, acc[1][i]!, acc[2][i]!);
    if (moving[i] !== 1 || Number.isNaN(ref[0][i]!) || time[i]! - time[0]! < fromS * 1e6) continue;
    rms.add(inclinationErrorDeg(filter, { w: ref[0][i]!, x: ref[1][i]!, y: ref[2][i]!, z: ref[3][i]! }));
  }
  return rms.value;
}

/** The same for the offline smoother. */
export function smoothInclinationRmse(recording: CsvColumns, params: OrientationParams, fromS = 0): number {
  const { quatWxyz } = smoothOrientation(recording.column('timestamp_us'), imuAxes(recording), params);
  return smoothedRmse(recording, quatWxyz, inclinationErrorDeg, fromS);
}

/** RMSE in degrees of the whole orientation, smoothed with the magnetometer. */
export function smoothTotalRmse(recording: CsvColumns, params: OrientationParams): number {
  const mag = ['mag_x_ut', 'mag_y_ut', 'mag_z_ut'].map((name) => recording.column(name));
  const { quatWxyz } = smoothOrientation9(recording.column('timestamp_us'), imuAxes(recording), mag, params);
  return smoothedRmse(recording, quatWxyz, totalErrorDeg, 0);
}

function imuAxes(recording: CsvColumns): Float64Array[] {
  const names = ['gyr_x_rad_s', 'gyr_y_rad_s', 'gyr_z_rad_s', 'acc_x_m_s2', 'acc_y_m_s2', 'acc_z_m_s2'];
  return names.map((name) => recording.column(name));
}

function smoothedRmse(recording: CsvColumns, quatWxyz: Float64Array, errorDeg: typeof totalErrorDeg, fromS: number): number {
  const time = recording.column('timestamp_us');
  const ref = ['w', 'x', 'y', 'z'].map((axis) => recording.column(`ref_q${axis}`));
  const moving = recording.column('moving');
  const rms = new Rms();
  for (let i = 0; i < recording.rowCount; i++) {
    if (moving[i] !== 1 || Number.isNaN(ref[0][i]) || time[i] - time[0] < fromS * 1e6) continue;
    const [w, x, y, z] = quatWxyz.subarray(4 * i, 4 * i + 4);
    rms.add(errorDeg({ w, x, y, z }, { w: ref[0][i], x: ref[1][i], y: ref[2][i], z: ref[3][i] }));
  }
  return rms.value;
}
