import { ByteReader, microsecondsOf } from '#devices/core/bytes.ts';
import { quantize } from '#devices/core/quantize.ts';
import type { Decoded, DecodeResult } from '#devices/core/types.ts';
import { FRONT_BYTES, unpackQuaternion, withHeading } from './capture2GoPackages.ts';
import { decodeText } from './deviceInformation.ts';
import { accelerationGroup, G_M_PER_S2, magneticFieldGroup, QUATERNION } from './motionGroups.ts';

/** The maker's g is 9.81 m/s2, and a count of field 1/16 uT: counts are stored as they come. */
export const C2G_ACCELERATION = accelerationGroup((16 * 9.81) / G_M_PER_S2);
export const C2G_FIELD = magneticFieldGroup(32768 / 16);
export const C2G_RATE_HZ = 100;
export const C2G_SAMPLES = 8;

const DEVICE_INFO = 0x0071;
const STATUS = 0x0201;
const FULL_PACKED_100_HZ = 0x0222;
const QUAT_REAL_TIME = 0x0287;
const ERROR = 0xffff;
const PAYLOAD_BYTES: Readonly<Record<number, number>> = {
  [DEVICE_INFO]: 47,
  [STATUS]: 19,
  [FULL_PACKED_100_HZ]: 163,
  [QUAT_REAL_TIME]: 19,
  [ERROR]: 3,
};
/** Bits of the error flags. */
const FLAGS = ['time gap', 'angular rate clipped', 'acceleration clipped', 'field clipped', 'processing issue'] as const;

function stampOf(reader: ByteReader): Float64Array | null {
  const ns = reader.s64() ?? -1n;
  return ns < 0n ? null : Float64Array.of(microsecondsOf(ns));
}

interface Orientation {
  readonly without: Int16Array;
  readonly with: Int16Array;
  readonly notes: readonly string[];
  readonly gapBefore: boolean;
}

/** Quaternion u64, heading offset s16 (pi over int16), error flags u8. Null where the bytes are no rotation. */
function readOrientation(reader: ByteReader): Orientation | null {
  const unpacked = unpackQuaternion(reader.u64() ?? 0n);
  const delta = ((reader.s16() ?? 0) * Math.PI) / 32768;
  const flags = reader.u8() ?? 0;
  if (unpacked === null) return null;
  const counts = (wxyz: readonly number[]): Int16Array => Int16Array.from(wxyz, (value) => quantize(value, QUATERNION.scale));
  const notes = FLAGS.filter((_, bit) => (flags & (1 << bit)) !== 0);
  return {
    without: counts(unpacked.wxyz),
    with: counts(withHeading(unpacked.wxyz, delta)),
    notes: unpacked.magneticDisturbance ? [...notes, 'magnetic disturbance'] : notes,
    gapBefore: (flags & 1) !== 0,
  };
}

const NO_ROTATION: DecodeResult = { ok: false, reason: 'a quaternion that is no rotation' };

/** Time of the first sample; 8 samples each of angular rate, acceleration, field, one kind after the other; one orientation. */
function decodeFull(reader: ByteReader): DecodeResult {
  const deviceUs = stampOf(reader);
  const counts = new Int16Array(9 * C2G_SAMPLES);
  for (const column of [3, 0, 6]) {
    for (let i = 0; i < 3 * C2G_SAMPLES; i++) counts[9 * Math.floor(i / 3) + column + (i % 3)] = reader.s16() ?? 0;
  }
  const orientation = readOrientation(reader);
  if (orientation === null) return NO_ROTATION;
  const gap = orientation.gapBefore && { gapBefore: true };
  const streams: Decoded[] = [
    { stream: 'imu', sampleCount: C2G_SAMPLES, counts, deviceUs, ...gap },
    { stream: 'orientation', sampleCount: 1, counts: orientation.without, deviceUs, ...gap },
    { stream: 'orientation9', sampleCount: 1, counts: orientation.with, deviceUs, ...gap },
  ];
  return { ok: true, streams, notes: orientation.notes };
}

function decodeRealTime(reader: ByteReader): DecodeResult {
  const deviceUs = stampOf(reader);
  const orientation = readOrientation(reader);
  if (orientation === null) return NO_ROTATION;
  const gap = orientation.gapBefore && { gapBefore: true };
  return {
    ok: true,
    streams: [{ stream: 'liveOrientation', sampleCount: 1, counts: orientation.without, deviceUs, ...gap }],
    notes: orientation.notes,
  };
}

/** Time, states, bias of the angular rate, then battery in percent, 128 more while charging. */
function decodeStatus(reader: ByteReader): DecodeResult {
  reader.skip(17);
  const batteryPct = (reader.u8() ?? 0) & 0x7f;
  if (batteryPct > 100) return { ok: false, reason: `battery level ${batteryPct} is above 100 %` };
  return { ok: true, streams: [], notes: [], facts: { batteryPct } };
}

/** Protocol version, serial number (not read), hardware, firmware revision, firmware version, date. */
function decodeInformation(payload: Uint8Array): DecodeResult {
  const firmware = decodeText(payload.subarray(24, 36));
  const facts = { manufacturer: 'SensorStim', modelNumber: 'Capture2Go', ...(firmware !== null && { firmware }) };
  return { ok: true, streams: [], notes: [], facts };
}

/** A code and the command it is about. */
function decodeError(reader: ByteReader): DecodeResult {
  const code = reader.u8();
  const command = reader.u16() ?? 0;
  return { ok: false, reason: `the sensor answers command ${command.toString(16).padStart(4, '0')} with error ${code}` };
}

/** One whole package. */
export function decodeCapture2Go(bytes: Uint8Array): DecodeResult {
  const reader = new ByteReader(bytes);
  reader.skip(FRONT_BYTES - 2);
  const header = reader.u16();
  if (header === undefined) return { ok: false, reason: `a package of ${bytes.length} bytes` };
  const wanted = PAYLOAD_BYTES[header];
  if (wanted === undefined) return { ok: true, streams: [], notes: [`package ${header.toString(16).padStart(4, '0')}`] };
  if (bytes.length !== FRONT_BYTES + wanted) {
    return { ok: false, reason: `package ${header.toString(16).padStart(4, '0')} has ${wanted} bytes, not ${bytes.length - FRONT_BYTES}` };
  }
  if (header === DEVICE_INFO) return decodeInformation(bytes.subarray(FRONT_BYTES));
  if (header === STATUS) return decodeStatus(reader);
  if (header === FULL_PACKED_100_HZ) return decodeFull(reader);
  if (header === QUAT_REAL_TIME) return decodeRealTime(reader);
  return decodeError(reader);
}
