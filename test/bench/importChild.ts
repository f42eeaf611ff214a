import { openAsBlob, statSync } from 'node:fs';
import process from 'node:process';
import { readAppleHealth } from '#web/import/appleHealth/read.ts';

/** Reads one export and tells what it took: a process of its own, so that nobody else's memory is counted. */
export interface ImportCost {
  readonly megabytes: number;
  readonly seconds: number;
  /** Resident memory before, and the highest ever. */
  readonly baseMb: number;
  readonly peakMb: number;
  readonly sessions: number;
  readonly readings: number;
}

const path = process.argv[2];
const file = Object.assign(await openAsBlob(path), { name: 'export.xml' }) as unknown as File;
const baseMb = process.memoryUsage().rss / 1e6;
const startedMs = performance.now();
const { found, problems } = await readAppleHealth(file, { fromUs: 0, csv: null, progress: () => undefined });
const seconds = (performance.now() - startedMs) / 1000;
if (problems.count > 0) throw new Error(JSON.stringify(problems.first[0]));
const cost: ImportCost = {
  megabytes: statSync(path).size / 1e6,
  seconds,
  baseMb,
  peakMb: (process.resourceUsage().maxRSS * 1024) / 1e6,
  sessions: found.length,
  readings: found.reduce((sum, { streams }) => sum + (streams[0]?.samples.sampleCount ?? 0), 0),
};
process.stdout.write(JSON.stringify(cost));
