import { deflateRawSync, gzipSync } from 'node:zlib';
import type { ChunkData } from '#shared/recording/chunkData.ts';

/** Bytes that other formats need for the values of a chunk, without times and header (platform.md, table of sizes). */
export const PEER_SIZES: Readonly<Record<string, (chunk: ChunkData) => number>> = {
  'gzip of float32': (chunk) => gzipSync(floatRows(chunk)).length,
  'int16 second differences, gzip': (chunk) =>
    gzipSync(new Uint8Array(columns(chunk).flatMap((c) => [...bytesOf(secondDifferences(c))]))).length,
  'int16 byte planes of differences, deflate': (chunk) => deflateRawSync(planes(chunk)).length,
  'Parquet DELTA_BINARY_PACKED': (chunk) => columns(chunk).reduce((sum, column) => sum + deltaBinaryPackedBytes(column), 0),
  'Gorilla (float64 XOR)': (chunk) => Math.ceil(columns(chunk).reduce((sum, column) => sum + gorillaBits(column), 0) / 8),
};

export function floatRows(chunk: ChunkData): Uint8Array {
  const scales = chunk.groups.flatMap((group) => Array.from({ length: group.axes }, () => group.scale));
  return new Uint8Array(Float32Array.from(chunk.counts, (count, i) => count * scales[i % scales.length]).buffer);
}

function columns({ counts, groups }: ChunkData): Int16Array[] {
  const axes = groups.reduce((sum, group) => sum + group.axes, 0);
  return Array.from({ length: axes }, (_, axis) => counts.filter((_count, i) => i % axes === axis));
}

function secondDifferences(column: Int16Array): Int16Array {
  return column.map((count, i) => count - 2 * (column[i - 1] ?? 0) + (column[i - 2] ?? 0));
}

function bytesOf(values: Int16Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Low bytes of all first differences, then their high bytes. */
function planes(chunk: ChunkData): Uint8Array {
  const all = columns(chunk).map((column) => column.map((count, i) => count - (column[i - 1] ?? 0)));
  return Uint8Array.from([...all.flatMap((c) => [...c].map((v) => v & 255)), ...all.flatMap((c) => [...c].map((v) => (v >> 8) & 255))]);
}

/** Apache Parquet, Encodings, DELTA_BINARY_PACKED: blocks of 128 in 4 miniblocks, each bit-packed by its largest delta over the block's least. */
function deltaBinaryPackedBytes(column: Int16Array): number {
  let bytes = 10;
  for (let from = 1; from < column.length; from += 128) {
    const deltas = Array.from(column.subarray(from, from + 128), (count, i) => count - column[from + i - 1]);
    const least = Math.min(...deltas);
    bytes += 3 + 4;
    for (let mini = 0; mini < deltas.length; mini += 32) {
      const widest = Math.max(...deltas.slice(mini, mini + 32)) - least;
      bytes += 4 * (32 - Math.clz32(widest));
    }
  }
  return bytes;
}

/** Pelkonen et al., Gorilla, VLDB 2015 (doi 10.14778/2824032.2824078), section 4.1.2: XOR of the doubles. */
function gorillaBits(column: Int16Array): number {
  const view = new DataView(new ArrayBuffer(8));
  let before = 0n;
  let lead = 65;
  let trail = 0;
  let bits = 0;
  for (let i = 0; i < column.length; i++) {
    view.setFloat64(0, column[i]);
    const now = view.getBigUint64(0);
    const xor = now ^ before;
    before = now;
    if (i === 0) bits += 64;
    else if (xor === 0n) bits += 1;
    else {
      const text = xor.toString(2).padStart(64, '0');
      const leading = Math.min(31, text.indexOf('1'));
      const trailing = 63 - text.lastIndexOf('1');
      if (leading >= lead && trailing >= trail) bits += 2 + (64 - lead - trail);
      else {
        lead = leading;
        trail = trailing;
        bits += 2 + 5 + 6 + (64 - leading - trailing);
      }
    }
  }
  return bits;
}
