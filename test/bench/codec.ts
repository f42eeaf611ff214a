import { gunzipSync, gzipSync } from 'node:zlib';
import { quantize } from '#devices/core/quantize.ts';
import { movellaDot } from '#devices/drivers/movellaDot.ts';
import { decodeChunk, encodeChunk } from '#shared/recording/chunk.ts';
import type { ChunkCodec, ChunkData } from '#shared/recording/chunkData.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { sharedData } from '#test/helpers/sharedData.ts';
import type { BenchRow } from './types.ts';

const RECORDING = 'motion/knee_right_cutting.csv.gz';
const CHUNK_SAMPLES = 1000;
const ROUNDS = 5;

/** Both sensors of the recording as 10 s chunks of int16 counts, in the scales of the DOT. */
function realChunks(path: string): ChunkData[] {
  const csv = readCsv(path);
  const timestampUs = csv.column('timestamp_us');
  const groups = movellaDot.streams[0].groups.slice(0, 2);
  const chunks: ChunkData[] = [];
  for (const [index, bodySite] of (['thigh', 'shank'] as const).entries()) {
    const columns = groups.flatMap((group) => {
      const name = group.name === 'acceleration' ? ['acc', 'm_s2'] : ['gyr', 'rad_s'];
      return ['x', 'y', 'z'].map((axis) => ({ scale: group.scale, values: csv.column(`${bodySite}_${name[0]}_${axis}_${name[1]}`) }));
    });
    for (let first = 0; first < csv.rowCount; first += CHUNK_SAMPLES) {
      const sampleCount = Math.min(CHUNK_SAMPLES, csv.rowCount - first);
      const counts = new Int16Array(sampleCount * columns.length);
      for (let row = 0; row < sampleCount; row++) {
        for (let axis = 0; axis < columns.length; axis++) {
          counts[row * columns.length + axis] = quantize(columns[axis].values[first + row], columns[axis].scale);
        }
      }
      chunks.push({
        streamId: `0198f2d0-5c1a-7abc-8def-00000000000${index}`,
        kind: 'imu',
        bodySite,
        groups,
        nominalRateHz: 100,
        firstSampleIndex: first,
        sampleCount,
        hostUs: timestampUs.slice(first, first + sampleCount).map((us) => us + 1_790_000_000_000_000),
        deviceUs: timestampUs.slice(first, first + sampleCount),
        counts,
        gaps: [],
        clock: { offsetUs: 1_790_000_000_000_000, slopePpm: 0 },
      });
    }
  }
  return chunks;
}

/** What the peer stores: the same samples as float32 rows in SI units, without times. */
function floatRows(chunk: ChunkData): Uint8Array {
  const scales = chunk.groups.flatMap((group) => Array.from({ length: group.axes }, () => group.scale));
  return new Uint8Array(Float32Array.from(chunk.counts, (count, i) => count * scales[i % scales.length]).buffer);
}

interface Measured {
  readonly bytes: number;
  readonly encodeMs: number;
  readonly decodeMs: number;
}
/** Best of several rounds: the machine is shared. */
async function measure<T>(
  items: readonly T[],
  encode: (item: T) => Promise<Uint8Array>,
  decode: (bytes: Uint8Array) => Promise<unknown>,
): Promise<Measured> {
  let encodeMs = Number.POSITIVE_INFINITY;
  let decodeMs = Number.POSITIVE_INFINITY;
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const encoded: Uint8Array[] = [];
    const startMs = performance.now();
    for (const item of items) encoded.push(await encode(item));
    const middleMs = performance.now();
    for (const one of encoded) await decode(one);
    encodeMs = Math.min(encodeMs, middleMs - startMs);
    decodeMs = Math.min(decodeMs, performance.now() - middleMs);
    bytes = encoded.reduce((sum, one) => sum + one.length, 0);
  }
  return { bytes, encodeMs, decodeMs };
}

/** Size and speed of the chunk codecs on a real two-sensor recording. Megabytes are those of the same samples as float32 on both sides. */
export async function benchCodec(): Promise<BenchRow[]> {
  const path = sharedData(RECORDING);
  if (path === null) return [];
  const chunks = realChunks(path);
  const floats = chunks.map(floatRows);
  const baseBytes = floats.reduce((sum, one) => sum + one.length, 0);
  const peer = await measure(
    floats,
    async (bytes) => gzipSync(bytes),
    async (bytes) => gunzipSync(bytes),
  );
  const megabytesPerS = (ms: number): number => baseBytes / 1e6 / (ms / 1000);
  const rows: BenchRow[] = [];
  const add = (what: string, ours: number, theirs: number, unit: string, note: string): void => {
    rows.push({ what, ours, peer: theirs, unit, ratio: ours / theirs, note });
  };
  for (const codec of ['deflateRaw', 'raw'] as const satisfies readonly ChunkCodec[]) {
    const ours = await measure(chunks, (chunk) => encodeChunk(chunk, codec), decodeChunk);
    const note = `${chunks.length} chunks of 10 s, ${ours.bytes} bytes with times and header; peer: zlib gzip of the values as float32, no times`;
    add(`chunk codec ${codec}: encode`, megabytesPerS(ours.encodeMs), megabytesPerS(peer.encodeMs), 'MB/s', note);
    add(`chunk codec ${codec}: decode`, megabytesPerS(ours.decodeMs), megabytesPerS(peer.decodeMs), 'MB/s', note);
    add(`chunk codec ${codec}: size of float32 over stored`, baseBytes / ours.bytes, baseBytes / peer.bytes, 'x', note);
  }
  return rows;
}
