import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { documentText } from './document.ts';
import { readOptions } from './options.ts';
import { plotSvg } from './plot.ts';
import { pacingEngine } from './policies/pacingEngine.ts';
import { runJobs } from './pool.ts';
import { resultsText } from './results.ts';
import { scenarios } from './scenarios.ts';

/** `npm run simulate`: the tables, and with the default options docs/simulation.md and its plot. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const { named, random } = scenarios(options);
  const jobs = [...named, ...random];
  const startedMs = performance.now();
  const reports = await runJobs(jobs, Math.min(2, availableParallelism()), (done) =>
    process.stderr.write(`\r${done} of ${jobs.length} worlds, ${((performance.now() - startedMs) / 1000).toFixed(0)} s`),
  );
  process.stderr.write('\n');
  const results = { named: reports.slice(0, named.length), random: reports.slice(named.length), options };
  process.stdout.write(`${resultsText(results)}\n`);
  if (!options.standard) return;
  const docs = new URL('../../docs/', import.meta.url);
  writeFileSync(new URL('simulation.svg', docs), plotSvg(results.named[0], results.random, pacingEngine.id));
  writeFileSync(new URL('simulation.md', docs), documentText(results));
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
