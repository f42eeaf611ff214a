import { MAX_CHUNK_BYTES } from '#shared/schema/chunk.ts';
import type { BodySite } from '#shared/schema/quality.ts';
import type { AxisGroup, StreamKind } from '#shared/schema/stream.ts';

/** An expected outcome as a value. The reason is for logs and problem+json, not for patients. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** `golomb`: adaptive prediction and Golomb code, what is recorded with; `deflateRaw`: differences through deflate; `raw`: int16. */
export type ChunkCodec = 'raw' | 'deflateRaw' | 'golomb';

/** Why samples are missing: `late` frame gap, link `disconnected`, session `paused`, packet `undecodable`, buffer `overflow`, no `storage` left. */
export type GapReason = 'late' | 'disconnected' | 'paused' | 'undecodable' | 'overflow' | 'storage';

export interface ChunkGap {
  /** Samples are missing after this sample of the chunk; -1 means before its first sample. */
  readonly afterSample: number;
  readonly reason: GapReason;
}

/** The mapping that made hostUs: hostUs = deviceUs * (1 + slopePpm / 1e6) + offsetUs, as last fitted when the chunk was closed. */
export interface ClockMapping {
  readonly offsetUs: number;
  readonly slopePpm: number;
}

/** A stretch of one stream in raw sensor counts: value = counts[sample * axes + axis] * scale of the axis' group. */
export interface ChunkData {
  /** UUID, lower case. */
  readonly streamId: string;
  readonly kind: StreamKind;
  readonly bodySite: BodySite;
  readonly groups: readonly AxisGroup[];
  /** Kept to 0.001 Hz. */
  readonly nominalRateHz: number;
  /** Index of the first sample within the whole stream. */
  readonly firstSampleIndex: number;
  readonly sampleCount: number;
  /** UTC us, integers, strictly increasing. */
  readonly hostUs: Float64Array;
  /** Unwrapped device time, us, integers; null where the device has no clock. */
  readonly deviceUs: Float64Array | null;
  /** sampleCount x axes, sample-major. */
  readonly counts: Int16Array;
  /** Ordered by afterSample. */
  readonly gaps: readonly ChunkGap[];
  readonly clock: ClockMapping | null;
}

/** What a reader learns without touching the payload. */
export interface ChunkHeader {
  readonly codec: ChunkCodec;
  readonly streamId: string;
  readonly kind: StreamKind;
  readonly bodySite: BodySite;
  readonly groups: readonly AxisGroup[];
  readonly axes: number;
  readonly nominalRateHz: number;
  readonly firstSampleIndex: number;
  readonly sampleCount: number;
  /** Host time of the first sample, UTC us; 0 in an empty chunk. */
  readonly firstHostUs: number;
  /** Device time of the first sample, us; null without a device clock. */
  readonly firstDeviceUs: number | null;
  readonly clock: ClockMapping | null;
  readonly gaps: readonly ChunkGap[];
  readonly payloadOffset: number;
  readonly storedBytes: number;
  /** Payload size after inflating: the bound the inflater is held to. */
  readonly inflatedBytes: number;
  readonly crc32c: number;
}

/** What a payload holds. */
export type ChunkColumns = Pick<ChunkData, 'hostUs' | 'deviceUs' | 'counts'>;

/** Columns of a checked header's size, with the first times in place. */
export function emptyColumns(header: ChunkHeader): { hostUs: Float64Array; deviceUs: Float64Array | null; counts: Int16Array } {
  const { sampleCount } = header;
  const hostUs = new Float64Array(sampleCount);
  const deviceUs = header.firstDeviceUs === null ? null : new Float64Array(sampleCount);
  if (sampleCount > 0) {
    hostUs[0] = header.firstHostUs;
    if (deviceUs !== null) deviceUs[0] = header.firstDeviceUs as number;
  }
  return { hostUs, deviceUs, counts: new Int16Array(sampleCount * header.axes) };
}

/** Bounds a header must keep before anything of its size is allocated. */
export const CHUNK_LIMITS = {
  chunkBytes: MAX_CHUNK_BYTES,
  samples: 1 << 17,
  /** samples x axes. */
  values: 1 << 19,
  gaps: 1024,
  groups: 6,
  axesPerGroup: 4,
  rateMilliHz: 2_000_000,
  /** Times stay below 2^52 us (year 2112), so that second differences are exact in a double. */
  timeUs: 2 ** 52,
  /** Longest variable-length integer of a time, bytes: 6 + 7 x 7 bits hold 53 bits and a sign. */
  timeBytes: 8,
} as const;

export function refuse(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
