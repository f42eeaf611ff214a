import { ByteReader } from '#devices/core/bytes.ts';
import { type Capability, defineDevice } from '#devices/core/define.ts';
import { notifies, reads, writes } from '#devices/core/parts.ts';
import type { WriteStep } from '#devices/core/step.ts';
import type { DecodeResult, StreamDefinition } from '#devices/core/types.ts';
import { decodeBatteryLevel } from '#devices/profiles/battery.ts';
import { ACCELERATION, ANGULAR_RATE, QUATERNION, RAD_PER_DEG } from '#devices/profiles/motionGroups.ts';
import { dotSyncState } from '#devices/profiles/movellaDotSync.ts';
import {
  DOT_BATTERY,
  DOT_BATTERY_SERVICE,
  DOT_CONFIGURATION_SERVICE,
  DOT_CONTROL,
  DOT_DEVICE_CONTROL,
  DOT_DEVICE_INFORMATION,
  DOT_DEVICE_REPORT,
  DOT_HEADING_CONTROL,
  DOT_LONG_PAYLOAD,
  DOT_MEASUREMENT_SERVICE,
  DOT_MEDIUM_PAYLOAD,
  DOT_MESSAGE_ACKNOWLEDGE,
  DOT_MESSAGE_SERVICE,
  DOT_SHORT_PAYLOAD,
} from '#devices/profiles/movellaDotUuids.ts';
import { layoutDecoder } from '#devices/profiles/packetLayout.ts';

/**
 * Payload modes, all u32 time (us) and float32: 26 = quaternion, acceleration, angular rate (44 bytes, long characteristic), 24 =
 * quaternion, angular rate (32, medium), 5 = quaternion (20, short). None of them has status or clip bits: a value at full scale says so.
 */
export const DOT_MODE_RATE_AND_ORIENTATION = 26;
export const DOT_MODE_ORIENTATION_AND_RATE = 24;
export const DOT_MODE_ORIENTATION = 5;
const RATES_HZ = [1, 4, 10, 12, 15, 20, 30, 60];

const time = { time: 'u32', tickUs: 1 } as const;
const quaternion = { group: QUATERNION, type: 'f32', factor: 1 } as const;
const acceleration = { group: ACCELERATION, type: 'f32', factor: 1 } as const;
const angularRate = { group: ANGULAR_RATE, type: 'f32', factor: RAD_PER_DEG } as const;

const decodeLong = layoutDecoder({
  name: 'mode 26',
  stream: 'imu',
  groups: [ACCELERATION, ANGULAR_RATE, QUATERNION],
  head: [time],
  fields: [quaternion, acceleration, angularRate],
});
const decodeMedium = layoutDecoder({
  name: 'mode 24',
  stream: 'orientationAndRate',
  groups: [ANGULAR_RATE, QUATERNION],
  head: [time],
  fields: [quaternion, angularRate],
});
const decodeShort = layoutDecoder({ name: 'mode 5', stream: 'orientation', groups: [QUATERNION], head: [time], fields: [quaternion] });

/** Address 6, firmware 3, build time 7, soft device 4, serial number 8, product code 6 bytes. Only the firmware is kept. */
function decodeInformation(bytes: Uint8Array): DecodeResult {
  if (bytes.length !== 34) return { ok: false, reason: `device information has 34 bytes, not ${bytes.length}` };
  return {
    ok: true,
    streams: [],
    notes: [],
    facts: { manufacturer: 'Movella', modelNumber: 'DOT', firmware: bytes.slice(6, 9).join('.') },
  };
}

const STREAM_KEYS = ['imu', 'orientationAndRate', 'orientation'];
const POWER_OFF = 1;

/** The sensor says that it is switched off, saves power or that its button was pressed; only the first ends anything. */
function decodeReport(bytes: Uint8Array): DecodeResult {
  const type = new ByteReader(bytes).u8();
  if (type === undefined) return { ok: false, reason: 'empty device report' };
  return { ok: true, streams: [], notes: [`device report ${type}`], ...(type === POWER_OFF && { ended: STREAM_KEYS }) };
}

function decodeAcknowledgement(bytes: Uint8Array): DecodeResult {
  const state = dotSyncState(bytes);
  return state === null ? { ok: false, reason: 'no acknowledgement of a sync' } : { ok: true, streams: [], notes: [`sync ${state}`] };
}

const timed = { nominalRateHz: 60, rateOption: 'rate', clock: 'deviceUs', wrapBits: 32 } as const;
const streams: readonly StreamDefinition[] = [
  { ...timed, key: 'imu', kind: 'imu', groups: [ACCELERATION, ANGULAR_RATE, QUATERNION] },
  { ...timed, key: 'orientationAndRate', kind: 'orientation', groups: [ANGULAR_RATE, QUATERNION] },
  { ...timed, key: 'orientation', kind: 'orientation', groups: [QUATERNION] },
];

const motion: Capability = {
  services: [DOT_CONFIGURATION_SERVICE, DOT_MEASUREMENT_SERVICE, DOT_BATTERY_SERVICE, DOT_MESSAGE_SERVICE],
  streams,
  characteristics: [
    notifies(DOT_MEASUREMENT_SERVICE, DOT_LONG_PAYLOAD, decodeLong),
    notifies(DOT_MEASUREMENT_SERVICE, DOT_MEDIUM_PAYLOAD, decodeMedium, { optional: true }),
    notifies(DOT_MEASUREMENT_SERVICE, DOT_SHORT_PAYLOAD, decodeShort, { optional: true }),
    notifies(DOT_CONFIGURATION_SERVICE, DOT_DEVICE_REPORT, decodeReport, { optional: true }),
    notifies(DOT_BATTERY_SERVICE, DOT_BATTERY, decodeBatteryLevel, { optional: true, late: true }),
    reads(DOT_BATTERY_SERVICE, DOT_BATTERY, decodeBatteryLevel),
    reads(DOT_CONFIGURATION_SERVICE, DOT_DEVICE_INFORMATION, decodeInformation),
    reads(DOT_MESSAGE_SERVICE, DOT_MESSAGE_ACKNOWLEDGE, decodeAcknowledgement),
  ],
};

/** Device control: the first byte says which fields count (0x01 identify, 0x10 output rate), the others stay as they are. */
const control32 = (...first: number[]): number[] => [...first, ...new Array<number>(32 - first.length).fill(0)];
const blink = writes(DOT_CONFIGURATION_SERVICE, DOT_DEVICE_CONTROL, control32(0x01, 1));
const setRate = writes(DOT_CONFIGURATION_SERVICE, DOT_DEVICE_CONTROL, control32(0x10), { put: [{ option: 'rate', at: 24, bytes: 2 }] });

/** Control: type 1 (measurement), action 1 start or 0 stop, payload mode. */
const control = (action: 0 | 1): WriteStep =>
  writes(DOT_MEASUREMENT_SERVICE, DOT_CONTROL, [1, action, 0], { put: [{ option: 'mode', at: 2, bytes: 1 }] });

const heading = (code: number): WriteStep => writes(DOT_MEASUREMENT_SERVICE, DOT_HEADING_CONTROL, [code, 0]);

/** Movella (Xsens) DOT: acceleration, angular rate and on-board orientation at up to 60 Hz. Not yet tried on hardware. */
export const movellaDot = defineDevice({
  id: 'movellaDot',
  vendor: 'Movella',
  model: 'DOT',
  kind: 'imu',
  match: { services: [], namePrefixes: ['Movella DOT', 'Xsens DOT'] },
  status: 'sdk',
  sources: ['Movella DOT BLE Services Specifications XD0506P'],
  capabilities: [motion],
  start: [setRate, control(1)],
  stop: [control(0)],
  identify: [blink],
  actions: [
    { key: 'resetHeading', label: 'Make the direction it faces now its zero', steps: [heading(1)] },
    { key: 'revertHeading', label: 'Take the compass direction again', steps: [heading(7)] },
  ],
  options: [
    {
      key: 'mode',
      type: 'number',
      label: 'What is sent',
      meanings: {
        [DOT_MODE_ORIENTATION]: 'orientation only',
        [DOT_MODE_ORIENTATION_AND_RATE]: 'orientation and turning rate',
        [DOT_MODE_RATE_AND_ORIENTATION]: 'everything',
      },
      unit: 'payload mode',
      min: 5,
      max: 26,
      step: 1,
      choices: [DOT_MODE_ORIENTATION, DOT_MODE_ORIENTATION_AND_RATE, DOT_MODE_RATE_AND_ORIENTATION],
      default: DOT_MODE_RATE_AND_ORIENTATION,
    },
    { key: 'rate', type: 'number', label: 'Samples per second', unit: 'Hz', min: 1, max: 60, step: 1, choices: RATES_HZ, default: 60 },
  ],
  hints: [
    'Its own orientation uses the compass: keep away from large iron parts, or use payload mode 26, from which Evenpace computes its own.',
    'Reset the heading of both sensors while they lie still and point the same way.',
  ],
  safety: { stimulator: false },
});
