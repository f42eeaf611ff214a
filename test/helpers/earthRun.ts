import { OrientationFilter } from '#shared/motion/orientation.ts';
import type { OrientationParams } from '#shared/motion/orientationParams.ts';
import { identityQuat } from '#shared/motion/quaternion.ts';
import type { CsvColumns } from './csv.ts';
import { Rms, totalErrorDeg } from './scoring.ts';

export interface EarthRun {
  /** Total error of sensor -> east, north, up, RMSE over `moving` = 1, deg. */
  readonly rmseDeg: number;
  readonly delayS: number;
  readonly filter: OrientationFilter;
}

/** 9D orientation of one recording; `everyNth`: the magnetometer is read at each n-th sample only. */
export function earthRun(recording: CsvColumns, params: OrientationParams, everyNth = 1): EarthRun {
  const filter = new OrientationFilter(params);
  const columns = (prefix: string, suffix: string): Float64Array[] =>
    ['x', 'y', 'z'].map((axis) => recording.column(`${prefix}_${axis}_${suffix}`));
  const time = recording.column('timestamp_us');
  const [gx, gy, gz] = columns('gyr', 'rad_s');
  const [ax, ay, az] = columns('acc', 'm_s2');
  const [mx, my, mz] = columns('mag', 'ut');
  const [rw, rx, ry, rz] = ['w', 'x', 'y', 'z'].map((axis) => recording.column(`ref_q${axis}`));
  const moving = recording.column('moving');
  const estimate = identityQuat();
  const rms = new Rms();
  for (let i = 0; i < recording.rowCount; i++) {
    filter.step(time[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
    if (i % everyNth === 0) filter.magnetometer(mx[i], my[i], mz[i]);
    if (moving[i] !== 1 || Number.isNaN(rw[i])) continue;
    rms.add(totalErrorDeg(filter.readEarth(estimate), { w: rw[i], x: rx[i], y: ry[i], z: rz[i] }));
  }
  return { rmseDeg: rms.value, delayS: filter.heading.delayS, filter };
}
