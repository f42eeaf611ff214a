import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import { measureAccuracy } from './measure.ts';
import { markdownReport, terminalTable } from './report.ts';

const USAGE = `usage: npm run accuracy -- [--data DIR] [--out DIR] [--bench]
  --data DIR   recordings, found by name (default ../shared/data)
  --out DIR    where accuracy.md and its pictures go (default docs; with --data nothing is written unless told)
  --bench      the speed table too
Exits 0 where the default data is not beside the project (nothing is written then), 1 where DIR has no known recording.
`;

const { values } = parseArgs({
  options: { data: { type: 'string' }, out: { type: 'string' }, bench: { type: 'boolean' }, help: { type: 'boolean' } },
});

if (values.help) process.stdout.write(USAGE);
else process.exitCode = await main();

async function main(): Promise<number> {
  const data = values.data ?? sharedData('');
  const docs = fileURLToPath(new URL('../../docs', import.meta.url));
  const code = data === null ? absent() : accuracy(data, values.out ?? (values.data === undefined ? docs : null));
  if (values.bench) {
    const { KERNEL_BENCHES, printBenches } = await import('#test/bench/benches.ts');
    await printBenches(KERNEL_BENCHES);
  }
  return code;
}

function absent(): number {
  process.stdout.write(`Nothing measured: ${NO_SHARED_DATA}. docs/accuracy.md stays as it is; --data DIR names another folder.\n`);
  return 0;
}

function accuracy(data: string, out: string | null): number {
  const { sections, missing } = measureAccuracy(data, (title) => process.stderr.write(`measuring: ${title} ...\n`));
  if (sections.length === 0) {
    process.stderr.write(`Nothing measured: ${data} has no known recording.\n`);
    return 1;
  }
  process.stdout.write(terminalTable(sections));
  if (missing.length > 0) process.stdout.write(`No recordings for: ${missing.join('; ')}.\n`);
  if (out === null) return 0;
  const plots = join(out, 'accuracy');
  mkdirSync(plots, { recursive: true });
  for (const { file, svg } of sections.flatMap((section) => section.plots)) writeFileSync(join(plots, file), svg);
  writeFileSync(join(out, 'accuracy.md'), markdownReport(sections, 'accuracy'));
  return 0;
}
