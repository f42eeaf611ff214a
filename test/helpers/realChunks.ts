import { readdirSync } from 'node:fs';
import { quantize } from '#devices/core/quantize.ts';
import { movellaDot } from '#devices/drivers/movellaDot.ts';
import type { ChunkData } from '#shared/recording/chunkData.ts';
import { type CsvColumns, readCsv } from './csv.ts';
import { sharedData } from './sharedData.ts';

const CHUNK_US = 10_000_000;
const GROUPS = movellaDot.streams[0].groups.slice(0, 2);
const AXES = GROUPS.flatMap((group) => {
  const [short, unit] = group.name === 'acceleration' ? ['acc', 'm_s2'] : ['gyr', 'rad_s'];
  return ['x', 'y', 'z'].map((axis) => ({ column: `${short}_${axis}_${unit}`, scale: group.scale }));
});
const WALL_US = 1_790_000_000_000_000;

/** Every recording of two body sensors, a sensor or a phone as 10 s chunks of int16 counts in the scales of the DOT; null without the data. */
export function realChunks(pattern = /^(broad|phone|knee)/): readonly { readonly file: string; readonly chunks: ChunkData[] }[] | null {
  const folder = sharedData('motion');
  if (folder === null) return null;
  const files = readdirSync(folder).filter((file) => pattern.test(file));
  return files.sort().map((file) => {
    const csv = readCsv(`${folder}/${file}`);
    const sensors = csv.names.includes('thigh_gyr_x_rad_s') ? ['thigh_', 'shank_'] : [''];
    return { file, chunks: sensors.flatMap((sensor, index) => chunksOf(csv, sensor, index)) };
  });
}

function chunksOf(csv: CsvColumns, sensor: string, index: number): ChunkData[] {
  const timestampUs = csv.column('timestamp_us').map(Math.round);
  const columns = AXES.map(({ column, scale }) => ({ scale, values: csv.column(`${sensor}${column}`) }));
  const rateHz = Math.round(((csv.rowCount - 1) * 1e9) / (timestampUs[csv.rowCount - 1] - timestampUs[0])) / 1000;
  const chunks: ChunkData[] = [];
  for (let first = 0; first < csv.rowCount; ) {
    let end = first;
    while (end < csv.rowCount && timestampUs[end] - timestampUs[first] < CHUNK_US) end++;
    const deviceUs = timestampUs.slice(first, end);
    const counts = Int16Array.from({ length: deviceUs.length * columns.length }, (_, i) => {
      const { values, scale } = columns[i % columns.length];
      return quantize(values[first + Math.floor(i / columns.length)], scale);
    });
    chunks.push({
      streamId: `0198f2d0-5c1a-7abc-8def-00000000000${index}`,
      kind: 'imu',
      bodySite: index === 0 ? 'thigh' : 'shank',
      groups: GROUPS,
      nominalRateHz: rateHz,
      firstSampleIndex: first,
      sampleCount: deviceUs.length,
      hostUs: deviceUs.map((us) => us + WALL_US),
      deviceUs,
      counts,
      gaps: [],
      clock: { offsetUs: WALL_US, slopePpm: 0 },
    });
    first = end;
  }
  return chunks;
}
