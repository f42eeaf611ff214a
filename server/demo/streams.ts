import type { BodySide, BodySite } from '#shared/schema/quality.ts';
import type { Stream } from '#shared/schema/stream.ts';
import { ACCELERATION_SCALE, ANGULAR_RATE_SCALE } from './recording.ts';

/** A simulated chest strap, once a second. */
export function heartRateStream(id: string, sessionId: string): Stream {
  return {
    id,
    sessionId,
    kind: 'heartRate',
    deviceModel: 'heartRateStrap',
    sensorLabel: 'Simulated strap',
    bodySite: 'chest',
    side: 'none',
    nominalRateHz: 1,
    groups: [
      { name: 'heartRate', axes: 1, scale: 1, unit: 'bpm' },
      { name: 'contact', axes: 1, scale: 1, unit: 'flag' },
    ],
    clock: 'arrival',
    simulated: true,
  };
}

/** A simulated motion sensor on one body segment. */
export function motionStream(
  id: string,
  sessionId: string,
  { bodySite, side, rateHz }: { readonly bodySite: BodySite; readonly side: BodySide; readonly rateHz: number },
): Stream {
  return {
    id,
    sessionId,
    kind: 'imu',
    deviceModel: 'movellaDot',
    sensorLabel: 'Simulated motion sensor',
    bodySite,
    side,
    nominalRateHz: rateHz,
    groups: [
      { name: 'acceleration', axes: 3, scale: ACCELERATION_SCALE, unit: 'm/s2' },
      { name: 'angularRate', axes: 3, scale: ANGULAR_RATE_SCALE, unit: 'rad/s' },
    ],
    clock: 'arrival',
    simulated: true,
  };
}
