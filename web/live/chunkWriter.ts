import type { StreamSamples } from '#shared/analysis/types.ts';
import { encodeChunk } from '#shared/recording/chunk.ts';
import type { ChunkData, ChunkGap, ClockMapping, GapReason } from '#shared/recording/chunkData.ts';
import { thinChunk } from '#shared/recording/thin.ts';
import { axisCount, type Stream } from '#shared/schema/stream.ts';
import type { ChunkRow } from '#web/store/db.ts';
import { sha256Hex } from '#web/store/hash.ts';

/** A chunk is closed when it spans this long, us. With the tick of a second that looks for old ones, samples are stored within 10 s. */
const SPAN_US = 9_000_000;
/** ... or holds this many values: 120 KB raw, half of what a chunk may weigh. */
const MAX_VALUES = 60_000;
const MAX_GAPS = 1000;

/** Samples as they will be stored, with the sensor's own times beside them. */
export interface StoredSamples extends StreamSamples {
  readonly deviceUs: Float64Array | null;
  readonly clock: ClockMapping | null;
}

export interface ChunkWriter {
  push(samples: StoredSamples, gap: GapReason | null): void;
  /** Closes the open chunk when it is old enough, though no sample came to close it. */
  age(nowUs: number): void;
  /** Closes the open chunk now: the page may be about to go. */
  cut(): void;
}

/** A chunk that takes no more samples. Its place in the stream is given when it is written: one that is dropped leaves no hole. */
export interface ClosedChunk {
  /** Time of its first sample. */
  readonly fromUs: number;
  /** Encodes it as the next of its stream, `every` samples made one (shared/recording/thin.ts). */
  row(every: number): Promise<ChunkRow>;
  /** This row of it is written. */
  kept(row: ChunkRow): void;
  /** It never will be: the next one that is written begins with a gap. */
  dropped(): void;
}

/** Collects one stream's samples into chunks; `write` gets each closed chunk, to be settled one after the other. */
export function createChunkWriter(stream: Stream, write: (closed: ClosedChunk) => void): ChunkWriter {
  const axes = axisCount(stream.groups);
  let parts: StoredSamples[] = [];
  let gaps: ChunkGap[] = [];
  let sampleCount = 0;
  let firstSampleIndex = 0;
  let sequence = 0;
  let dropped = false;

  function cut(): void {
    if (sampleCount === 0) return;
    const chunk: ChunkData = {
      streamId: stream.id,
      kind: stream.kind,
      bodySite: stream.bodySite,
      groups: stream.groups,
      nominalRateHz: stream.nominalRateHz,
      firstSampleIndex: 0,
      sampleCount,
      hostUs: joinTimes(parts.map((part) => part.hostUs)),
      deviceUs: parts.every((part) => part.deviceUs !== null) ? joinTimes(parts.map((part) => part.deviceUs as Float64Array)) : null,
      counts: joinCounts(parts, sampleCount * axes),
      gaps,
      clock: parts[parts.length - 1].clock,
    };
    parts = [];
    gaps = [];
    sampleCount = 0;
    write({
      fromUs: chunk.hostUs[0],
      row: (every) => {
        const before: ChunkGap[] = dropped ? [{ afterSample: -1, reason: 'storage' }] : [];
        const stored = thinChunk(chunk, every);
        return makeRow(stream.sessionId, sequence, { ...stored, firstSampleIndex, gaps: [...before, ...stored.gaps] });
      },
      kept: ({ sampleCount: stored }) => {
        sequence++;
        firstSampleIndex += stored;
        dropped = false;
      },
      dropped: () => {
        dropped = true;
      },
    });
  }

  return {
    cut,
    age: (nowUs) => {
      if (sampleCount > 0 && nowUs - parts[0].hostUs[0] >= SPAN_US) cut();
    },
    push: (samples, gap) => {
      if (samples.sampleCount === 0) return;
      if (gap !== null) gaps.push({ afterSample: sampleCount - 1, reason: gap });
      parts.push(samples);
      sampleCount += samples.sampleCount;
      const spanUs = samples.hostUs[samples.sampleCount - 1] - parts[0].hostUs[0];
      if (spanUs >= SPAN_US || sampleCount * axes >= MAX_VALUES || gaps.length >= MAX_GAPS) cut();
    },
  };
}

function joinTimes(parts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function joinCounts(parts: readonly StoredSamples[], length: number): Int16Array {
  const out = new Int16Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part.counts, at);
    at += part.counts.length;
  }
  return out;
}

/** A chunk as it is kept and sent. */
export async function makeRow(sessionId: string, sequence: number, chunk: ChunkData): Promise<ChunkRow> {
  const bytes = await encodeChunk(chunk, 'golomb');
  return {
    sessionId,
    streamId: chunk.streamId,
    sequence,
    bytes,
    sha256Hex: await sha256Hex(bytes),
    byteLength: bytes.length,
    sampleCount: chunk.sampleCount,
    fromUs: chunk.hostUs[0],
    toUs: chunk.hostUs[chunk.sampleCount - 1],
  };
}
