import process from 'node:process';
import { benchAnalysis } from './analysis.ts';
import { benchCodec } from './codec.ts';
import { benchIngest } from './ingest.ts';
import { benchOrientation } from './orientation.ts';
import type { BenchRow } from './types.ts';

/** `npm run bench [name ...]`: every measurement beside its peer, from this run on this computer. */
const BENCHES: Readonly<Record<string, () => BenchRow[] | Promise<BenchRow[]>>> = {
  orientation: benchOrientation,
  analysis: benchAnalysis,
  codec: benchCodec,
  ingest: benchIngest,
};

const HEADER = ['what', 'ours', 'peer', 'unit', 'ratio', 'note'];

function cells({ what, ours, peer, unit, ratio, note }: BenchRow): string[] {
  return [what, digits(ours), peer === null ? '' : digits(peer), unit, ratio === null ? '' : ratio.toFixed(2), note];
}

const digits = (value: number) => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));

function table(lines: readonly (readonly string[])[]): string {
  const widths = HEADER.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const isNumber = (column: number) => column === 1 || column === 2 || column === 4;
  return lines
    .map((line) =>
      line
        .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(BENCHES);
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}.\n`);
  process.exit(1);
}
const rows: BenchRow[] = [];
for (const name of names) {
  process.stderr.write(`measuring ${name} ...\n`);
  rows.push(...(await BENCHES[name]()));
}
process.stdout.write(`${table([HEADER, ...rows.map(cells)])}\n`);
