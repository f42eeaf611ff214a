import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { wearableSensor } from '#test/helpers/synthetic/sensorErrors.ts';
import { syntheticSession } from '#test/helpers/syntheticMotion.ts';
import { tempFolder } from '#test/helpers/tempStore.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = tempFolder();
afterAll(() => folder.remove());

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function accuracy(...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['test/accuracy/main.ts', ...args], { cwd: root }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** A trial as in the reference data, of a sensor whose truth is known. */
function writeTrial(path: string, seed: number): void {
  const { distal } = syntheticSession({ seconds: 8, rateHz: 100, seed, errors: { ...wearableSensor, accBiasMg: 5 } });
  const axes = ['gyr_x_rad_s', 'gyr_y_rad_s', 'gyr_z_rad_s', 'acc_x_m_s2', 'acc_y_m_s2', 'acc_z_m_s2', 'mag_x_ut', 'mag_y_ut', 'mag_z_ut'];
  const lines = [['timestamp_us', ...axes, 'ref_qw', 'ref_qx', 'ref_qy', 'ref_qz', 'moving'].join(',')];
  distal.timeUs.forEach((time, i) => {
    const reference = i % 50 === 0 ? ['', '', '', ''] : [...distal.orientation.subarray(4 * i, 4 * i + 4)];
    lines.push(
      [time, ...distal.axes.map((axis) => axis[i]), ...distal.magUt.map((axis) => axis[i]), ...reference, i > 300 ? 1 : 0].join(','),
    );
  });
  writeFileSync(path, `${lines.join('\n')}\n`);
}

describe('npm run accuracy', () => {
  it('measures what a folder holds, says what it does not hold, and writes the same page again', async () => {
    const data = join(folder.path, 'data');
    mkdirSync(join(data, 'deep'), { recursive: true });
    writeTrial(join(data, 'deep', 'broad_77_made_up.csv'), 1);
    writeTrial(join(data, 'broad_78_made_up.csv'), 2);
    writeFileSync(join(data, 'index.csv'), 'file,nominal_reps\nnot-there.csv.gz,5.0\n');
    const out = join(folder.path, 'out');
    const { code, stdout } = await accuracy('--data', data, '--out', out);
    expect(code).toBe(0);
    const [, what, trials, degrees] = /^(inclination, live, deg) +(\d+) +([\d.]+)/m.exec(stdout) ?? [];
    expect([what, trials]).toEqual(['inclination, live, deg', '2']);
    expect(Number(degrees)).toBeGreaterThan(0.05);
    expect(Number(degrees)).toBeLessThan(1);
    expect(stdout).toMatch(/No recordings for: phones .*knee.*wrist.*steps/);
    const page = readFileSync(join(out, 'accuracy.md'), 'utf8');
    expect(page).toContain('| 77 made up |');
    expect(page).not.toContain(folder.path);
    expect(readFileSync(join(out, 'accuracy', 'inclination.svg'), 'utf8')).toContain('78 made up');
    await accuracy('--data', data, '--out', out);
    expect(readFileSync(join(out, 'accuracy.md'), 'utf8')).toBe(page);
  });

  it('fails for a folder without any recording', async () => {
    const nothing = join(folder.path, 'nothing');
    mkdirSync(nothing);
    const { code, stderr } = await accuracy('--data', nothing);
    expect(code).toBe(1);
    expect(stderr).toContain('has no known recording');
  });
});
