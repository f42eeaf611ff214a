import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyzeHeart } from '#server/cli/analyze/heart.ts';
import { EXIT_OK, EXIT_REFUSED, EXIT_USAGE } from '#server/cli/analyze/io.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import { runCommand } from './io.ts';

const recording = sharedData('intensity/hr/exercise_hr_1hz.csv');
const PROFILE = JSON.stringify({
  ageYears: 40,
  sex: 'male',
  massKg: 80,
  restingHeartRateBpm: 70,
  measuredMaxHeartRateBpm: 180,
  betaBlocker: false,
});
const analyze = (hr: string, profile = PROFILE, more: readonly string[] = []) =>
  runCommand(analyzeHeart, ['--hr', 'hr.csv', '--profile', 'p.json', ...more], { 'hr.csv': hr, 'p.json': profile });

describe('analyze heart', () => {
  it.skipIf(recording === null)(`prints classes, load and recovery of a recorded exercise test (skipped: ${NO_SHARED_DATA})`, async () => {
    const args = ['--hr', recording as string, '--profile', 'p.json', '--from-s', '365.6', '--to-s', '2169.9'];
    const { code, stdout } = await runCommand(analyzeHeart, args, { 'p.json': PROFILE });
    const expected = JSON.parse(readFileSync(sharedData('intensity/hr/exercise_hr_expected.json') as string, 'utf8'));
    const report = JSON.parse(stdout);
    expect(code).toBe(EXIT_OK);
    // The CSV is printed with four digits.
    expect(report.meanBpm).toBeCloseTo(expected.mean_hr_exercise, 4);
    expect(report.meanReservePct).toBeCloseTo(expected.pct_hrr_exercise_mean, 4);
    expect(report.usableS).toBeCloseTo(1804, 6);
    expect(report.zones.seconds.veryLight).toBeCloseTo(expected.acsm_hrr_seconds.very_light, 6);
    expect(report.zones.seconds.light).toBeCloseTo(expected.acsm_hrr_seconds.light, 6);
    expect(report.trimpBanister).toMatchObject({ variant: 'banisterMen' });
    expect(report.trimpBanister.load).toBeCloseTo(expected.banister_per_second.m, 4);
    expect(report.trimpBanisterVariants[1].load).toBeCloseTo(expected.banister_per_second.f, 4);
    expect(report.trimpBanisterVariants[2]).toMatchObject({ variant: 'banisterGoldenCheetah' });
    expect(report.trimpBanisterVariants[2].load).toBeCloseTo(expected.banister_per_second.f_gc, 4);
    expect(report.drift.heartRateDriftEarlyLatePct).toBeCloseTo(expected.drift.pct, 3);
    expect(report.drift.heartRateDriftHalvesPct).toBeCloseTo(expected.drift.halves_pct, 3);
    expect(report.zones.expectedSeconds).toEqual(report.zones.seconds);
    expect(report.missing).toEqual({
      trimpLucia: 'firstThresholdBpm and secondThresholdBpm are not known',
      efficiencyDriftPct: 'the file has no column power_w',
      atEqualWork: 'the file has no column power_w',
    });
    expect(report.trimpEdwards).toBeCloseTo(expected.edwards[0], 6);
    expect(report.recovery.fall60sBpm).toBeCloseTo(expected.hrr.hrr60, 3);
    expect(report.recovery.fall120sBpm).toBeCloseTo(expected.hrr.hrr120, 3);
  });

  it('leaves out what the profile does not allow, and says the standard error of an age formula', async () => {
    const { stdout } = await analyze('t_s,hr_bpm\n0,100\n1,102\n', '{"ageYears":50}');
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ zones: null, meanReservePct: null, trimpBanister: null, energyKeytel: null, recovery: null });
    expect(report.maxHeartRate).toEqual({ maxHeartRateBpm: 173, source: 'tanaka', seeBpm: 11.4 });
  });

  it('carries the standard error of the maximum into the classes', async () => {
    const rows = Array.from({ length: 61 }, (_, i) => `${i},115`).join('\n');
    const { stdout } = await analyze(`t_s,hr_bpm\n${rows}\n`, '{"ageYears":50,"restingHeartRateBpm":60}');
    const { zones } = JSON.parse(stdout);
    expect(zones.fromBpm.moderate).toBeCloseTo(105.2, 9);
    expect(zones.fromBpmRange.moderate[0]).toBeCloseTo(105.2 - 0.4 * 11.4, 9);
    expect(zones.fromBpmRange.moderate[1]).toBeCloseTo(105.2 + 0.4 * 11.4, 9);
    expect(zones.seconds.moderate).toBe(60);
    expect(zones.expectedSeconds.moderate).toBeGreaterThan(50);
    expect(zones.expectedSeconds.moderate).toBeLessThan(60);
    expect(Object.values<number>(zones.expectedSeconds).reduce((sum, value) => sum + value, 0)).toBeCloseTo(60, 4);
  });

  it('has a mean over time, not over samples, and none of a single one', async () => {
    const dense = Array.from({ length: 40 }, (_, i) => `${(i / 10).toFixed(1)},100`).join('\n');
    const sparse = [4, 5, 6, 7].map((second) => `${second},150`).join('\n');
    expect(JSON.parse((await analyze(`t_s,hr_bpm\n${dense}\n${sparse}\n`)).stdout).meanBpm).toBeCloseTo((100 * 3.9 + 150 * 3.1) / 7, 9);
    const single = JSON.parse((await analyze('t_s,hr_bpm\n0,90\n')).stdout);
    expect(single).toMatchObject({ meanBpm: null, meanReservePct: null, missing: { meanBpm: 'no two samples within 5 s' } });
  });

  it('says the reason of everything that is null', async () => {
    const { missing } = JSON.parse((await analyze('t_s,hr_bpm\n0,100\n1,102\n', '{"ageYears":50}')).stdout);
    expect(missing.zones).toBe('restingHeartRateBpm is not known');
    expect(missing.energyKeytel).toBe('the formula is published for female and male');
    expect(missing.heartRateDriftEarlyLatePct).toBe('the exercise is shorter than 15 min');
    expect(missing.recovery).toContain('--to-s');
  });

  it('tells drift at equal work and of efficiency where there is power, and Lucia where thresholds were measured', async () => {
    const rows = Array.from({ length: 2401 }, (_, i) => `${i},${i < 1200 ? 110 : 121},${i % 7 === 0 ? '' : 50}`).join('\n');
    const profile = PROFILE.replace('}', ',"firstThresholdBpm":115,"secondThresholdBpm":150}');
    const report = JSON.parse((await analyze(`t_s,hr_bpm,power_w\n${rows}\n`, profile)).stdout);
    expect(report.drift.atEqualWork.heartRateDriftPct).toBeCloseTo(10, 6);
    expect(report.drift.atEqualWork.workRatio).toBeCloseTo(1, 9);
    // Minutes 10-25 hold 10 at 110 and 5 at 121 bpm, minutes 25-40 only 121.
    expect(report.drift.efficiencyDriftPct).toBeCloseTo(100 * (1 - (110 * 2 + 121) / 3 / 121), 1);
    expect(report.trimpLucia).toBeCloseTo(20 + 2 * 20, 1);
  });

  it('names gaps and does not integrate over them', async () => {
    const report = JSON.parse((await analyze('t_s,hr_bpm\n0,100\n5,100\n20,100\n21,100\n')).stdout);
    expect(report.gaps).toEqual([{ fromS: 5, toS: 20 }]);
    expect(report.usableS).toBeCloseTo(6, 9);
  });

  it.each([
    ['', PROFILE, 'hr.csv: line 1: the file is empty'],
    ['t_s,hr_bpm\n', PROFILE, 'hr.csv: line 2: no rows'],
    ['t_ms,hr_bpm\n0,90\n', PROFILE, 'hr.csv: line 1, column 1 (t_ms): wrong unit; this command reads t_s'],
    ['t_s,hr_bpm\n0,90\n1,\n', PROFILE, 'hr.csv: line 3, column 2 (hr_bpm): empty is not a number'],
    ['t_s,hr_bpm\n1,90\n0,91\n', PROFILE, 'hr.csv: line 3, column 1 (t_s): time goes back'],
    ['t_s,hr_bpm\n0,90\n1,0\n', PROFILE, 'hr.csv: line 3, column hr_bpm: 0 is not from 20 to 260 bpm'],
    ['t_s,hr_bpm\n0,90\n', '{"sex":"male",\n oops}', 'p.json: line 2, column 2: not JSON'],
    ['t_s,hr_bpm\n0,90\n', '{"restingHeartRateBpm":700}', 'p.json: field restingHeartRateBpm:'],
    ['t_s,hr_bpm\n0,90\n', '{"restHr":70}', 'this command reads'],
  ])('refuses %j with %j and says where', async (hr, profile, problem) => {
    const { code, stdout, stderr } = await analyze(hr, profile);
    expect([code, stdout]).toEqual([EXIT_REFUSED, '']);
    expect(stderr).toContain(problem);
  });

  it('wants both files and an existing stretch', async () => {
    expect((await runCommand(analyzeHeart, ['--hr', 'x'])).code).toBe(EXIT_USAGE);
    expect((await analyze('t_s,hr_bpm\n0,90\n', PROFILE, ['--from-s', '50'])).stderr).toContain('no heart rate between');
  });
});
