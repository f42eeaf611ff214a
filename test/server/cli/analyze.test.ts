import { describe, expect, it } from 'vitest';
import { runAnalyze } from '#server/cli/analyze/index.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { inclinationErrorDeg, Rms, rmseWithoutOffset, totalErrorDeg } from '#test/helpers/scoring.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import { memoryIo } from './memoryIo.ts';

const HEADER = 'timestamp_us,gyr_x_rad_s,gyr_y_rad_s,gyr_z_rad_s,acc_x_m_s2,acc_y_m_s2,acc_z_m_s2';
const ROWS = Array.from({ length: 30 }, (_, i) => `${i * 10_000},0.01,0,0,0.1,0,9.8`);
const file = (header: string, rows: readonly string[]): string => `${[header, ...rows].join('\n')}\n`;

const broad = sharedData('motion/broad_05_undisturbed_slow_rotation_with_breaks_B.csv.gz');
const knee = sharedData('motion/knee_right_cutting.csv.gz');
const squat = sharedData('motion/uiprmd_m01_deep_squat_s01.csv.gz');

function rowsOf(text: string | undefined): number[][] {
  return (text ?? '')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map((cell) => (cell === '' ? Number.NaN : Number(cell))));
}

describe.skipIf(broad === null)(`analyze on the reference recordings${broad === null ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  it.each([
    ['live', [], inclinationErrorDeg, 0.4],
    ['smooth', [], inclinationErrorDeg, 0.25],
    ['live', ['--mag'], totalErrorDeg, 1.1],
    ['smooth', ['--mag'], totalErrorDeg, 1.1],
  ])('orientation: writes one unit quaternion per row, as accurate as the kernel: %s %j', async (mode, mag, errorDeg, limitDeg) => {
    const io = memoryIo();
    const args = ['orientation', '--imu', broad ?? '', '--mode', mode, '--lead-ms', '2.4', '--out', 'q.csv', ...mag];
    expect(await runAnalyze(args, io)).toBe(0);
    const rows = rowsOf(io.written.get('q.csv'));
    const truth = readCsv(broad ?? '');
    const ref = ['w', 'x', 'y', 'z'].map((axis) => truth.column(`ref_q${axis}`));
    const moving = truth.column('moving');
    const rms = new Rms();
    let worstNorm = 0;
    rows.forEach(([, w, x, y, z], i) => {
      worstNorm = Math.max(worstNorm, Math.abs(Math.hypot(w, x, y, z) - 1));
      if (moving[i] !== 1 || Number.isNaN(ref[0][i])) return;
      rms.add(errorDeg({ w, x, y, z }, { w: ref[0][i], x: ref[1][i], y: ref[2][i], z: ref[3][i] }));
    });
    expect(worstNorm).toBeLessThan(1e-6);
    expect(rows).toHaveLength(truth.rowCount);
    expect(io.written.get('q.csv')?.split('\n')[0]).toBe('timestamp_us,qw,qx,qy,qz');
    expect(rms.value).toBeLessThan(limitDeg);
  });

  it.each([
    ['live', 1.1],
    ['smooth', 0.8],
  ])('joint --mode %s: angle and confidence per row; reps counts on its output', async (mode, limitDeg) => {
    const io = memoryIo();
    expect(await runAnalyze(['joint', '--imu', knee ?? '', '--mode', mode, '--out', 'angle.csv'], io)).toBe(0);
    const text = io.written.get('angle.csv') ?? '';
    const angle = Float64Array.from(rowsOf(text), ([, deg]) => deg);
    expect(text.split('\n')[0]).toBe('timestamp_us,angle_deg,confidence');
    expect(rmseWithoutOffset(angle, readCsv(knee ?? '').column('ref_knee_flexion_deg')).rmse).toBeLessThan(limitDeg);

    const reps = memoryIo({ 'angle.csv': text });
    expect(await runAnalyze(['reps', '--angle', 'angle.csv', '--column', 'angle_deg'], reps)).toBe(0);
    expect(JSON.parse(reps.out()).count).toBeGreaterThan(30);
  });

  it('reps: ten repetitions of an optical angle as JSON', async () => {
    const io = memoryIo();
    expect(await runAnalyze(['reps', '--angle', squat ?? '', '--column=angle_2_deg', '--min-rom-deg', '30'], io)).toBe(0);
    const result = JSON.parse(io.out());
    expect(result.count).toBe(10);
    expect(result.reps).toHaveLength(10);
    expect(result.reps[9].romDeg).toBeGreaterThan(100);
  });
});

const restFiles = ['A-rest-sitting_2019-01-18T182225', 'A-rest-standing_2019-01-18T182539'].map((name) =>
  sharedData(`motion/barbell/${name}.csv.gz`),
);

describe.skipIf(restFiles.includes(null))(
  `analyze reps on a wrist at rest${restFiles.includes(null) ? ` (${NO_SHARED_DATA})` : ''}`,
  () => {
    it.each(restFiles)('counts nothing: %s', async (path) => {
      const io = memoryIo();
      expect(await runAnalyze(['reps', '--imu', path ?? ''], io)).toBe(0);
      expect(JSON.parse(io.out())).toEqual({ count: 0, confidence: 1, sure: true, reps: [] });
      const live = memoryIo();
      expect(await runAnalyze(['reps', '--live', '--imu', path ?? ''], live)).toBe(0);
      expect(JSON.parse(live.out())).toEqual({ count: 0, reps: [] });
    });
  },
);

describe('analyze refuses bad input and names file, line and column', () => {
  const withCell = (row: number, text: string): string[] => ROWS.map((line, i) => (i === row ? text : line));
  it.each([
    ['an empty file', '', ['line 1', 'empty']],
    ['a header without rows', file(HEADER, []), ['line 2', 'no rows']],
    ['NaN', file(HEADER, withCell(4, '40000,NaN,0,0,0,0,9.8')), ['line 6', 'column 2', 'gyr_x_rad_s', '"NaN"']],
    ['an empty cell', file(HEADER, withCell(4, '40000,0,0,0,0,0,')), ['line 6', 'column 7', 'acc_z_m_s2', 'empty']],
    ['words', file(HEADER, withCell(0, '0,0,zero,0,0,0,9.8')), ['line 2', 'column 3', '"zero"']],
    ['time that goes back', file(HEADER, withCell(9, '10,0,0,0,0,0,9.8')), ['line 11', 'column 1', 'goes back']],
    ['a short row', file(HEADER, withCell(2, '20000,0,0')), ['line 4', 'column 3', '3 fields']],
    [
      'degrees per second in the header',
      file(HEADER.replace('gyr_x_rad_s', 'gyr_x_deg_s'), ROWS),
      ['line 1', 'column 2', 'wrong unit', 'gyr_x_rad_s'],
    ],
    ['g in the header', file(HEADER.replace('acc_y_m_s2', 'acc_y_g'), ROWS), ['line 1', 'column 6', 'wrong unit', 'acc_y_m_s2']],
    [
      'an unknown column',
      file(
        `${HEADER},temperature_c`,
        ROWS.map((row) => `${row},20`),
      ),
      ['line 1', 'column 8', 'unknown', 'temperature_c'],
    ],
    [
      'a missing column',
      file(
        HEADER.replace(',acc_z_m_s2', ''),
        ROWS.map((row) => row.replace(/,9.8$/, '')),
      ),
      ['line 1', 'acc_z_m_s2', 'missing'],
    ],
    [
      'a column twice',
      file(
        `${HEADER},gyr_x_rad_s`,
        ROWS.map((row) => `${row},0`),
      ),
      ['line 1', 'column 8', 'twice'],
    ],
    [
      'values in g',
      file(
        HEADER,
        ROWS.map((row) => row.replace('9.8', '1.0')),
      ),
      ['acc_x_m_s2', 'in g'],
    ],
    ['values in deg/s', file(HEADER, withCell(7, '70000,250,0,0,0,0,9.8')), ['gyr_x_rad_s', 'line 9', 'deg/s']],
  ])('%s', async (_name, text, words) => {
    const io = memoryIo({ 'bad.csv': text });
    expect(await runAnalyze(['orientation', '--imu', 'bad.csv', '--out', 'q.csv'], io)).toBe(1);
    for (const word of ['bad.csv', ...words]) expect(io.err()).toContain(word);
    expect(io.out()).toBe('');
    expect(io.written.size).toBe(0);
  });

  it('a file that is not there, and broken gzip', async () => {
    const io = memoryIo({ 'cut.csv': '\u001f' });
    expect(await runAnalyze(['orientation', '--imu', '/nowhere/x.csv'], io)).toBe(1);
    expect(io.err()).toContain('/nowhere/x.csv: cannot be read');
    const gzip = { ...io, readFile: async () => Uint8Array.of(0x1f, 0x8b, 8, 0, 1) };
    expect(await runAnalyze(['reps', '--imu', 'cut.csv.gz'], gzip)).toBe(1);
    expect(io.err()).toContain('cut.csv.gz: broken gzip');
  });

  it('--mag without a magnetometer, and one that is no number; empty cells are rows without a reading', async () => {
    const header = `${HEADER},mag_x_ut,mag_y_ut,mag_z_ut`;
    const rows = ROWS.map((row, i) => `${row},${i % 5 === 0 ? '20,5,-40' : ',,'}`);
    const io = memoryIo({
      'none.csv': file(HEADER, ROWS),
      'bad.csv': file(header, [...rows.slice(0, 3), `${ROWS[3]},20,north,-40`, ...rows.slice(4)]),
      'ok.csv': file(header, rows),
    });
    expect(await runAnalyze(['orientation', '--mag', '--imu', 'none.csv'], io)).toBe(1);
    expect(io.err()).toContain('none.csv: line 1, column 8: column mag_x_ut is missing');
    expect(await runAnalyze(['orientation', '--mag', '--imu', 'bad.csv'], io)).toBe(1);
    expect(io.err()).toContain('bad.csv: line 5, column 9 (mag_y_ut): "north" is not a number');
    expect(await runAnalyze(['orientation', '--mag', '--imu', 'ok.csv'], io)).toBe(0);
    expect(rowsOf(io.out())).toHaveLength(30);
  });

  it('a joint recording with one sensor', async () => {
    const io = memoryIo({ 'one.csv': file(HEADER, ROWS) });
    expect(await runAnalyze(['joint', '--imu', 'one.csv'], io)).toBe(1);
    expect(io.err()).toContain('one.csv: line 1: columns of two sensors');
  });
});

describe('analyze arguments', () => {
  const io = () => memoryIo({ 'ok.csv.gz': file(HEADER, ROWS) });

  it('reads gzip and prints to the screen without --out', async () => {
    const screen = io();
    expect(await runAnalyze(['orientation', '--imu', 'ok.csv.gz', '--preset', 'phone'], screen)).toBe(0);
    expect(screen.out().trim().split('\n')).toHaveLength(31);
  });

  it.each([
    [['orientation', '--imu', 'ok.csv.gz', '--mode', 'fast'], 'live or smooth'],
    [['orientation', '--imu', 'ok.csv.gz', '--lead-ms', 'soon'], '--lead-ms must be a number'],
    [['orientation'], '--imu FILE is needed'],
    [['orientation', '--imu'], '--imu needs a value'],
    [['joint', '--colour', 'red'], 'unknown option --colour'],
    [['reps'], 'one of --imu FILE and --angle FILE'],
    [['reps', '--angle', 'a.csv', '--min-rom-deg', '0'], 'from 1 to 180'],
    [['reps', '--imu', 'a.csv', '--min-rom-deg', '20'], 'belongs to --angle'],
    [['weather'], 'unknown command "weather"'],
    [[], 'evenpace analyze orientation'],
  ])('%j is answered in words with exit code 2', async (argv, words) => {
    const screen = io();
    expect(await runAnalyze(argv, screen)).toBe(2);
    expect(screen.err()).toContain(words);
    expect(screen.out()).toBe('');
  });
});
