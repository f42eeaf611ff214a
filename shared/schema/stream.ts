import { z } from 'zod';
import { Id } from './id.ts';
import { BodySide, BodySite } from './quality.ts';

/** What a stream carries. `imu`: acceleration + angular rate (+ on-board orientation). */
export const StreamKind = z.enum([
  ...(['heartRate', 'rrInterval', 'imu', 'orientation', 'acceleration'] as const),
  ...(['angularRate', 'magneticField', 'ecg', 'speed', 'power', 'stimulation'] as const),
]);
export type StreamKind = z.infer<typeof StreamKind>;

/** Units of stored columns; SI except where the sensor's own count is the point. */
export const Unit = z.enum([
  ...(['bpm', 'flag', '1/1024 s', 'm/s2', 'rad/s', '1', 'uT', 'deg'] as const),
  ...(['uV', 'ms', 'm/s', 'm', '1/min', 'W', 'mA', '%', 'Hz', 'us', 's'] as const),
]);
export type Unit = z.infer<typeof Unit>;

/** A group of axes sharing scale and unit: value = count * scale. Counts are int16. */
export const AxisGroup = z.object({
  name: z.enum([
    ...(['heartRate', 'contact', 'rrInterval', 'acceleration', 'angularRate', 'quaternionWxyz', 'magneticField', 'angle'] as const),
    // intervalError: of a beat-to-beat interval. calibration: a magnetometer's own 0 unknown to 3 good. active: 1 while it stimulates.
    ...(['ecg', 'intervalError', 'calibration', 'linearAcceleration', 'speed', 'strideLength', 'cadence', 'power'] as const),
    ...(['amplitude', 'level', 'frequency', 'pulseWidth', 'remaining', 'elapsed', 'active'] as const),
  ]),
  axes: z.int().min(1).max(4),
  scale: z.number().positive(),
  unit: Unit,
});
export type AxisGroup = z.infer<typeof AxisGroup>;

/** Where time stamps come from (devices.md, Clocks). `file`: as an imported file gives them. */
export const ClockKind = z.enum(['deviceUs', 'counter', 'rrChain', 'arrival', 'file']);
export type ClockKind = z.infer<typeof ClockKind>;

/** One recorded stream of one sensor in one session. */
export const Stream = z.object({
  id: Id,
  sessionId: Id,
  kind: StreamKind,
  /** Catalogue id of the driver, e.g. "movellaDot"; "phone" for the phone itself. */
  deviceModel: z.string().min(1).max(60),
  /** A name a person recognises; never a serial number. */
  sensorLabel: z.string().max(60),
  bodySite: BodySite,
  side: BodySide,
  nominalRateHz: z.number().min(0).max(2000),
  groups: z.array(AxisGroup).min(1).max(6),
  clock: ClockKind,
  simulated: z.boolean(),
});
export type Stream = z.infer<typeof Stream>;

/**
 * Streams of one session. Every sensor that is picked or moved adds its own; two swapped each ten minutes for four hours are about 100. A stream is
 * about 0.5 kB of JSON, 1 kB at most: the session stays far below what a row (2 MB) and a body (4 MB) take.
 */
export const MAX_SESSION_STREAMS = 128;

/** Number of int16 columns of a stream. */
export function axisCount(groups: readonly AxisGroup[]): number {
  let axes = 0;
  for (const group of groups) axes += group.axes;
  return axes;
}
