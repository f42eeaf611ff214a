import { type Capability, defineDevice } from '#devices/core/define.ts';
import { notifies, writes } from '#devices/core/parts.ts';
import type { StreamDefinition } from '#devices/core/types.ts';
import { ANGULAR_RATE, accelerationGroup, G_M_PER_S2, QUATERNION, RAD_PER_DEG } from '#devices/profiles/motionGroups.ts';
import { layoutDecoder } from '#devices/profiles/packetLayout.ts';

const niclaUuid = (short: string): string => `19b10000-${short}-537e-4f6c-d104768a1214`;
const SERVICE = niclaUuid('0000');
const ACCELEROMETER = niclaUuid('5001');
const GYROSCOPE = niclaUuid('6001');
const QUATERNION_VALUES = niclaUuid('7001');
const LED = niclaUuid('8001');

const ACCELERATION = accelerationGroup(8);

const decodeQuaternion = layoutDecoder({
  name: 'quaternion',
  stream: 'orientation',
  groups: [QUATERNION],
  // x, y, z, w in the packet.
  fields: [{ group: QUATERNION, type: 'f32', factor: 1, axes: [1, 2, 3, 0] }],
});
// The sketch sends the BHI260AP's own counts as floats: 4096 per g at +-8 g, 32768 over +-2000 deg/s (its defaults; not confirmed).
const decodeAcceleration = layoutDecoder({
  name: 'acceleration',
  stream: 'acceleration',
  groups: [ACCELERATION],
  fields: [{ group: ACCELERATION, type: 'f32', factor: G_M_PER_S2 / 4096 }],
});
const decodeAngularRate = layoutDecoder({
  name: 'angular rate',
  stream: 'angularRate',
  groups: [ANGULAR_RATE],
  fields: [{ group: ANGULAR_RATE, type: 'f32', factor: (2000 * RAD_PER_DEG) / 32768 }],
});

/** The sketch sends as fast as it loops: no rate is promised. */
const unpaced = { nominalRateHz: 0, clock: 'arrival', wrapBits: null } as const;
const streams: readonly StreamDefinition[] = [
  { ...unpaced, key: 'orientation', kind: 'orientation', groups: [QUATERNION] },
  { ...unpaced, key: 'acceleration', kind: 'acceleration', groups: [ACCELERATION], option: 'raw' },
  { ...unpaced, key: 'angularRate', kind: 'angularRate', groups: [ANGULAR_RATE], option: 'raw' },
];
const motion: Capability = {
  services: [SERVICE],
  streams,
  characteristics: [
    notifies(SERVICE, QUATERNION_VALUES, decodeQuaternion),
    notifies(SERVICE, ACCELEROMETER, decodeAcceleration, { optional: true }),
    notifies(SERVICE, GYROSCOPE, decodeAngularRate, { optional: true }),
  ],
};

/** Arduino Nicla Sense ME with the maker's web dashboard sketch: orientation computed on board. Not yet tried on hardware. */
export const niclaSenseMe = defineDevice({
  id: 'niclaSenseMe',
  vendor: 'Arduino',
  model: 'Nicla Sense ME',
  kind: 'imu',
  match: { services: [SERVICE], namePrefixes: ['NiclaSenseME', 'Nicla'] },
  status: 'sdk',
  sources: ['arduino/ArduinoAI NiclaSenseME-dashboard sketch', 'Bosch BHI260AP datasheet'],
  capabilities: [motion],
  start: [],
  stop: [],
  // Red, green, blue: white for 2 s, then the green the sketch shows while connected.
  identify: [writes(SERVICE, LED, [255, 255, 255]), { type: 'wait', ms: 2_000 }, writes(SERVICE, LED, [0, 255, 0])],
  options: [{ key: 'raw', type: 'switch', label: 'Acceleration and turning rate, too (scale not confirmed)', default: false }],
  hints: [
    'Load the sketch "NiclaSenseME-dashboard" of Arduino onto the board first.',
    'Its orientation uses the compass: keep away from large iron parts.',
  ],
  safety: { stimulator: false },
});
