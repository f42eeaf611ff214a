import { type Capability, defineDevice } from '#devices/core/define.ts';
import { notifies, writes } from '#devices/core/parts.ts';
import type { WriteStep } from '#devices/core/step.ts';
import type { StreamDefinition } from '#devices/core/types.ts';
import { battery } from '#devices/profiles/battery.ts';
import { deviceInformation } from '#devices/profiles/deviceInformation.ts';
import { ACCELERATION, ANGULAR_RATE, G_M_PER_S2, QUATERNION, RAD_PER_DEG } from '#devices/profiles/motionGroups.ts';
import { layoutsDecoder } from '#devices/profiles/packetLayout.ts';

const metaUuid = (short: string): string => `${short}-85cb-9195-d9dd-464cfbbae75a`;
const SERVICE = metaUuid('326a9000');
const COMMAND = metaUuid('326a9001');
const NOTIFY = metaUuid('326a9006');

/** Frames begin with module and register: 19 is the fusion, 04 corrected acceleration (mg), 05 corrected rate (deg/s), 07 quaternion. */
const decode = layoutsDecoder([
  {
    name: 'quaternion',
    stream: 'orientation',
    groups: [QUATERNION],
    head: [{ tag: [0x19, 0x07] }],
    fields: [{ group: QUATERNION, type: 'f32', factor: 1 }],
  },
  {
    name: 'corrected acceleration',
    stream: 'acceleration',
    groups: [ACCELERATION],
    head: [{ tag: [0x19, 0x04] }],
    // The last byte says how well it is calibrated.
    fields: [{ group: ACCELERATION, type: 'f32', factor: G_M_PER_S2 / 1000 }, 1],
  },
  {
    name: 'corrected angular rate',
    stream: 'angularRate',
    groups: [ANGULAR_RATE],
    head: [{ tag: [0x19, 0x05] }],
    fields: [{ group: ANGULAR_RATE, type: 'f32', factor: RAD_PER_DEG }, 1],
  },
]);

/** The fusion runs at 100 Hz, and packets carry no time. */
const fused = { nominalRateHz: 100, clock: 'arrival', wrapBits: null } as const;
const streams: readonly StreamDefinition[] = [
  { ...fused, key: 'orientation', kind: 'orientation', groups: [QUATERNION] },
  { ...fused, key: 'acceleration', kind: 'acceleration', groups: [ACCELERATION], option: 'corrected' },
  { ...fused, key: 'angularRate', kind: 'angularRate', groups: [ANGULAR_RATE], option: 'corrected' },
];
const motion: Capability = { services: [SERVICE], streams, characteristics: [notifies(SERVICE, NOTIFY, decode)] };

const command = (bytes: readonly number[], more: Partial<WriteStep> = {}): WriteStep => writes(SERVICE, COMMAND, bytes, more);
const corrected = { option: 'corrected', optional: true };

/** MbientLab MetaMotion: Bosch's fusion without magnetometer (mode IMU_PLUS) at 100 Hz. Not yet tried on hardware; no longer made. */
export const metaMotion = defineDevice({
  id: 'metaMotion',
  vendor: 'MbientLab',
  model: 'MetaMotion',
  kind: 'imu',
  match: { services: [], namePrefixes: ['MetaWear', 'MetaMotion'] },
  status: 'sdk',
  sources: ['mbientlab/MetaWear-SDK-Cpp test/test_sensor_fusion.py and test_led.py'],
  capabilities: [motion, battery(), deviceInformation()],
  start: [
    // Mode 2 IMU_PLUS with 16 g (3) and 2000 deg/s (1 << 4); then both sensors at 100 Hz (28) in those ranges.
    command([0x19, 0x02, 0x02, 0x13]),
    command([0x03, 0x03, 0x28, 0x0c]),
    command([0x13, 0x03, 0x28, 0x00]),
    command([0x03, 0x02, 0x01, 0x00]),
    command([0x13, 0x02, 0x01, 0x00]),
    command([0x03, 0x01, 0x01]),
    command([0x13, 0x01, 0x01]),
    // Notify and compute the quaternion (bit 3), on request also corrected acceleration and rate (bits 0 and 1).
    command([0x19, 0x07, 0x01]),
    command([0x19, 0x03, 0x08, 0x00]),
    command([0x19, 0x04, 0x01], corrected),
    command([0x19, 0x05, 0x01], corrected),
    command([0x19, 0x03, 0x03, 0x00], corrected),
    command([0x19, 0x01, 0x01]),
  ],
  stop: [
    command([0x19, 0x01, 0x00]),
    command([0x19, 0x03, 0x00, 0x7f]),
    command([0x03, 0x01, 0x00]),
    command([0x13, 0x01, 0x00]),
    command([0x03, 0x02, 0x00, 0x01]),
    command([0x13, 0x02, 0x00, 0x01]),
  ],
  // Green pattern: full light 50 ms of every 500 ms, ten times; play.
  identify: [
    command([0x02, 0x03, 0x00, 0x02, 0x1f, 0x00, 0x00, 0x00, 0x32, 0x00, 0x00, 0x00, 0xf4, 0x01, 0x00, 0x00, 0x0a]),
    command([0x02, 0x01, 0x01]),
  ],
  options: [{ key: 'corrected', type: 'switch', label: 'Acceleration and turning rate, too', default: false }],
  hints: ['Its orientation is made without the compass: the direction it faces drifts slowly.'],
  safety: { stimulator: false },
});
