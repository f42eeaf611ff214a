import { ByteReader } from '#devices/core/bytes.ts';
import { type Capability, defineDevice } from '#devices/core/define.ts';
import { quantize } from '#devices/core/quantize.ts';
import type { WriteStep } from '#devices/core/step.ts';
import type { DecodeResult } from '#devices/core/types.ts';
import { decodeBatteryLevel } from '#devices/profiles/battery.ts';
import type { AxisGroup } from '#shared/schema/stream.ts';

/** Base 1517xxxx-4947-11e9-8646-d663bd873d93 (Movella document XD0506P, section 2). */
const dotUuid = (short: string): string => `1517${short}-4947-11e9-8646-d663bd873d93`;
export const DOT_CONFIGURATION_SERVICE = dotUuid('1000');
export const DOT_DEVICE_CONTROL = dotUuid('1002');
export const DOT_MEASUREMENT_SERVICE = dotUuid('2000');
export const DOT_CONTROL = dotUuid('2001');
export const DOT_LONG_PAYLOAD = dotUuid('2002');
export const DOT_SHORT_PAYLOAD = dotUuid('2004');
export const DOT_BATTERY_SERVICE = dotUuid('3000');
export const DOT_BATTERY = dotUuid('3001');

/** Payload modes: 26 = time, quaternion, acceleration, angular rate (44 bytes, long); 5 = time, quaternion (20 bytes, short). */
export const DOT_MODE_RATE_AND_ORIENTATION = 26;
export const DOT_MODE_ORIENTATION = 5;
const RATE_HZ = 60;

/** Full scale +-16 g and +-2000 deg/s over int16: steps of 5 mm/s2 and 0.06 deg/s, below the noise of the sensor. */
const ACCELERATION: AxisGroup = { name: 'acceleration', axes: 3, scale: (16 * 9.80665) / 32768, unit: 'm/s2' };
const ANGULAR_RATE: AxisGroup = { name: 'angularRate', axes: 3, scale: ((2000 / 180) * Math.PI) / 32768, unit: 'rad/s' };
const QUATERNION: AxisGroup = { name: 'quaternionWxyz', axes: 4, scale: 1 / 32767, unit: '1' };

/** One group as it lies in a payload: `factor` brings the packet's unit to the group's, `at` is its first axis among the counts. */
interface Field {
  readonly group: AxisGroup;
  readonly factor: number;
  readonly at: number;
}

/** Real packets carry unit quaternions; all zeros means "no orientation". Anything else is not a payload of a DOT. */
function isRotation(norm: number): boolean {
  return norm === 0 || Math.abs(norm - 1) < 0.1;
}

/** Payload of u32 time (us) and float32 fields. Refused when the length is wrong, a value no number or the quaternion no rotation. */
function payloadDecoder(mode: number, stream: string, fields: readonly Field[]): (bytes: Uint8Array) => DecodeResult {
  const axes = fields.reduce((sum, field) => sum + field.group.axes, 0);
  const length = 4 + 4 * axes;
  return (bytes) => {
    if (bytes.length !== length) return { ok: false, reason: `mode ${mode} has ${length} bytes, not ${bytes.length}` };
    const reader = new ByteReader(bytes);
    const deviceUs = Float64Array.of(reader.u32() ?? 0);
    const counts = new Int16Array(axes);
    for (const { group, factor, at } of fields) {
      let squares = 0;
      for (let axis = 0; axis < group.axes; axis++) {
        const value = reader.f32();
        if (!Number.isFinite(value)) return { ok: false, reason: `mode ${mode} with a value that is not a number` };
        squares += value * value;
        counts[at + axis] = quantize(value * factor, group.scale);
      }
      if (group === QUATERNION && !isRotation(Math.sqrt(squares))) {
        return { ok: false, reason: `mode ${mode} with a quaternion that is no rotation` };
      }
    }
    return { ok: true, streams: [{ stream, sampleCount: 1, counts, deviceUs }], notes: [] };
  };
}

const decodeRateAndOrientation = payloadDecoder(DOT_MODE_RATE_AND_ORIENTATION, 'imu', [
  { group: QUATERNION, factor: 1, at: 6 },
  { group: ACCELERATION, factor: 1, at: 0 },
  { group: ANGULAR_RATE, factor: Math.PI / 180, at: 3 },
]);
const decodeOrientation = payloadDecoder(DOT_MODE_ORIENTATION, 'orientation', [{ group: QUATERNION, factor: 1, at: 0 }]);

const motion: Capability = {
  services: [DOT_CONFIGURATION_SERVICE, DOT_MEASUREMENT_SERVICE, DOT_BATTERY_SERVICE],
  streams: [
    {
      key: 'imu',
      kind: 'imu',
      nominalRateHz: RATE_HZ,
      clock: 'deviceUs',
      wrapBits: 32,
      groups: [ACCELERATION, ANGULAR_RATE, QUATERNION],
    },
    { key: 'orientation', kind: 'orientation', nominalRateHz: RATE_HZ, clock: 'deviceUs', wrapBits: 32, groups: [QUATERNION] },
  ],
  characteristics: [
    {
      service: DOT_MEASUREMENT_SERVICE,
      characteristic: DOT_LONG_PAYLOAD,
      mode: 'notify',
      decode: decodeRateAndOrientation,
      optional: false,
    },
    { service: DOT_MEASUREMENT_SERVICE, characteristic: DOT_SHORT_PAYLOAD, mode: 'notify', decode: decodeOrientation, optional: true },
    { service: DOT_BATTERY_SERVICE, characteristic: DOT_BATTERY, mode: 'read', decode: decodeBatteryLevel, optional: true },
  ],
};

/** Device control: only the output rate is visited (bit 0x10), the other fields are left as they are. */
function rateCommand(rateHz: number): Uint8Array {
  const bytes = new Uint8Array(32);
  bytes[0] = 0x10;
  bytes[24] = rateHz;
  return bytes;
}

/** Control: type 1 (measurement), action 1 start or 0 stop, payload mode. */
function control(action: 0 | 1): WriteStep {
  const bytes = Uint8Array.of(1, action, DOT_MODE_RATE_AND_ORIENTATION);
  return { type: 'write', service: DOT_MEASUREMENT_SERVICE, characteristic: DOT_CONTROL, bytes, response: true };
}

/** Movella (Xsens) DOT: 60 Hz acceleration, angular rate and on-board orientation. Not yet tried on hardware. */
export const movellaDot = defineDevice({
  id: 'movellaDot',
  vendor: 'Movella',
  model: 'DOT',
  kind: 'imu',
  match: { services: [], namePrefixes: ['Movella DOT', 'Xsens DOT'] },
  status: 'sdk',
  sources: ['Movella DOT BLE Services Specifications XD0506P'],
  capabilities: [motion],
  start: [
    {
      type: 'write',
      service: DOT_CONFIGURATION_SERVICE,
      characteristic: DOT_DEVICE_CONTROL,
      bytes: rateCommand(RATE_HZ),
      response: true,
    },
    control(1),
  ],
  stop: [control(0)],
  safety: { stimulator: false },
});
