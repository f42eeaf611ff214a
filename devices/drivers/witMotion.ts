import { type Capability, defineDevice } from '#devices/core/define.ts';
import { notifies, writes } from '#devices/core/parts.ts';
import type { WriteStep } from '#devices/core/step.ts';
import { ACCELERATION, ANGULAR_RATE, QUATERNION } from '#devices/profiles/motionGroups.ts';
import { ANGLES, createWitMotionFramer, decodeWitMotion, FIELD, REGISTERS } from '#devices/profiles/witMotionFrames.ts';

/** Not the base of the Bluetooth SIG: it ends in 5f9a34fb. */
const witUuid = (short: string): string => `0000${short}-0000-1000-8000-00805f9a34fb`;
const SERVICE = witUuid('ffe5');
const DATA = witUuid('ffe4');
const COMMAND = witUuid('ffe9');

const RATE_HZ = 50;
const ASKED_EVERY_MS = 250;

const motion: Capability = {
  services: [SERVICE],
  streams: [
    { key: 'imu', kind: 'imu', nominalRateHz: RATE_HZ, clock: 'arrival', wrapBits: null, groups: [ACCELERATION, ANGULAR_RATE, ANGLES] },
    {
      key: 'orientation',
      kind: 'orientation',
      nominalRateHz: 0,
      clock: 'arrival',
      wrapBits: null,
      groups: [QUATERNION],
      option: 'orientation',
    },
    { key: 'field', kind: 'magneticField', nominalRateHz: 0, clock: 'arrival', wrapBits: null, groups: [FIELD], option: 'field' },
  ],
  characteristics: [notifies(SERVICE, DATA, decodeWitMotion, { createFramer: createWitMotionFramer })],
};

/** FF AA, register, value as two bytes, low first. */
function command(register: number, low: number, high: number, more: Partial<WriteStep> = {}): WriteStep {
  return writes(SERVICE, COMMAND, [0xff, 0xaa, register, low, high], { response: false, ...more });
}
const UNLOCK = command(0x69, 0x88, 0xb5);
const rate = (code: number): WriteStep => command(0x03, code, 0);
const ask = (register: number, option: string): WriteStep => command(0x27, register, 0, { option, optional: true });

/** WitMotion WT901BLE, BWT901BLE5.0, WT9011DCL: acceleration and angular rate at 50 Hz. No clock. Not yet tried on hardware. */
export const witMotion = defineDevice({
  id: 'witMotion',
  vendor: 'WitMotion',
  model: 'WT901BLE family',
  kind: 'imu',
  match: { services: [SERVICE], namePrefixes: ['WT901', 'BWT901', 'WTWT901'] },
  status: 'sdk',
  sources: [
    'WitMotion WT901BLECL5.0 protocol',
    'WITMOTION/WitBluetooth_BWT901BLE5_0 sample app',
    'obedier/vib analyze_wt901_data.py (captured frames)',
  ],
  capabilities: [motion],
  // Rate 8 is 50 Hz, 6 the 10 Hz it is sold with. Nothing is saved: it forgets when switched off.
  start: [UNLOCK, rate(8)],
  stop: [UNLOCK, rate(6)],
  poll: { everyMs: ASKED_EVERY_MS, steps: [ask(REGISTERS.field, 'field'), ask(REGISTERS.quaternion, 'orientation')] },
  options: [
    { key: 'orientation', type: 'switch', label: 'Its own orientation, asked for four times a second', default: false },
    { key: 'field', type: 'switch', label: 'Magnetic field, asked for four times a second', default: false },
  ],
  hints: ['It has no clock and no checksum: times are those of arrival, and lost frames are only seen as gaps.'],
  safety: { stimulator: false },
});
