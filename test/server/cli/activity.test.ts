import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyzeActivity } from '#server/cli/analyze/activity.ts';
import { EXIT_OK, EXIT_REFUSED, EXIT_USAGE } from '#server/cli/analyze/io.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import { runCommand } from './io.ts';

const recording = sharedData('intensity/accel/actilife_wrist_100hz_raw_int16.csv');
const analyze = (text: string, more: readonly string[] = []) => runCommand(analyzeActivity, ['--acc', 'a.csv', ...more], { 'a.csv': text });
const rows = (fromS: number, toS: number) => Array.from({ length: (toS - fromS) * 10 }, (_, i) => `${fromS + i / 10},0,0,1`).join('\n');

describe('analyze activity', () => {
  it.skipIf(recording === null)(`prints every epoch of a recording as it is (skipped: ${NO_SHARED_DATA})`, async () => {
    const expected = JSON.parse(readFileSync(sharedData('intensity/accel/enmo_mad_expected.json') as string, 'utf8')).epochs;
    expect(expected.length).toBe(3);
    for (const theirs of expected) {
      const { code, stdout } = await runCommand(analyzeActivity, ['--acc', recording as string, '--epoch-s', String(theirs.epoch_s)]);
      const report = JSON.parse(stdout);
      expect(code).toBe(EXIT_OK);
      for (const [ours, name] of [
        ['enG', 'en_g'],
        ['enmoG', 'enmo_g'],
        ['enmoaG', 'enmoa_g'],
        ['madG', 'mad_g'],
        ['bfenG', 'bfen_g'],
        ['anglezDeg', 'anglez_deg'],
      ]) {
        expect(report[ours].length, ours).toBe(theirs[name].length);
        report[ours].forEach((value: number, i: number) => {
          expect(Math.abs(value - theirs[name][i]), ours).toBeLessThan(1e-6);
        });
      }
    }
  });

  it('keeps a gap a gap', async () => {
    const { stdout } = await analyze(`t_s,x_g,y_g,z_g\n${rows(0, 5)}\n${rows(20, 25)}\n`);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ rateHz: 10, startS: [0, 5, 10, 15, 20], madG: [0, null, null, null, 0], bfenG: null });
    expect(report.missing.bfenG).toBe('the samples are not evenly spaced');
  });

  it('uses population cut points only when they are named, with place and source', async () => {
    expect(JSON.parse((await analyze(`t_s,x_g,y_g,z_g\n${rows(0, 10)}\n`)).stdout).classes).toBeNull();
    const { stdout } = await analyze(`t_s,x_g,y_g,z_g\n${rows(0, 10)}\n`, ['--cut-points', 'hildebrand_hip_adult_actigraph']);
    expect(JSON.parse(stdout).classes).toMatchObject({ place: 'hip', metric: 'enmoG', seconds: { sedentary: 10 } });
    expect(JSON.parse(stdout).classes.source).toContain('Hildebrand');
  });

  it("tells activity in percent of the person's own walk, worn at the same place", async () => {
    const shaken = (g: number, seconds: number) =>
      Array.from({ length: seconds * 10 }, (_, i) => `${i / 10},0,0,${1 + (i % 2 === 0 ? g : -g)}`).join('\n');
    const files = { 'a.csv': `t_s,x_g,y_g,z_g\n${shaken(0.1, 10)}\n`, 'w.csv': `t_s,x_g,y_g,z_g\n${shaken(0.2, 360)}\n` };
    const run = (more: readonly string[]) => runCommand(analyzeActivity, ['--acc', 'a.csv', ...more], files);
    const { ownWalk } = JSON.parse((await run(['--own-walk', 'w.csv', '--place', 'wrist'])).stdout);
    expect(ownWalk.value.unit).toMatchObject({ place: 'wrist', kind: 'ownWalk', epochCount: 72 });
    expect(ownWalk.value.pct).toEqual([expect.closeTo(50, 9), expect.closeTo(50, 9)]);
    const short = JSON.parse((await run(['--own-walk', 'a.csv', '--place', 'wrist'])).stdout);
    expect(short.ownWalk).toEqual({ value: null, reason: '2 moving epochs of 5 s; 60 are needed' });
    expect((await run(['--own-walk', 'w.csv'])).stderr).toContain('belong together');
    expect((await run(['--own-walk', 'w.csv', '--place', 'moon'])).stderr).toContain('--place must be wrist or');
  });

  it('refuses what it cannot read and says where', async () => {
    const { code, stderr } = await analyze('t_s,x_g,y_g\n0,0,0\n');
    expect(code).toBe(EXIT_REFUSED);
    expect(stderr).toContain('a.csv: line 1, column 4: column z_g is missing');
    expect((await analyze('', ['--cut-points', 'mine'])).stderr).toContain('--cut-points must be');
    expect((await runCommand(analyzeActivity, [])).code).toBe(EXIT_USAGE);
  });
});
