import { axisCount } from '#shared/schema/stream.ts';
import {
  CHUNK_LIMITS,
  type ChunkCodec,
  type ChunkColumns,
  type ChunkData,
  type ChunkHeader,
  emptyColumns,
  type Result,
  refuse,
} from './chunkData.ts';
import { readCounts, readDifferences, writeCounts, writeDifferences } from './columns.ts';
import { crc32c } from './crc32c.ts';
import { deflateRaw, inflateRaw } from './deflate.ts';
import { golombPayload, readGolombPayload } from './golombPayload.ts';
import { CRC_OFFSET, payloadBounds, readHeader, writeChunk } from './header.ts';
import { nominalIntervalUs, readTimes, writeTimes } from './times.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function validTimes(timesUs: Float64Array, sampleCount: number, increasing: boolean): boolean {
  if (timesUs.length !== sampleCount) return false;
  for (let i = 0; i < timesUs.length; i++) {
    const timeUs = timesUs[i];
    if (!Number.isInteger(timeUs) || timeUs < 0 || timeUs >= CHUNK_LIMITS.timeUs) return false;
    if (increasing && i > 0 && timeUs <= timesUs[i - 1]) return false;
  }
  return true;
}

/** Why a chunk cannot be written, or null. The header's own fields are checked by reading the finished chunk back. */
function fault(chunk: ChunkData, axes: number): string | null {
  if (!UUID.test(chunk.streamId)) return 'stream id is not a lower-case UUID';
  if (!Number.isInteger(chunk.sampleCount) || chunk.sampleCount < 0 || chunk.sampleCount > CHUNK_LIMITS.samples) return 'sample count';
  if (chunk.sampleCount * axes > CHUNK_LIMITS.values) return 'too many values';
  if (chunk.counts.length !== chunk.sampleCount * axes) return 'counts do not fill the samples';
  if (!validTimes(chunk.hostUs, chunk.sampleCount, true)) return 'host times must be integers, strictly increasing';
  if (chunk.deviceUs && !validTimes(chunk.deviceUs, chunk.sampleCount, false)) return 'device times must be integers';
  const index = chunk.firstSampleIndex;
  if (!Number.isInteger(index) || index < 0 || index > 0xffffffff) return 'first sample index';
  if (chunk.gaps.length > CHUNK_LIMITS.gaps) return 'too many gaps';
  return null;
}

/**
 * Writes a chunk. What `golomb` cannot make smaller than `raw` (noise over the full range, times years apart) is written raw.
 * Throws RangeError for a chunk that breaks the limits: making one is a programming error.
 */
export async function encodeChunk(chunk: ChunkData, codec: ChunkCodec): Promise<Uint8Array<ArrayBuffer>> {
  const axes = axisCount(chunk.groups);
  const wrong = fault(chunk, axes);
  if (wrong !== null) throw new RangeError(`chunk: ${wrong}`);
  const payload = codec === 'golomb' ? golombPayload(chunk) : null;
  const bytes =
    payload === null
      ? await encodePlain(chunk, axes, codec === 'golomb' ? 'raw' : codec)
      : writeChunk(chunk, codec, payload, payload.length);
  new DataView(bytes.buffer).setUint32(CRC_OFFSET, checksum(bytes), true);
  const header = readHeader(bytes);
  if (!header.ok) throw new RangeError(`chunk: ${header.reason}`);
  return bytes;
}

async function encodePlain(chunk: ChunkData, axes: number, codec: 'raw' | 'deflateRaw'): Promise<Uint8Array<ArrayBuffer>> {
  const intervalUs = nominalIntervalUs(chunk.nominalRateHz);
  const payload = new Uint8Array(payloadBounds(chunk.sampleCount, axes, chunk.deviceUs !== null, codec)[1]);
  let at = writeTimes(chunk.hostUs, intervalUs, payload, 0);
  if (chunk.deviceUs) at = writeTimes(chunk.deviceUs, intervalUs, payload, at);
  if (codec === 'raw') writeCounts(chunk.counts, payload, at);
  else writeDifferences(chunk.counts, axes, payload, at);
  at += 2 * chunk.counts.length + (codec === 'raw' ? 0 : axes);
  const inflated = payload.subarray(0, at);
  return writeChunk(chunk, codec, codec === 'raw' ? inflated : await deflateRaw(inflated), at);
}

function checksum(bytes: Uint8Array): number {
  return crc32c(bytes.subarray(CRC_OFFSET + 4), crc32c(bytes.subarray(0, CRC_OFFSET)));
}

/** Header alone: cheap, does not look at the payload or its checksum. */
export function readChunkHeader(bytes: Uint8Array): Result<ChunkHeader> {
  return readHeader(bytes);
}

/** Reads a chunk. Total: any bytes give a chunk or a reason; nothing is allocated or inflated beyond the limits. */
export async function decodeChunk(bytes: Uint8Array): Promise<Result<ChunkData>> {
  const read = readHeader(bytes);
  if (!read.ok) return read;
  const header = read.value;
  if (checksum(bytes) !== header.crc32c) return refuse('checksum does not match');
  const stored = bytes.subarray(header.payloadOffset);
  const columns = header.codec === 'golomb' ? readGolombPayload(stored, header) : await decodePlain(stored, header);
  if (!columns.ok) return columns;
  const { streamId, kind, bodySite, groups, nominalRateHz, firstSampleIndex, sampleCount, gaps, clock } = header;
  return {
    ok: true,
    value: { streamId, kind, bodySite, groups, nominalRateHz, firstSampleIndex, sampleCount, ...columns.value, gaps, clock },
  };
}

async function decodePlain(stored: Uint8Array, header: ChunkHeader): Promise<Result<ChunkColumns>> {
  const payload = header.codec === 'raw' ? stored : await inflateRaw(stored, header.inflatedBytes);
  if (payload === null || payload.length !== header.inflatedBytes) return refuse('payload does not inflate to its stated size');
  const intervalUs = nominalIntervalUs(header.nominalRateHz);
  const { hostUs, deviceUs, counts } = emptyColumns(header);
  let at = readTimes(payload, 0, intervalUs, true, hostUs);
  if (at >= 0 && deviceUs !== null) at = readTimes(payload, at, intervalUs, false, deviceUs);
  if (at < 0) return refuse('time stamps are malformed');
  if (payload.length - at !== 2 * counts.length + (header.codec === 'raw' ? 0 : header.axes)) return refuse('columns have the wrong size');
  if (header.codec === 'raw') readCounts(payload, at, counts);
  else if (!readDifferences(payload, at, header.axes, counts)) return refuse('unknown difference order');
  return { ok: true, value: { hostUs, deviceUs, counts } };
}
