import { partOf, type RecordedStream } from '#shared/analysis/recordedStream.ts';
import { MAX_CHUNK_BYTES } from '#shared/schema/chunk.ts';
import { axisCount } from '#shared/schema/stream.ts';
import { makeRow } from '#web/live/chunkWriter.ts';
import type { ChunkRow } from '#web/store/db.ts';

/** A sample that cannot be packed at all takes its counts and the longest form of its time. */
const TIME_BYTES = 8;
const HEADER_ROOM_BYTES = 4096;

/** A whole stream of a file as chunks, each as large as one may be: nothing has to be saved from a crash second by second. */
export async function chunksOf(recorded: RecordedStream): Promise<ChunkRow[]> {
  const { stream, samples } = recorded;
  const size = Math.floor((MAX_CHUNK_BYTES - HEADER_ROOM_BYTES) / (TIME_BYTES + 2 * axisCount(stream.groups)));
  const rows: ChunkRow[] = [];
  for (let from = 0; from < samples.sampleCount; from += size) {
    const part = partOf(recorded, from, Math.min(samples.sampleCount, from + size));
    const { kind, bodySite, groups, nominalRateHz } = stream;
    const chunk = { streamId: stream.id, kind, bodySite, groups, nominalRateHz, firstSampleIndex: from, ...part };
    rows.push(await makeRow(stream.sessionId, rows.length, { ...chunk, deviceUs: null, gaps: [], clock: null }));
  }
  return rows;
}
