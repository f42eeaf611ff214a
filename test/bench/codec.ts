import { gunzipSync, gzipSync } from 'node:zlib';
import { decodeChunk, encodeChunk } from '#shared/recording/chunk.ts';
import type { ChunkCodec, ChunkData } from '#shared/recording/chunkData.ts';
import { realChunks } from '#test/helpers/realChunks.ts';
import { floatRows, PEER_SIZES } from './codecPeers.ts';
import type { BenchRow } from './types.ts';

const ROUNDS = 8;

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

const sum = (chunks: readonly ChunkData[], bytesOf: (chunk: ChunkData) => number) => chunks.reduce((all, chunk) => all + bytesOf(chunk), 0);

/** Sizes beside other formats on every recording, speed on the two-sensor one. Megabytes are those of the same values as float32. */
export async function benchCodec(): Promise<BenchRow[]> {
  const recordings = realChunks();
  if (recordings === null) return [];
  const rows: BenchRow[] = [];
  const speed = recordings.find(({ file }) => file.startsWith('knee')) ?? recordings[0];
  const floats = speed.chunks.map(floatRows);
  const baseBytes = floats.reduce((all, one) => all + one.length, 0);
  const gzip = await measure(
    floats,
    async (bytes) => gzipSync(bytes),
    async (bytes) => gunzipSync(bytes),
  );
  const megabytesPerS = (ms: number): number => baseBytes / 1e6 / (ms / 1000);
  for (const codec of ['golomb', 'deflateRaw', 'raw'] as const satisfies readonly ChunkCodec[]) {
    const ours = await measure(speed.chunks, (chunk) => encodeChunk(chunk, codec), decodeChunk);
    for (const way of ['encode', 'decode'] as const) {
      const [mine, peer] = [megabytesPerS(ours[`${way}Ms`]), megabytesPerS(gzip[`${way}Ms`])];
      rows.push({
        what: `chunk codec ${codec}: ${way}`,
        ours: mine,
        peer,
        unit: 'MB/s',
        ratio: mine / peer,
        note: 'peer: zlib gzip of float32',
      });
    }
  }
  for (const { file, chunks } of recordings) {
    const bytes = (await Promise.all(chunks.map((chunk) => encodeChunk(chunk, 'golomb')))).reduce((all, one) => all + one.length, 0);
    const float32 = sum(chunks, (chunk) => floatRows(chunk).length);
    const peers = Object.entries(PEER_SIZES).map(([name, size]) => ({ name, smaller: float32 / sum(chunks, size) }));
    const best = peers.reduce((a, b) => (b.smaller > a.smaller ? b : a));
    rows.push({
      what: `times smaller than float32: ${file.replace(/\.csv\.gz$/, '')}`,
      ours: float32 / bytes,
      peer: best.smaller,
      unit: 'x',
      ratio: float32 / bytes / best.smaller,
      note: `ours with header and times; without: ${peers.map(({ name, smaller }) => `${name} ${smaller.toFixed(2)}`).join(', ')}`,
    });
  }
  return rows;
}
