import { defineDevice } from '#devices/core/define.ts';
import type { StreamDefinition } from '#devices/core/types.ts';

/** The phone's sensors as the browser hands them out; the true rate is the phone's own, often 50 to 100 Hz. */
export const PHONE_IMU: StreamDefinition = {
  key: 'imu',
  kind: 'imu',
  nominalRateHz: 60,
  clock: 'arrival',
  wrapBits: null,
  groups: [
    { name: 'acceleration', axes: 3, scale: (16 * 9.80665) / 32768, unit: 'm/s2' },
    { name: 'angularRate', axes: 3, scale: ((2000 / 180) * Math.PI) / 32768, unit: 'rad/s' },
  ],
};

/** The phone itself, strapped on or held: inclination and repetitions. Read by transports/phoneMotion.ts, not over Bluetooth. */
export const phoneMotion = defineDevice({
  id: 'phone',
  vendor: 'This phone',
  model: 'Motion sensor',
  kind: 'phone',
  match: { services: [], namePrefixes: [] },
  status: 'sdk',
  sources: ['W3C Device Orientation and Motion, DeviceMotionEvent'],
  capabilities: [{ services: [], streams: [PHONE_IMU], characteristics: [] }],
  start: [],
  stop: [],
  safety: { stimulator: false },
});
