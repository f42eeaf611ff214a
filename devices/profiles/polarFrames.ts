import { ByteReader, microsecondsOf } from '#devices/core/bytes.ts';
import { quantize } from '#devices/core/quantize.ts';
import type { Decoded, DecodeResult, Learned } from '#devices/core/types.ts';
import { type DeltaLayout, decodeDelta } from './polarDelta.ts';
import { decodePulseIntervals } from './polarPpi.ts';
import { PMD_TYPES, POLAR_ACCELERATION, POLAR_ANGULAR_RATE, POLAR_ECG, POLAR_MAGNETIC_FIELD } from './polarStreams.ts';

/** Head of a PMD data frame; the rest is payload. */
export interface PmdHead {
  readonly type: number;
  /** Of the last sample, ns since 2000-01-01 UTC. */
  readonly timeNs: bigint;
  readonly frame: number;
  readonly compressed: boolean;
}
export const PMD_HEAD_BYTES = 10;

export function parsePmdHead(bytes: Uint8Array): PmdHead | null {
  const reader = new ByteReader(bytes);
  const type = reader.u8();
  const timeNs = reader.u64();
  const frame = reader.u8();
  if (type === undefined || timeNs === undefined || frame === undefined) return null;
  return { type: type & 0x3f, timeNs, frame: frame & 0x7f, compressed: (frame & 0x80) !== 0 };
}

/** Raw values of a payload, samples x channels; null when it does not hold whole samples. */
type ReadValues = (payload: Uint8Array) => ArrayLike<number> | null;

interface FrameLayout {
  readonly stream: 'ecg' | 'acc' | 'gyro' | 'mag';
  readonly channels: number;
  readonly read: ReadValues;
  /** Count of one raw value in one channel; `factor` is what the sensor told when it started, for compressed frames only. */
  readonly count: (raw: number, channel: number, factor: number) => number;
}

const MILLI_G = 9.80665 / 1000;
const RAD_PER_DEG = Math.PI / 180;
const UT_PER_GAUSS = 100;

const accCount =
  (milliGPerUnit: number) =>
  (raw: number, _channel: number, factor: number): number =>
    quantize(raw * factor * milliGPerUnit * MILLI_G, POLAR_ACCELERATION.scale);
const gyroCount = (raw: number, _channel: number, factor: number): number => quantize(raw * factor * RAD_PER_DEG, POLAR_ANGULAR_RATE.scale);
const microvolts = (raw: number): number => quantize(raw, POLAR_ECG.scale);

/** Values of 1, 2 or 3 bytes, signed. */
function signed(bytesEach: 1 | 2 | 3, channels: number): ReadValues {
  return (payload) => {
    if (payload.length === 0 || payload.length % (bytesEach * channels) !== 0) return null;
    const values = new Int32Array(payload.length / bytesEach);
    for (let i = 0, at = 0; i < values.length; i++, at += bytesEach) {
      let value = payload[at];
      if (bytesEach > 1) value |= payload[at + 1] << 8;
      if (bytesEach > 2) value |= payload[at + 2] << 16;
      const unused = 32 - 8 * bytesEach;
      values[i] = (value << unused) >> unused;
    }
    return values;
  };
}

/** One value per `bytesEach` bytes by a function of the first three. */
function packed(bytesEach: number, value: (b0: number, b1: number, b2: number) => number): ReadValues {
  return (payload) => {
    if (payload.length === 0 || payload.length % bytesEach !== 0) return null;
    const values = new Int32Array(payload.length / bytesEach);
    for (let i = 0, at = 0; i < values.length; i++, at += bytesEach) values[i] = value(payload[at], payload[at + 1], payload[at + 2]);
    return values;
  };
}

const delta =
  (layout: DeltaLayout): ReadValues =>
  (payload) =>
    decodeDelta(payload, layout);

/** Deltas run over the bits of float32 values. Refused when one is no number. */
const deltaFloats: ReadValues = (payload) => {
  const bits = decodeDelta(payload, { channels: 3, bits: 32 });
  if (bits === null) return null;
  const floats = new Float32Array(bits.buffer, bits.byteOffset, bits.length);
  return floats.every(Number.isFinite) ? floats : null;
};

const ECG = { stream: 'ecg', channels: 1, count: microvolts } as const;
const ACC = { stream: 'acc', channels: 3, count: accCount(1) } as const;
const GYRO = { stream: 'gyro', channels: 3, count: gyroCount } as const;
const XYZ16: DeltaLayout = { channels: 3, bits: 16 };

/** By type, raw (r) or compressed (c), frame type. Types 1 and 2 of the ECG carry contact and pace bits behind the value. */
const LAYOUTS: Readonly<Record<string, FrameLayout>> = {
  '0r0': { ...ECG, read: signed(3, 1) },
  '0r1': { ...ECG, read: packed(3, (b0, b1) => b0 | ((b1 & 0x3f) << 8)) },
  '0r2': { ...ECG, read: packed(3, (b0, b1, b2) => b0 | (b1 << 8) | ((b2 & 3) << 16)) },
  '0r3': { ...ECG, read: packed(7, (b0, b1, b2) => ((b0 | (b1 << 8) | (b2 << 16)) << 8) >> 8) },
  '2r0': { ...ACC, read: signed(1, 3) },
  '2r1': { ...ACC, read: signed(2, 3) },
  '2r2': { ...ACC, read: signed(3, 3) },
  '2c0': { ...ACC, count: accCount(1000), read: delta(XYZ16) },
  '2c1': { ...ACC, read: delta(XYZ16) },
  '5c0': { ...GYRO, read: delta(XYZ16) },
  '5c1': { ...GYRO, read: deltaFloats },
  '6c0': {
    stream: 'mag',
    channels: 3,
    read: delta(XYZ16),
    count: (raw, _channel, factor) => quantize(raw * factor * UT_PER_GAUSS, POLAR_MAGNETIC_FIELD.scale),
  },
  '6c1': {
    stream: 'mag',
    channels: 4,
    read: delta({ channels: 4, bits: 16 }),
    count: (raw, channel, factor) =>
      channel === 3 ? Math.max(0, Math.min(3, raw)) : quantize((raw * factor * UT_PER_GAUSS) / 1000, POLAR_MAGNETIC_FIELD.scale),
  },
};

/** Raw values of a frame's payload, as the sensor counts them; null where the layout is not known or the payload not whole. */
export function rawValues(head: PmdHead, payload: Uint8Array): ArrayLike<number> | null {
  return LAYOUTS[`${head.type}${head.compressed ? 'c' : 'r'}${head.frame}`]?.read(payload) ?? null;
}

/** Axes of the stored stream: the magnetometer always has its calibration column, 0 (unknown) where the frame has none. */
const STORED_AXES = { ecg: 1, acc: 3, gyro: 3, mag: 4 } as const;

/** A frame of PMD data (polar-ble-sdk, PmdDataFrame): samples, or a reason. */
export function decodePmdData(bytes: Uint8Array, learned: Learned = {}): DecodeResult {
  const head = parsePmdHead(bytes);
  if (head === null) return { ok: false, reason: `Polar frame cut short at ${bytes.length} bytes` };
  const payload = bytes.subarray(PMD_HEAD_BYTES);
  if (head.type === PMD_TYPES.ppi && !head.compressed && head.frame === 0) return decodePulseIntervals(payload, learned);
  const name = `Polar frame of type ${head.type}, ${head.compressed ? 'compressed' : 'raw'} ${head.frame}`;
  const layout = LAYOUTS[`${head.type}${head.compressed ? 'c' : 'r'}${head.frame}`];
  if (layout === undefined) return { ok: false, reason: `${name} is not known` };
  const values = layout.read(payload);
  if (values === null) return { ok: false, reason: `${name} does not hold whole samples` };
  const { stream, channels, count } = layout;
  const sampleCount = values.length / channels;
  const factor = head.compressed ? (learned[stream] ?? 1) : 1;
  const axes = STORED_AXES[stream];
  const counts = new Int16Array(sampleCount * axes);
  for (let i = 0; i < sampleCount; i++) {
    for (let channel = 0; channel < channels; channel++)
      counts[i * axes + channel] = count(values[i * channels + channel], channel, factor);
  }
  const deviceUs = head.timeNs === 0n ? null : Float64Array.of(microsecondsOf(head.timeNs));
  const part: Decoded = { stream, sampleCount, counts, deviceUs };
  return { ok: true, streams: [part], notes: [] };
}
