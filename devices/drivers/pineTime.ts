import { type Capability, defineDevice } from '#devices/core/define.ts';
import { notifies } from '#devices/core/parts.ts';
import { battery } from '#devices/profiles/battery.ts';
import { deviceInformation } from '#devices/profiles/deviceInformation.ts';
import { heartRate } from '#devices/profiles/heartRate.ts';
import { accelerationGroup, G_M_PER_S2 } from '#devices/profiles/motionGroups.ts';
import { layoutDecoder } from '#devices/profiles/packetLayout.ts';

const MOTION_SERVICE = '00030000-78fc-48fe-8e23-433b3a1942d0';
const MOTION_VALUES = '00030002-78fc-48fe-8e23-433b3a1942d0';

/** 1024 is 1 g. */
const ACCELERATION = accelerationGroup(32);

const decodeMotion = layoutDecoder({
  name: 'motion',
  stream: 'acceleration',
  groups: [ACCELERATION],
  fields: [{ group: ACCELERATION, type: 's16', factor: G_M_PER_S2 / 1024 }],
});

const motion: Capability = {
  services: [MOTION_SERVICE],
  // It sends when it likes, about ten times a second while the wrist moves: no rate that gaps could be told by.
  streams: [{ key: 'acceleration', kind: 'acceleration', nominalRateHz: 0, clock: 'arrival', wrapBits: null, groups: [ACCELERATION] }],
  characteristics: [notifies(MOTION_SERVICE, MOTION_VALUES, decodeMotion, { optional: true })],
};

/** PineTime watch with InfiniTime: heart rate from the wrist, and acceleration. Not yet tried on hardware. */
export const pineTime = defineDevice({
  id: 'pineTime',
  vendor: 'Pine64',
  model: 'PineTime (InfiniTime)',
  kind: 'heartRate',
  usualSite: 'wrist',
  match: { services: [], namePrefixes: ['InfiniTime'] },
  status: 'sdk',
  sources: ['InfiniTimeOrg/InfiniTime doc/MotionService.md and doc/ble.md'],
  capabilities: [heartRate(), motion, battery(), deviceInformation()],
  start: [],
  stop: [],
  identify: 'tap',
  hints: [
    'Start the heart rate app on the watch first: it measures only while that runs.',
    'Heart rate from the wrist is poor while the arm moves.',
  ],
  safety: { stimulator: false },
});
