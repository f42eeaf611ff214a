import type { AngleReason } from '#shared/motion/angleQuality.ts';
import { HingeAngle } from '#shared/motion/hinge.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import { SensorTrack } from '#shared/motion/sensorTrack.ts';

export interface HingeAngleRow {
  readonly timeUs: number;
  readonly deg: number;
  readonly confidence: number;
  readonly reason: AngleReason | null;
}

/** us, gyr x, y, z (rad/s), acc x, y, z (m/s2). */
export interface TimedColumns {
  readonly timeUs: Float64Array;
  readonly axes: readonly Float64Array[];
}

/** Live hinge over two sensors with time stamps of their own, each pushed by `push` (plain rows when left out). */
export function runHinge(
  first: TimedColumns,
  second: TimedColumns,
  rateHz: number,
  push: (track: SensorTrack, sensor: TimedColumns, row: number) => void = pushRow,
): { rows: HingeAngleRow[]; hinge: HingeAngle } {
  const tracks = [0, 1].map(() => new SensorTrack({ ...wearable, nominalRateHz: rateHz }));
  const rows: HingeAngleRow[] = [];
  const hinge = new HingeAngle(tracks[0], tracks[1], (timeUs, deg, confidence, _availableUs, reason) => {
    rows.push({ timeUs, deg, confidence, reason });
  });
  for (let i = 0; i < Math.max(first.timeUs.length, second.timeUs.length); i++) {
    if (i < first.timeUs.length) push(tracks[0], first, i);
    if (i < second.timeUs.length) push(tracks[1], second, i);
    hinge.run();
  }
  hinge.finish();
  return { rows, hinge };
}

export function pushRow(track: SensorTrack, { timeUs, axes: [gx, gy, gz, ax, ay, az] }: TimedColumns, i: number): void {
  track.push(timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
}
