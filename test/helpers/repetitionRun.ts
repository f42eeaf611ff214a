import { alikeOnly } from '#shared/motion/bouts.ts';
import { InclinationAngle } from '#shared/motion/inclination.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import { RepetitionCounter, repetitionDefaults } from '#shared/motion/repetitions.ts';
import { SensorTrack } from '#shared/motion/sensorTrack.ts';
import type { Repetition } from '#shared/schema/summary.ts';

/** Repetitions that the live counter finds on an angle. */
export function countAngle(timeUs: ArrayLike<number>, angleDeg: ArrayLike<number>): number {
  const counter = new RepetitionCounter(repetitionDefaults, () => undefined);
  for (let i = 0; i < timeUs.length; i++) counter.push(timeUs[i], angleDeg[i], 1, timeUs[i]);
  counter.finish();
  return counter.count;
}

/** Repetitions on the inclination of one sensor (rad/s, m/s2). */
export function countInclination(timeUs: Float64Array, [gx, gy, gz, ax, ay, az]: readonly Float64Array[]): number {
  const rateHz = ((timeUs.length - 1) * 1e6) / (timeUs[timeUs.length - 1] - timeUs[0]);
  const found: Repetition[] = [];
  const counter = new RepetitionCounter(repetitionDefaults, (repetition) => found.push(repetition));
  const sensor = new SensorTrack({ ...wearable, nominalRateHz: rateHz });
  const inclination = new InclinationAngle(sensor, (atUs, deg, confidence, availableUs) =>
    counter.push(atUs, deg, confidence, availableUs),
  );
  for (let i = 0; i < timeUs.length; i++) {
    sensor.push(timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
    inclination.run();
  }
  inclination.finish();
  counter.finish();
  return alikeOnly(found).length;
}
