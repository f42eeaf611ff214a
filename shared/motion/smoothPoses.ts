import { RowQueue } from '#shared/signal/rowQueue.ts';
import type { OrientationParams } from './orientationParams.ts';
import type { PoseSource } from './pairing.ts';
import { FLAW, POSE, POSE_WIDTH } from './sensorTrack.ts';
import { type SmoothedOrientation, smoothOrientation } from './smoothOrientation.ts';
import type { ImuAxes } from './usableRows.ts';

/** A stored recording of one sensor: us, rad/s, m/s2. */
export interface RecordedSensor {
  readonly timeUs: Float64Array;
  readonly axes: ImuAxes;
  readonly params: OrientationParams;
}

/** Poses of a whole recording, as a `SensorTrack` would give them live, with the smoother's orientation, rates and rest. */
export function smoothPoses(sensor: RecordedSensor): PoseSource {
  return posesOf(sensor, smoothOrientation(sensor.timeUs, sensor.axes, sensor.params));
}

/** The same from orientations smoothed before; `laterUs`: by how much the sensor's time stamps are late; a pose every `everyUs` at most. */
export function posesOf({ timeUs, axes, params }: RecordedSensor, smoothed: SmoothedOrientation, laterUs = 0, everyUs = 0): PoseSource {
  const { quatWxyz, rateRadPerS, rest, usable } = smoothed;
  const [, , , ax, ay, az] = axes;
  const poses = new RowQueue(POSE_WIDTH, Math.max(1, timeUs.length));
  const { data } = poses;
  let lastUs = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < timeUs.length; i++) {
    if (usable[i] === 0 || timeUs[i] - lastUs < everyUs) continue;
    lastUs = timeUs[i];
    const at = poses.push();
    data[at + POSE.timeUs] = timeUs[i] - laterUs;
    data[at + POSE.w] = quatWxyz[4 * i];
    data[at + POSE.x] = quatWxyz[4 * i + 1];
    data[at + POSE.y] = quatWxyz[4 * i + 2];
    data[at + POSE.z] = quatWxyz[4 * i + 3];
    data[at + POSE.rateX] = rateRadPerS[3 * i];
    data[at + POSE.rateY] = rateRadPerS[3 * i + 1];
    data[at + POSE.rateZ] = rateRadPerS[3 * i + 2];
    data[at + POSE.accX] = ax[i];
    data[at + POSE.accY] = ay[i];
    data[at + POSE.accZ] = az[i];
    data[at + POSE.rest] = rest[i];
    data[at + POSE.flaw] = FLAW.none;
  }
  return { poses, maxHoleUs: 3.05e6 / params.nominalRateHz };
}
