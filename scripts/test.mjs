// `npm test`: everything. Installs what is missing (browser included), then format, lint, types, unit tests, build, browser journeys.
// Ends with one line: N passed, N failed.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { ensureBrowser, ensureBuild, ensurePackages, node, run } from './bootstrap.mjs';

ensurePackages();
ensureBrowser();

let passed = 0;
let failed = 0;
let skipped = 0;
const reports = mkdtempSync(join(tmpdir(), 'evenpace-test-'));

function step(name, script, args) {
  process.stdout.write(`\n== ${name}\n`);
  if (run(node, [script, ...args]) === 0) passed += 1;
  else failed += 1;
}

function vitest(project) {
  process.stdout.write(`\n== ${project} tests\n`);
  const file = join(reports, `${project}.json`);
  const status = run(node, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    passed += report.numPassedTests;
    failed += report.numFailedTests;
    skipped += report.numPendingTests + (report.numTodoTests ?? 0);
    if (status !== 0 && report.numFailedTests === 0) failed += 1;
  } catch {
    process.stderr.write(`The ${project} tests left no report.\n`);
    failed += 1;
  }
}

step('format and lint', 'node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']);
step('types', 'node_modules/typescript/bin/tsc', ['--noEmit']);
vitest('unit');
ensureBuild();
vitest('browser');

rmSync(reports, { recursive: true, force: true });
process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exit(failed === 0 ? 0 : 1);
