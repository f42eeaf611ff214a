import type { Random } from '#server/demo/random.ts';
import { type Disturbance, fieldAt } from './magneticField.ts';
import { type RigidFrame, seenFrom, specificForce } from './rigidFrame.ts';
import { ErrorModel, type SensorErrors } from './sensorErrors.ts';

/** gyr x, y, z (rad/s), acc x, y, z (m/s2). */
export type ImuColumnsOf = readonly [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

export interface SyntheticSensor {
  /** As stamped by the sensor. */
  readonly timeUs: Float64Array;
  /** When the sample was really taken, s. */
  readonly trueTimeS: Float64Array;
  readonly axes: ImuColumnsOf;
  /** x, y, z, uT. */
  readonly magUt: readonly [Float64Array, Float64Array, Float64Array];
  /** True sensor -> earth, w, x, y, z per sample. */
  readonly orientation: Float64Array;
}

/** What a sensor on the frame shows from time 0 on, with its errors. */
export function recordSensor(
  frameAt: (timeS: number) => RigidFrame,
  { seconds, rateHz }: { readonly seconds: number; readonly rateHz: number },
  errors: SensorErrors,
  disturbances: readonly Disturbance[],
  random: Random,
): SyntheticSensor {
  const model = new ErrorModel(errors, rateHz, random);
  const most = Math.floor(seconds * rateHz);
  // Time stamp, true time, 3 x rate, 3 x force, 3 x field, 4 x orientation.
  const columns = Array.from({ length: 15 }, () => new Float64Array(most));
  let count = 0;
  for (let i = 0; i < most; i++) {
    const timeS = i / rateHz;
    const frame = frameAt(timeS);
    const { w, x, y, z } = frame.orientation;
    const shown = [...model.gyroscope(frame.rate), ...model.accelerometer(specificForce(frame))];
    const field = model.magnetometer(seenFrom(frame, fieldAt(timeS, disturbances)));
    const row = [model.stampUs(timeS), timeS, ...shown, ...field, w, x, y, z];
    if (model.isLost()) continue;
    for (let column = 0; column < row.length; column++) columns[column][count] = row[column];
    count++;
  }
  const kept = columns.map((column) => column.slice(0, count));
  const [timeUs, trueTimeS, gx, gy, gz, ax, ay, az, mx, my, mz, ...quaternion] = kept;
  return {
    timeUs,
    trueTimeS,
    axes: [gx, gy, gz, ax, ay, az],
    magUt: [mx, my, mz],
    orientation: Float64Array.from({ length: 4 * count }, (_, i) => quaternion[i % 4][i >> 2]),
  };
}
