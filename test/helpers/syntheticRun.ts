import { HingeAngle } from '#shared/motion/hinge.ts';
import { OrientationFilter } from '#shared/motion/orientation.ts';
import { type OrientationParams, wearable } from '#shared/motion/orientationParams.ts';
import type { QuatWxyz } from '#shared/motion/quaternion.ts';
import { SensorTrack } from '#shared/motion/sensorTrack.ts';
import { inclinationErrorDeg, Rms } from './scoring.ts';
import type { SyntheticSensor } from './synthetic/recordSensor.ts';
import type { SyntheticSession } from './syntheticMotion.ts';

export function trueOrientation({ orientation }: SyntheticSensor, i: number): QuatWxyz {
  const [w, x, y, z] = orientation.subarray(4 * i, 4 * i + 4);
  return { w, x, y, z };
}

/** RMSE of the live inclination against the truth, deg, after `fromS`. */
export function syntheticInclinationRmse(sensor: SyntheticSensor, params: OrientationParams, fromS: number): number {
  const filter = new OrientationFilter(params);
  const [gx, gy, gz, ax, ay, az] = sensor.axes;
  const error = new Rms();
  for (let i = 0; i < sensor.timeUs.length; i++) {
    filter.step(sensor.timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
    if (sensor.trueTimeS[i] >= fromS) error.add(inclinationErrorDeg(filter, trueOrientation(sensor, i)));
  }
  return error.value;
}

/** Live hinge angles, deg by stamp (us) of the proximal sensor; samples arrive in the order of their stamps. */
export function syntheticHingeAngles({ proximal, distal }: SyntheticSession, rateHz: number): Map<number, number> {
  const angles = new Map<number, number>();
  const tracks = [proximal, distal].map(() => new SensorTrack({ ...wearable, nominalRateHz: rateHz }));
  const hinge = new HingeAngle(tracks[0], tracks[1], (timeUs, angleDeg) => angles.set(timeUs, angleDeg));
  const at = [0, 0];
  const sensors = [proximal, distal];
  while (at[0] < proximal.timeUs.length || at[1] < distal.timeUs.length) {
    const next = (which: number): number => sensors[which].timeUs[at[which]] ?? Number.POSITIVE_INFINITY;
    const which = next(0) <= next(1) ? 0 : 1;
    const [gx, gy, gz, ax, ay, az] = sensors[which].axes;
    const i = at[which]++;
    tracks[which].push(sensors[which].timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
    hinge.run();
  }
  hinge.finish();
  return angles;
}

/** RMSE of the live hinge angle against the truth, deg, and the share of samples that have an angle. */
export function syntheticHingeError(session: SyntheticSession, rateHz: number): { rmseDeg: number; known: number } {
  const angles = syntheticHingeAngles(session, rateHz);
  const error = new Rms();
  const { timeUs, trueTimeS } = session.proximal;
  timeUs.forEach((us, i) => {
    const angleDeg = angles.get(us);
    if (angleDeg !== undefined) error.add(angleDeg - session.angleDegAt(trueTimeS[i]));
  });
  return { rmseDeg: error.value, known: error.count / timeUs.length };
}
