import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { daysFor, writeHealthExport } from '#test/helpers/appleHealthFile.ts';
import { tempFolder } from '#test/helpers/tempStore.ts';
import type { ImportCost } from './importChild.ts';
import type { BenchRow } from './types.ts';

/** IMPORT_MB=250 measures a smaller file: memory does not depend on its size, only on the time that is asked for. */
const MEGABYTES = Number(process.env.IMPORT_MB ?? 1000);
const LIMIT_MB = 200;
/** A file may take a person's minute, so 1 GB in 60 s. */
const LEAST_MB_PER_S = 1000 / 60;
const CHILD = fileURLToPath(new URL('./importChild.ts', import.meta.url));

/** A whole Apple Health export with every workout in it, read by a process of its own. */
export async function benchImports(): Promise<BenchRow[]> {
  const folder = tempFolder();
  const path = join(folder.path, 'export.xml');
  await writeHealthExport(path, { seed: 1, firstDayMs: Date.UTC(2019, 0, 1), days: daysFor(1e6 * MEGABYTES, 1) });
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, path]);
  folder.remove();
  const { megabytes, seconds, baseMb, peakMb, sessions, readings } = JSON.parse(stdout) as ImportCost;
  const size = `${(megabytes / 1000).toPrecision(3)} GB`;
  const what = `${sessions.toLocaleString('en')} workouts with ${readings.toLocaleString('en')} heart rates`;
  return [
    {
      what: `import: Apple Health ${size}, memory`,
      ours: peakMb - baseMb,
      peer: LIMIT_MB,
      unit: 'MB',
      ratio: (peakMb - baseMb) / LIMIT_MB,
      note: `${what}; highest resident set (${Math.round(peakMb)} MB) less that of the bare runtime (${Math.round(baseMb)} MB); limit: the promise`,
    },
    {
      what: `import: Apple Health ${size}, speed`,
      ours: megabytes / seconds,
      peer: LEAST_MB_PER_S,
      unit: 'MB/s',
      ratio: megabytes / seconds / LEAST_MB_PER_S,
      note: `${Math.round(seconds)} s; limit: 1 GB in a minute`,
    },
  ];
}
