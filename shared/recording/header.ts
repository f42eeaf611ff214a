import type { BodySite } from '#shared/schema/quality.ts';
import type { AxisGroup, StreamKind, Unit } from '#shared/schema/stream.ts';
import {
  CHUNK_LIMITS,
  type ChunkCodec,
  type ChunkData,
  type ChunkGap,
  type ChunkHeader,
  type GapReason,
  type Result,
  refuse,
} from './chunkData.ts';

/**
 * Chunk header, version 1, little-endian.
 *
 *    0 u32 magic "EPCK"     4 u8 version   5 u8 codec   6 u8 kind   7 u8 body site   8 16 bytes stream UUID
 *   24 u32 rate, mHz       28 u8 groups   29 u8 flags (1 device times, 2 clock mapping)   30 u16 gaps
 *   32 u32 first sample    36 u32 samples   40 u64 first host us   48 u64 first device us
 *   56 f64 clock offset us 64 f64 clock slope ppm   72 u32 inflated bytes   76 u32 stored bytes
 *   80 u32 CRC32C of all other bytes of the chunk
 *   84 groups: u8 name, u8 axes, u8 unit, u8 zero, f64 scale     then gaps: i32 after sample, u8 reason     then the payload
 */
const MAGIC = 0x4b435045;
const VERSION = 1;
const FIXED_BYTES = 84;
const GROUP_BYTES = 12;
const GAP_BYTES = 5;
export const CRC_OFFSET = 80;
/** Longest Golomb code of a time and of a count: 24 ones and the value in full, and a bit per block. */
const GOLOMB_TIME_BYTES = 10;
const GOLOMB_COUNT_BYTES = 5;
const FLAG_DEVICE = 1;
const FLAG_CLOCK = 2;

/** Codes on disk are positions in these lists: append only. */
export const CODECS: readonly ChunkCodec[] = ['raw', 'deflateRaw', 'golomb'];
export const KINDS: readonly StreamKind[] = [
  ...(['heartRate', 'rrInterval', 'imu', 'orientation', 'acceleration'] as const),
  ...(['angularRate', 'magneticField', 'ecg', 'speed', 'power', 'stimulation'] as const),
];
export const BODY_SITES: readonly BodySite[] = [
  ...(['chest', 'wrist', 'forearm', 'upperArm', 'thigh', 'shank', 'foot'] as const),
  ...(['pelvis', 'lowerBack', 'upperBack', 'neck', 'head', 'hand', 'pocket'] as const),
];
export const GROUP_NAMES: readonly AxisGroup['name'][] = [
  ...(['heartRate', 'contact', 'rrInterval', 'acceleration', 'angularRate'] as const),
  ...(['quaternionWxyz', 'magneticField', 'angle'] as const),
  ...(['ecg', 'intervalError', 'calibration', 'linearAcceleration', 'speed', 'strideLength', 'cadence', 'power'] as const),
  ...(['amplitude', 'level', 'frequency', 'pulseWidth', 'remaining', 'elapsed', 'active'] as const),
];
export const UNITS: readonly Unit[] = [
  ...(['bpm', 'flag', '1/1024 s', 'm/s2', 'rad/s', '1', 'uT', 'deg'] as const),
  ...(['uV', 'ms', 'm/s', 'm', '1/min', 'W', 'mA', '%', 'Hz', 'us', 's'] as const),
];
export const GAP_REASONS: readonly GapReason[] = ['late', 'disconnected', 'paused', 'undecodable', 'overflow', 'storage'];

function headerBytes(groups: number, gaps: number): number {
  return FIXED_BYTES + groups * GROUP_BYTES + gaps * GAP_BYTES;
}

/** A chunk's bytes with the checksum still to be filled in. */
export function writeChunk(chunk: ChunkData, codec: ChunkCodec, stored: Uint8Array, inflatedBytes: number): Uint8Array<ArrayBuffer> {
  const payloadOffset = headerBytes(chunk.groups.length, chunk.gaps.length);
  const bytes = new Uint8Array(payloadOffset + stored.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  bytes[4] = VERSION;
  bytes[5] = CODECS.indexOf(codec);
  bytes[6] = KINDS.indexOf(chunk.kind);
  bytes[7] = BODY_SITES.indexOf(chunk.bodySite);
  const uuidHex = chunk.streamId.replaceAll('-', '');
  for (let i = 0; i < 16; i++) bytes[8 + i] = Number.parseInt(uuidHex.slice(2 * i, 2 * i + 2), 16);
  view.setUint32(24, Math.round(chunk.nominalRateHz * 1000), true);
  bytes[28] = chunk.groups.length;
  bytes[29] = (chunk.deviceUs ? FLAG_DEVICE : 0) | (chunk.clock ? FLAG_CLOCK : 0);
  view.setUint16(30, chunk.gaps.length, true);
  view.setUint32(32, chunk.firstSampleIndex, true);
  view.setUint32(36, chunk.sampleCount, true);
  view.setBigUint64(40, BigInt(chunk.hostUs[0] ?? 0), true);
  view.setBigUint64(48, BigInt(chunk.deviceUs?.[0] ?? 0), true);
  view.setFloat64(56, chunk.clock?.offsetUs ?? 0, true);
  view.setFloat64(64, chunk.clock?.slopePpm ?? 0, true);
  view.setUint32(72, inflatedBytes, true);
  view.setUint32(76, stored.length, true);
  let at = FIXED_BYTES;
  for (const group of chunk.groups) {
    bytes[at] = GROUP_NAMES.indexOf(group.name);
    bytes[at + 1] = group.axes;
    bytes[at + 2] = UNITS.indexOf(group.unit);
    view.setFloat64(at + 4, group.scale, true);
    at += GROUP_BYTES;
  }
  for (const gap of chunk.gaps) {
    view.setInt32(at, gap.afterSample, true);
    bytes[at + 4] = GAP_REASONS.indexOf(gap.reason);
    at += GAP_BYTES;
  }
  bytes.set(stored, payloadOffset);
  return bytes;
}

/** Smallest and largest payload a header's own counts allow, bytes. */
export function payloadBounds(sampleCount: number, axes: number, deviceTimes: boolean, codec: ChunkCodec): readonly [number, number] {
  const times = sampleCount === 0 ? 0 : (sampleCount - 1) * (deviceTimes ? 2 : 1);
  if (codec === 'golomb')
    return [Math.ceil((sampleCount * axes) / 8), times * GOLOMB_TIME_BYTES + sampleCount * axes * GOLOMB_COUNT_BYTES + 1];
  const columns = sampleCount * axes * 2 + (codec === 'deflateRaw' ? axes : 0);
  return [times + columns, times * CHUNK_LIMITS.timeBytes + columns];
}

function readGroups(view: DataView, count: number): AxisGroup[] | string {
  const groups: AxisGroup[] = [];
  for (let i = 0; i < count; i++) {
    const at = FIXED_BYTES + i * GROUP_BYTES;
    const name = GROUP_NAMES[view.getUint8(at)];
    const axes = view.getUint8(at + 1);
    const unit = UNITS[view.getUint8(at + 2)];
    const scale = view.getFloat64(at + 4, true);
    if (name === undefined || unit === undefined) return 'unknown axis group or unit';
    if (axes < 1 || axes > CHUNK_LIMITS.axesPerGroup) return `axis group with ${axes} axes`;
    if (!(scale > 0 && Number.isFinite(scale))) return 'scale is not a positive number';
    groups.push({ name, axes, scale, unit });
  }
  return groups;
}

function readGaps(view: DataView, at: number, count: number, sampleCount: number): ChunkGap[] | string {
  const gaps: ChunkGap[] = [];
  let previous = -1;
  for (let i = 0; i < count; i++) {
    const afterSample = view.getInt32(at + i * GAP_BYTES, true);
    const reason = GAP_REASONS[view.getUint8(at + i * GAP_BYTES + 4)];
    if (reason === undefined) return 'unknown gap reason';
    if (afterSample < previous || afterSample >= sampleCount) return 'gap outside the chunk or out of order';
    previous = afterSample;
    gaps.push({ afterSample, reason });
  }
  return gaps;
}

function readUuid(bytes: Uint8Array): string {
  let hex = '';
  for (let i = 8; i < 24; i++) hex += bytes[i].toString(16).padStart(2, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Reads and bounds every header field; allocates nothing that depends on a count before the count is checked. */
export function readHeader(bytes: Uint8Array): Result<ChunkHeader> {
  if (bytes.length < FIXED_BYTES) return refuse('shorter than a chunk header');
  if (bytes.length > CHUNK_LIMITS.chunkBytes) return refuse('longer than a chunk may be');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) return refuse('not a recording chunk');
  if (bytes[4] !== VERSION) return refuse(`chunk version ${bytes[4]} is not known`);
  const codec = CODECS[bytes[5]];
  const kind = KINDS[bytes[6]];
  const bodySite = BODY_SITES[bytes[7]];
  if (codec === undefined || kind === undefined || bodySite === undefined) return refuse('unknown codec, stream kind or body site');
  const rateMilliHz = view.getUint32(24, true);
  if (rateMilliHz > CHUNK_LIMITS.rateMilliHz) return refuse('nominal rate out of range');
  const groupCount = bytes[28];
  const flags = bytes[29];
  const gapCount = view.getUint16(30, true);
  const sampleCount = view.getUint32(36, true);
  if (groupCount < 1 || groupCount > CHUNK_LIMITS.groups) return refuse(`${groupCount} axis groups`);
  if ((flags & ~(FLAG_DEVICE | FLAG_CLOCK)) !== 0) return refuse('unknown flags');
  if (gapCount > CHUNK_LIMITS.gaps) return refuse(`${gapCount} gaps`);
  if (sampleCount > CHUNK_LIMITS.samples) return refuse(`${sampleCount} samples`);
  const payloadOffset = headerBytes(groupCount, gapCount);
  const inflatedBytes = view.getUint32(72, true);
  const storedBytes = view.getUint32(76, true);
  if (payloadOffset + storedBytes !== bytes.length) return refuse('length does not match the header');

  const groups = readGroups(view, groupCount);
  if (typeof groups === 'string') return refuse(groups);
  let axes = 0;
  for (const group of groups) axes += group.axes;
  if (sampleCount * axes > CHUNK_LIMITS.values) return refuse(`${sampleCount} x ${axes} values`);
  const deviceTimes = (flags & FLAG_DEVICE) !== 0;
  const [least, most] = payloadBounds(sampleCount, axes, deviceTimes, codec);
  if (inflatedBytes < least || inflatedBytes > most) return refuse('payload size does not match the counts');
  if (codec !== 'deflateRaw' && storedBytes !== inflatedBytes) return refuse('payload that is not deflated with two sizes');
  const gaps = readGaps(view, FIXED_BYTES + groupCount * GROUP_BYTES, gapCount, sampleCount);
  if (typeof gaps === 'string') return refuse(gaps);

  const firstHostUs = Number(view.getBigUint64(40, true));
  const firstDeviceUs = Number(view.getBigUint64(48, true));
  const offsetUs = view.getFloat64(56, true);
  const slopePpm = view.getFloat64(64, true);
  if (firstHostUs >= CHUNK_LIMITS.timeUs || firstDeviceUs >= CHUNK_LIMITS.timeUs) return refuse('time out of range');
  if (!Number.isFinite(offsetUs) || !Number.isFinite(slopePpm)) return refuse('clock mapping is not a number');
  return {
    ok: true,
    value: {
      codec,
      streamId: readUuid(bytes),
      kind,
      bodySite,
      groups,
      axes,
      nominalRateHz: rateMilliHz / 1000,
      firstSampleIndex: view.getUint32(32, true),
      sampleCount,
      firstHostUs,
      firstDeviceUs: deviceTimes ? firstDeviceUs : null,
      clock: (flags & FLAG_CLOCK) !== 0 ? { offsetUs, slopePpm } : null,
      gaps,
      payloadOffset,
      storedBytes,
      inflatedBytes,
      crc32c: view.getUint32(CRC_OFFSET, true),
    },
  };
}
