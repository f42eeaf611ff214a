import { OrientationFilter } from '#shared/motion/orientation.ts';
import type { OrientationParams } from '#shared/motion/orientationParams.ts';
import { identityQuat } from '#shared/motion/quaternion.ts';
import { smoothOrientation } from '#shared/motion/smoothOrientation.ts';
import { smoothOrientation9 } from '#shared/motion/smoothOrientation9.ts';
import type { Estimator } from './imuTrial.ts';

/** The filter of the phone, sample by sample, predicted `leadS` ahead. */
export function live(params: OrientationParams, leadS: number): Estimator {
  return ({ timeUs, rateHz, axes: [gx, gy, gz, ax, ay, az] }) => {
    const filter = new OrientationFilter({ ...params, leadS, nominalRateHz: rateHz });
    const out = new Float64Array(4 * timeUs.length);
    for (let i = 0; i < timeUs.length; i++) {
      filter.step(timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
      out.set([filter.w, filter.x, filter.y, filter.z], 4 * i);
    }
    return out;
  };
}

/** The same with the magnetometer. */
export function live9(params: OrientationParams, leadS: number): Estimator {
  return ({ timeUs, rateHz, axes: [gx, gy, gz, ax, ay, az], mag: [mx, my, mz] }) => {
    const filter = new OrientationFilter({ ...params, leadS, nominalRateHz: rateHz });
    const out = new Float64Array(4 * timeUs.length);
    const q = identityQuat();
    for (let i = 0; i < timeUs.length; i++) {
      filter.step(timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
      if (!Number.isNaN(mx[i])) filter.magnetometer(mx[i], my[i], mz[i]);
      filter.readEarth(q);
      out.set([q.w, q.x, q.y, q.z], 4 * i);
    }
    return out;
  };
}

/** The smoother of the server, over the whole recording. */
export function smooth(params: OrientationParams, leadS: number): Estimator {
  return ({ timeUs, rateHz, axes }) => smoothOrientation(timeUs, axes, { ...params, leadS, nominalRateHz: rateHz }).quatWxyz;
}

/** The same with the magnetometer. */
export function smooth9(params: OrientationParams, leadS: number): Estimator {
  return ({ timeUs, rateHz, axes, mag }) => smoothOrientation9(timeUs, axes, mag, { ...params, leadS, nominalRateHz: rateHz }).quatWxyz;
}
