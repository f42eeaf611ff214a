import { textTable } from '#test/helpers/textTable.ts';
import { benchAnalysis } from './analysis.ts';
import { benchBrowser } from './browser.ts';
import { benchCardio } from './cardio.ts';
import { benchClocks } from './clocks.ts';
import { benchCodec } from './codec.ts';
import { benchDevices } from './devices.ts';
import { benchHeap } from './heap.ts';
import { benchImports } from './imports.ts';
import { benchIngest } from './ingest.ts';
import { benchMovement } from './movement.ts';
import { benchOrientation } from './orientation.ts';
import { benchPacing } from './pacing.ts';
import { benchSmoother } from './smoother.ts';
import { benchSoak } from './soak.ts';
import type { BenchRow } from './types.ts';

/** Groups by the name that `npm run bench -- NAME` takes. */
export const BENCHES: Readonly<Record<string, () => BenchRow[] | Promise<BenchRow[]>>> = {
  orientation: benchOrientation,
  heap: benchHeap,
  smoother: benchSmoother,
  movement: benchMovement,
  cardio: benchCardio,
  analysis: benchAnalysis,
  codec: benchCodec,
  devices: benchDevices,
  clocks: benchClocks,
  browser: benchBrowser,
  ingest: benchIngest,
  imports: benchImports,
  pacing: benchPacing,
  soak: benchSoak,
};

/** Takes minutes: only when it is named. */
export const ON_REQUEST = ['soak'];

/** Those of the kernels alone, without server and disk. */
export const KERNEL_BENCHES = ['orientation', 'heap', 'smoother', 'movement', 'cardio', 'analysis'];

const HEADER = ['what', 'ours', 'peer or limit', 'unit', 'ratio', 'note'];
const digits = (value: number) => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));

function cells({ what, ours, peer, unit, ratio, note }: BenchRow): string[] {
  return [what, digits(ours), peer === null ? '' : digits(peer), unit, ratio === null ? '' : ratio.toFixed(2), note];
}

/** Runs the groups one after the other and prints one table. */
export async function printBenches(names: readonly string[]): Promise<void> {
  const rows: BenchRow[] = [];
  for (const name of names) {
    process.stderr.write(`measuring ${name} ...\n`);
    rows.push(...(await BENCHES[name]()));
  }
  process.stdout.write(textTable([HEADER, ...rows.map(cells)], [1, 2, 4]));
}
