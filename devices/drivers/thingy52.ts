import { type Capability, defineDevice } from '#devices/core/define.ts';
import { notifies, writes } from '#devices/core/parts.ts';
import { battery } from '#devices/profiles/battery.ts';
import {
  accelerationGroup,
  angularRateGroup,
  G_M_PER_S2,
  magneticFieldGroup,
  QUATERNION,
  RAD_PER_DEG,
} from '#devices/profiles/motionGroups.ts';
import { layoutDecoder } from '#devices/profiles/packetLayout.ts';

const thingyUuid = (short: string): string => `ef68${short}-9b35-4933-9b10-52ffa9740042`;
const CONFIGURATION_SERVICE = thingyUuid('0100');
const INTERFACE_SERVICE = thingyUuid('0300');
const LED = thingyUuid('0301');
const MOTION_SERVICE = thingyUuid('0400');
const MOTION_CONFIGURATION = thingyUuid('0401');
const ORIENTATION = thingyUuid('0404');
const RAW = thingyUuid('0406');

/**
 * Q6.10 g, Q11.5 deg/s and Q12.4 uT: the firmware names the bits before the point (6, 11, 12), the numbers are divided by 2 to the bits
 * behind it (10, 5, 4). Nordic's own JavaScript divides by the bits before and is wrong by factors of 16, 1/64 and 1/256.
 */
const ACCELERATION = accelerationGroup(32768 / 1024);
const ANGULAR_RATE = angularRateGroup(32768 / 32);
const MAGNETIC_FIELD = magneticFieldGroup(32768 / 16);

const decodeRaw = layoutDecoder({
  name: 'raw motion',
  stream: 'imu',
  groups: [ACCELERATION, ANGULAR_RATE, MAGNETIC_FIELD],
  fields: [
    { group: ACCELERATION, type: 's16', factor: G_M_PER_S2 / 1024 },
    { group: ANGULAR_RATE, type: 's16', factor: RAD_PER_DEG / 32 },
    { group: MAGNETIC_FIELD, type: 's16', factor: 1 / 16 },
  ],
});
const decodeOrientation = layoutDecoder({
  name: 'quaternion',
  stream: 'orientation',
  groups: [QUATERNION],
  fields: [{ group: QUATERNION, type: 's32', factor: 2 ** -30 }],
});

const arrival = { nominalRateHz: 50, rateOption: 'rate', clock: 'arrival', wrapBits: null } as const;
const motion: Capability = {
  services: [CONFIGURATION_SERVICE, INTERFACE_SERVICE, MOTION_SERVICE],
  streams: [
    { ...arrival, key: 'imu', kind: 'imu', groups: [ACCELERATION, ANGULAR_RATE, MAGNETIC_FIELD] },
    { ...arrival, key: 'orientation', kind: 'orientation', groups: [QUATERNION], option: 'orientation' },
  ],
  characteristics: [notifies(MOTION_SERVICE, RAW, decodeRaw), notifies(MOTION_SERVICE, ORIENTATION, decodeOrientation, { optional: true })],
};

/** Pedometer, temperature and compass compensation every 500 ms, motion rate (Hz), wake on motion. */
const configuration = (rateHz: number): number[] => [0xf4, 1, 0xf4, 1, 0xf4, 1, rateHz, 0, 1];

/** Nordic Thingy:52: acceleration, angular rate, magnetic field; its own orientation if asked for. No clock at all. Not yet tried on hardware. */
export const thingy52 = defineDevice({
  id: 'thingy52',
  vendor: 'Nordic',
  model: 'Thingy:52',
  kind: 'imu',
  match: { services: [CONFIGURATION_SERVICE], namePrefixes: ['Thingy'] },
  status: 'sdk',
  sources: ['Nordic Thingy:52 firmware architecture, Motion service and User interface service', 'NordicSemiconductor/Nordic-Thingy52-FW'],
  capabilities: [motion, battery()],
  start: [writes(MOTION_SERVICE, MOTION_CONFIGURATION, configuration(0), { put: [{ option: 'rate', at: 6, bytes: 2 }] })],
  // The configuration outlives the connection: it is set back to the 10 Hz it is sold with.
  stop: [writes(MOTION_SERVICE, MOTION_CONFIGURATION, configuration(10))],
  // Breathing light: colour 7 white at 100 % every 200 ms, then colour 6 cyan at 20 % every 3.5 s as sold.
  identify: [
    writes(INTERFACE_SERVICE, LED, [2, 7, 100, 200, 0]),
    { type: 'wait', ms: 3_000 },
    writes(INTERFACE_SERVICE, LED, [2, 6, 20, 0xac, 0x0d]),
  ],
  options: [
    { key: 'rate', type: 'number', label: 'Samples per second', unit: 'Hz', min: 5, max: 200, step: 5, default: 50 },
    { key: 'orientation', type: 'switch', label: 'Its own orientation, too (uses the compass)', default: false },
  ],
  hints: ['It has no clock: times are those of arrival.'],
  safety: { stimulator: false },
});
