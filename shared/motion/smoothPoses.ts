import { RowQueue } from '#shared/signal/rowQueue.ts';
import type { OrientationParams } from './orientationParams.ts';
import type { PoseSource } from './pairing.ts';
import { FLAW, POSE, POSE_WIDTH } from './sensorTrack.ts';
import { smoothOrientation } from './smoothOrientation.ts';
import type { ImuAxes } from './usableRows.ts';

/** A stored recording of one sensor: us, rad/s, m/s2. */
export interface RecordedSensor {
  readonly timeUs: Float64Array;
  readonly axes: ImuAxes;
  readonly params: OrientationParams;
}

/** Poses of a whole recording, as a `SensorTrack` would give them live, with the smoother's orientation, rates and rest. */
export function smoothPoses({ timeUs, axes, params }: RecordedSensor): PoseSource {
  const { quatWxyz, rateRadPerS, rest, usable } = smoothOrientation(timeUs, axes, params);
  const [, , , ax, ay, az] = axes;
  const poses = new RowQueue(POSE_WIDTH, Math.max(1, timeUs.length));
  for (let i = 0; i < timeUs.length; i++) {
    if (usable[i] === 0) continue;
    const at = poses.push();
    const { data } = poses;
    data[at + POSE.timeUs] = timeUs[i];
    for (let c = 0; c < 4; c++) data[at + POSE.w + c] = quatWxyz[4 * i + c];
    for (let c = 0; c < 3; c++) data[at + POSE.rateX + c] = rateRadPerS[3 * i + c];
    data[at + POSE.accX] = ax[i];
    data[at + POSE.accY] = ay[i];
    data[at + POSE.accZ] = az[i];
    data[at + POSE.rest] = rest[i];
    data[at + POSE.flaw] = FLAW.none;
  }
  return { poses, maxHoleUs: 3.05e6 / params.nominalRateHz };
}
