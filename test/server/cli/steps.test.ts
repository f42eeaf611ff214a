import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXIT_OK, EXIT_REFUSED, EXIT_USAGE } from '#server/cli/analyze/io.ts';
import { analyzeSteps } from '#server/cli/analyze/steps.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import { runCommand } from './io.ts';

const folder = sharedData('intensity/steps');
const actilife = sharedData('intensity/accel/actilife_wrist_100hz_raw_int16.csv');

const analyze = (text: string, more: readonly string[] = []) => runCommand(analyzeSteps, ['--acc', 'a.csv', ...more], { 'a.csv': text });

/** 30 s of a two-per-second rhythm along z, in g, 20 Hz. */
const walkRows = Array.from({ length: 600 }, (_, i) => [i * 50, 0, 0, 1 + 0.3 * Math.sin(2 * Math.PI * 2 * i * 0.05)]);
const rowsOf = (perG: number) => walkRows.map(([ms, ...axes]) => [ms, ...axes.map((g) => g * perG)].join(',')).join('\n');

describe('analyze steps', () => {
  it.skipIf(folder === null)(`counts the recorded walks as they are (skipped: ${NO_SHARED_DATA})`, async () => {
    const files = readdirSync(folder ?? '').filter((name) => name.endsWith('_25hz.csv'));
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const { code, stdout } = await runCommand(analyzeSteps, ['--acc', `${folder}/${file}`]);
      const report = JSON.parse(stdout);
      expect(code).toBe(EXIT_OK);
      expect(report.unit).toBe('mg');
      expect(report.steps).toBeGreaterThan(315);
      expect(report.steps).toBeLessThan(360);
      expect(report.bouts.reduce((sum: number, bout: { steps: number }) => sum + bout.steps, 0)).toBe(report.steps);
    }
  });

  it.skipIf(actilife === null)(
    `reads whole numbers with their scale in the header and the rate in the name (skipped: ${NO_SHARED_DATA})`,
    async () => {
      const { code, stdout } = await runCommand(analyzeSteps, ['--acc', actilife as string]);
      expect(code).toBe(EXIT_OK);
      expect(JSON.parse(stdout)).toMatchObject({ unit: 'g/256', timeFrom: '100 Hz', durationS: 179.99 });
    },
  );

  it.each([
    ['t_ms,x_mg,y_mg,z_mg', 1000, []],
    ['t_ms,x_g,y_g,z_g', 1, []],
    ['t_ms,acc_x_m_s2,acc_y_m_s2,acc_z_m_s2', 9.80665, []],
    ['t_ms,x,y,z', 1000, ['--unit', 'mg']],
    ['t_ms,x,y,z (g = v/512)', 512, []],
  ])('reads %s', async (header, perG, more) => {
    const { stdout } = await analyze(`${header}\n${rowsOf(perG)}\n`, more);
    expect(JSON.parse(stdout).steps).toBeGreaterThan(57);
    expect(JSON.parse(stdout).steps).toBeLessThan(62);
    expect(JSON.parse(stdout).cadencePerMin).toBeCloseTo(120, 0);
  });

  it('has no cadence where nobody walks', async () => {
    const { stdout } = await analyze('t_s,x_g,y_g,z_g\n0,0,0,1\n1,0,0,1\n');
    expect(JSON.parse(stdout)).toMatchObject({ steps: 0, cadencePerMin: null, bouts: [] });
  });

  it.each([
    ['', [], 'a.csv: line 1'],
    ['t_ms,x_mg,y_mg,z_mg\n', [], 'a.csv: line 2: no rows'],
    ['t_ms,x,y,z\n0,0,0,1\n', [], 'a.csv: line 1, column 2 (x): no unit; name the columns x_mg, x_g or x_m_s2'],
    ['x_g,y_g,z_g\n0,0,1\n', [], 'a.csv: line 1, column 1 (x_g): no time column'],
    ['t_ms,x_mg,y_mg\n0,0,1000\n', [], 'a.csv: line 1, column 4: column z_mg is missing'],
    ['t_ms,a,b,c\n0,0,0,1\n', [], 'a.csv: line 1, column 1 (t_ms): no acceleration'],
    ['t_ms,x_mg,y_mg,z_mg\n0,0,0,1000\n40,0,oops,1000\n', [], 'a.csv: line 3, column 3 (y_mg): "oops" is not a number'],
    ['t_ms,x_mg,y_mg,z_mg\n40,0,0,1000\n0,0,0,1000\n', [], 'a.csv: line 3, column 1 (t_ms): time goes back'],
    ['t_ms,x_g,y_g,z_g\n0,0,0,1000\n', [], 'the usual acceleration is 1.00e+3 g; is the unit another one than g?'],
    ['t_ms,x_g,y_g,z_g\n0,0,0,1\n', ['--unit', 'mg'], 'column 2 (x_g): is in g, --unit says mg'],
  ])('refuses %j %j and says where', async (text, more, problem) => {
    const { code, stdout, stderr } = await analyze(text, more);
    expect([code, stdout]).toEqual([EXIT_REFUSED, '']);
    expect(stderr).toContain(problem);
  });

  it('wants a file and a known unit', async () => {
    expect((await runCommand(analyzeSteps, [])).code).toBe(EXIT_USAGE);
    expect((await analyze('', ['--unit', 'stones'])).stderr).toContain('--unit must be mg or g or m_s2');
    expect((await analyze('', ['--rate-hz', '0'])).code).toBe(EXIT_USAGE);
  });
});
