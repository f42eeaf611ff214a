import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXIT_OK, EXIT_REFUSED, EXIT_USAGE } from '#server/cli/analyze/io.ts';
import { analyzeLoad } from '#server/cli/analyze/load.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import { runCommand } from './io.ts';

const reference = sharedData('intensity/load/load_expected.json');
const analyze = (text: string) => runCommand(analyzeLoad, ['--daily', 'd'], { d: text });

/** Our name of each series of the reference. */
const SERIES = {
  rolling7: 'rolling7',
  rolling28: 'rolling28',
  acuteChronicRolling: 'acwr_coupled',
  acuteChronicUncoupled28: 'acwr_uncoupled_28',
  acuteChronicUncoupled21: 'acwr_uncoupled_21',
  ewma7: 'ewma7',
  ewma28: 'ewma28',
  acuteChronicEwma: 'acwr_ewma',
  ctl42: 'gc_ctl42',
  atl7: 'gc_atl7',
  tsbToday: 'gc_tsb_today',
  banisterResponse: 'banister_t42_7_k1_2',
};

describe('analyze load', () => {
  it.skipIf(reference === null)(`prints every series of the reference days to 1e-9 (skipped: ${NO_SHARED_DATA})`, async () => {
    const expected = JSON.parse(readFileSync(reference as string, 'utf8'));
    const { code, stdout } = await runCommand(analyzeLoad, ['--daily', reference as string]);
    const report = JSON.parse(stdout);
    expect(code).toBe(EXIT_OK);
    expect(report.dayCount).toBe(84);
    for (const [ours, theirs] of Object.entries(SERIES)) {
      expected[theirs].forEach((value: number | null, day: number) => {
        if (value === null) expect(report[ours][day], `${ours}, day ${day}`).toBeNull();
        else expect(report[ours][day], `${ours}, day ${day}`).toBeCloseTo(value, 9);
      });
    }
    expect(report.weeks.length).toBe(expected.weekly.length);
    expect(report.weeks[4].value.strainDdof1).toBeCloseTo(expected.weekly[4].strain_ddof1, 9);
  });

  it('reads CSV, where an empty cell is a day that is not known', async () => {
    const { stdout } = await analyze('date,load\n2026-01-01,60\n2026-01-02,\n2026-01-03,30\n');
    expect(JSON.parse(stdout)).toMatchObject({ dailyLoad: [60, null, 30], unknownDays: 1, rolling7: [60, 60, 45], banisterResponse: null });
  });

  it.each([
    ['', 'd: line 1: the file is empty'],
    ['load\n', 'd: line 2: no rows after the header'],
    ['load\n60\nmany\n', 'd: line 3, column 1 (load): "many" is not a number'],
    ['load\n60\n-1\n', 'd: line 3, column load: -1 is below 0'],
    ['load,mood\n60,1\n', 'd: line 1, column 2 (mood): unknown column'],
    ['{"load": 5}', 'd: field daily_load: a list of one load per day is needed'],
    ['[1, 2, "x"]', 'd: field daily_load, day 2: "x" is no load'],
    ['[]', 'd: field daily_load: no days'],
    ['[1,', 'd: not JSON'],
  ])('refuses %j and says where', async (text, problem) => {
    const { code, stdout, stderr } = await analyze(text);
    expect([code, stdout]).toEqual([EXIT_REFUSED, '']);
    expect(stderr).toContain(problem);
  });

  it('wants a file', async () => {
    expect((await runCommand(analyzeLoad, [])).code).toBe(EXIT_USAGE);
  });
});
