import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { EXIT_OK, EXIT_REFUSED, EXIT_USAGE } from '#server/cli/analyze/io.ts';
import { analyzeRr } from '#server/cli/analyze/rr.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import { runCommand } from './io.ts';

const rest = sharedData('intensity/hrv/rest_rri.txt');

describe('analyze rr', () => {
  it.skipIf(rest === null)(`prints HRV of a recording (skipped: ${NO_SHARED_DATA})`, async () => {
    const { code, stdout } = await runCommand(analyzeRr, ['--rr', rest as string]);
    const expected = JSON.parse(readFileSync(sharedData('intensity/hrv/hrv_expected.json') as string, 'utf8')).time_domain.rest_rri;
    const report = JSON.parse(stdout);
    expect(code).toBe(EXIT_OK);
    expect(report.intervalCount).toBe(910);
    expect(report.recorded.rmssdMs).toBeCloseTo(expected.rmssd, 9);
    expect(report.recorded.sdnnMs).toBeCloseTo(expected.sdnn, 9);
    expect(report.artefacts.pct).toBeLessThan(5);
    expect(report.corrected.beatCount).toBe(910);
  });

  it.skipIf(rest === null)(`prints DFA alpha1 of both ways to lay the windows (skipped: ${NO_SHARED_DATA})`, async () => {
    const expected = JSON.parse(readFileSync(sharedData('intensity/hrv/hrv_expected.json') as string, 'utf8'));
    const atRest = JSON.parse((await runCommand(analyzeRr, ['--rr', rest as string])).stdout).dfaAlpha1.recorded;
    expect(atRest.sideBySide.value).toBeCloseTo(expected.dfa_alpha1_nonoverlap_4_16.rest_rri, 9);
    expect(atRest.halfOverlap.value).toBeCloseTo(expected.dfa_alpha1_overlap50_4_16.rest_rri, 9);
    const args = ['--rr', sharedData('intensity/hrv/exercise_rri.txt') as string, '--first', '300'];
    const exercise = JSON.parse((await runCommand(analyzeRr, args)).stdout);
    expect(exercise.intervalCount).toBe(300);
    expect(exercise.dfaAlpha1.recorded.sideBySide.value).toBeCloseTo(expected.dfa_alpha1_nonoverlap_4_16.exercise_rri_first300, 9);
  });

  it('hides DFA alpha1 above 5 % artefacts and says why', async () => {
    const rr = Array.from({ length: 200 }, (_, i) => (i % 15 === 7 ? 1650 : 800 + ((i * 37) % 23)));
    const report = JSON.parse((await runCommand(analyzeRr, ['--rr', 'f'], { f: rr.join('\n') })).stdout);
    expect(report.artefacts.pct).toBeGreaterThan(5);
    expect(report.dfaAlpha1.corrected.sideBySide.value).toBeNull();
    expect(report.dfaAlpha1.corrected.sideBySide.reason).toContain('% artefacts; at most 5 % are allowed');
  });

  it('says why there is no HRV of two intervals', async () => {
    const report = JSON.parse((await runCommand(analyzeRr, ['--rr', 'f'], { f: '800\n810\n' })).stdout);
    expect(report).toMatchObject({ recorded: null, corrected: null, missing: { recorded: '2 intervals; 3 are needed' } });
    expect(report.dfaAlpha1.corrected.halfOverlap.reason).toBe('2 intervals; 64 are needed');
  });

  it('repairs a missed beat', async () => {
    const rr = Array.from({ length: 120 }, (_, i) => 800 + ((i * 37) % 23));
    rr.splice(60, 2, rr[60] + rr[61]);
    const { stdout } = await runCommand(analyzeRr, ['--rr', 'f'], { f: `rr_ms\n${rr.join('\n')}\n` });
    const report = JSON.parse(stdout);
    expect(report.artefacts.missed).toEqual([61]);
    expect(report.recorded.beatCount).toBe(119);
    expect(report.corrected.beatCount).toBe(120);
    expect(report.corrected.rmssdMs).toBeLessThan(report.recorded.rmssdMs / 4);
  });

  it.each([
    ['', 'f: line 1: the file is empty'],
    ['rr_ms\n', 'f: line 2: no rows after the header'],
    ['rr_s\n0.8\n', 'f: line 1, column 1 (rr_s): wrong unit; this command reads rr_ms'],
    ['800\n\n810\n', 'f: line 2, column 1 (rr_ms): empty is not a number'],
    ['800\nNaN\n', 'f: line 2, column 1 (rr_ms): "NaN" is not a number'],
    ['NaN\n', 'f: line 1, column 1 (rr_ms): "NaN" is not a number'],
    ['0.8\n0.81\n', 'f: line 1, column 1 (rr_ms): 0.8 is not an RR interval in ms'],
    ['800,810\n', 'f: line 1, column 1 (rr_ms): "800,810" is not a number'],
  ])('refuses %j and says where', async (text, problem) => {
    const { code, stdout, stderr } = await runCommand(analyzeRr, ['--rr', 'f'], { f: text });
    expect([code, stdout]).toEqual([EXIT_REFUSED, '']);
    expect(stderr).toContain(problem);
  });

  it('wants a file', async () => {
    expect((await runCommand(analyzeRr, [])).code).toBe(EXIT_USAGE);
    expect((await runCommand(analyzeRr, ['--rr', '/nowhere/x.txt'])).stderr).toContain('/nowhere/x.txt: cannot be read');
  });

  it('reads gzip', async () => {
    let out = '';
    const bytes = gzipSync('800\n810\n805\n');
    await analyzeRr(['--rr', 'f'], {
      stdout: (text) => (out += text),
      stderr: () => {},
      readFile: async () => bytes,
      writeFile: async () => {},
    });
    expect(JSON.parse(out).intervalCount).toBe(3);
  });
});
