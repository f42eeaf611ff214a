import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinMotion } from '#shared/import/joinMotion.ts';
import { csvFile, swing } from '#test/helpers/csvFile.ts';
import { localToUtcMs, offsetAt } from '#web/import/csv/localTime.ts';
import type { CsvAnswers } from '#web/import/csv/questions.ts';
import type { FileReading } from '#web/import/format.ts';
import { csv } from '#web/import/formats/csv.ts';
import { formatOf } from '#web/import/formats/index.ts';

const read = (file: File, answers: CsvAnswers | null = null): Promise<FileReading> =>
  csv.read(file, { fromUs: 0, csv: answers, progress: () => undefined });

/** Reads the file with what it says of itself and these answers to its questions. */
async function readWith(file: File, answers: Partial<CsvAnswers> = {}): Promise<FileReading> {
  const { questions, problems } = await read(file);
  expect(problems.count).toBe(0);
  return read(file, { ...(questions?.answers as CsvAnswers), ...answers });
}
const VIENNA = { zone: 'Europe/Vienna' } as const;
const THIGH = { bodySite: 'thigh', side: 'right' } as const;
const valuesOf = ({ found }: FileReading, at = 0) => {
  const [{ groups, samples }] = found[at].streams;
  const axes = groups.reduce((sum, group) => sum + group.axes, 0);
  const scales = groups.flatMap((group) => Array<number>(group.axes).fill(group.scale));
  return Array.from({ length: samples.sampleCount }, (_, i) => scales.map((scale, axis) => samples.counts[i * axes + axis] * scale));
};
const secondsOf = ({ found }: FileReading) => [...found[0].streams[0].samples.hostUs].map((us) => us / 1e6);

describe('tables of heart rate', () => {
  it('reads semicolons, decimal commas and local times in the zone that was asked for, across the clock change', async () => {
    const file = csvFile(
      'puls.csv',
      ['Zeitstempel;Puls (bpm)', '29.03.2026 01:59:59,5;101,0', '29.03.2026 03:00:01;NaN', '29.03.2026 03:00:02;103,6'],
      '\r\n',
    );
    const { questions } = await read(file);
    expect(questions).toMatchObject({ timeKind: 'writtenLocal', needs: ['zone'], answers: { columns: ['time', 'heartRate'] } });
    const reading = await readWith(file, VIENNA);
    expect(secondsOf(reading)).toEqual([Date.UTC(2026, 2, 29, 0, 59, 59) / 1000 + 0.5, Date.UTC(2026, 2, 29, 1, 0, 2) / 1000]);
    expect(valuesOf(reading)).toEqual([[101], [104]]);
    expect(reading.found[0]).toMatchObject({ zone: 'Europe/Vienna', offsetMinutes: 60 });
  });

  it('keeps the offset that times are written with', async () => {
    const reading = await readWith(csvFile('hr.csv', ['time,hr_bpm', '2026-07-01T06:30:00+05:30,88', '2026-07-01T06:30:01+05:30,89']));
    expect(reading.found[0]).toMatchObject({ startedUs: Date.UTC(2026, 6, 1, 1) * 1000, offsetMinutes: 330, zone: null });
  });

  it('asks for the unit of a time that names none, and reads by the answer', async () => {
    const file = csvFile('hr.csv', ['timestamp,heart rate', '1767250800000,70', '1767250801000,71']);
    expect((await read(file)).questions).toMatchObject({ timeKind: 'epoch', needs: ['timeUnit'] });
    expect(secondsOf(await readWith(file, { timeUnit: 'ms' }))).toEqual([1_767_250_800, 1_767_250_801]);
  });

  it('says that times in a form with two readings are not read, whatever unit is chosen', async () => {
    const file = csvFile('hr.csv', ['Time,Heart Rate', '11/4/2026 6:05:31 PM,90', '11/4/2026 6:05:32 PM,91']);
    const first = (await read(file)).questions;
    expect(first).toMatchObject({ timeKind: null, needs: ['timeText', 'zone'] });
    const again = await read(file, { ...(first?.answers as CsvAnswers), ...VIENNA, timeUnit: 's' });
    expect([again.found, again.questions?.needs]).toEqual([[], ['timeText']]);
  });

  it('reads a Polar Flow session: begin and zone from the two rows above, a second a row', async () => {
    const file = csvFile('polar.csv', [
      'Name,Sport,Date,Start time,Duration',
      'Mara,WALKING,03-11-2026,17:05:09,00:00:03',
      'Sample rate,Time,HR (bpm),Speed (km/h)',
      '1,00:00:00,85,',
      ',00:00:01,,',
      ',00:00:02,87,',
    ]);
    expect((await read(file)).questions).toMatchObject({ layout: 'Polar Flow', needs: ['zone'] });
    const reading = await readWith(file, VIENNA);
    expect(secondsOf(reading)).toEqual([0, 2].map((s) => Date.UTC(2026, 10, 3, 16, 5, 9) / 1000 + s));
    expect(valuesOf(reading)).toEqual([[85], [87]]);
  });

  it('names every bad row by line and column, counts them, and loses no good one', async () => {
    const lines = ['t_s,hr_bpm', '0,70', '1,abc', '2,72,', '1.5,73', '3', 'x,74', '4,300', '5,76'];
    const reading = await readWith(csvFile('hr.csv', lines), { ...VIENNA, startLocal: '2026-11-03T10:00:00' });
    expect(reading.problems.first.map(({ code, where }) => [code, where])).toEqual([
      ['badRow', 'line 3, column 2 (hr_bpm)'],
      ['timeGoesBack', 'line 5, column 1 (t_s)'],
      ['badRow', 'line 6'],
      ['badRow', 'line 7, column 1 (t_s)'],
      ['outOfRange', 'row 3'],
    ]);
    expect(valuesOf(reading)).toEqual([[70], [72], [76]]);
  });

  it('makes two sessions of a table with a long silence in it', async () => {
    const rows = [0, 1, 2, 4000, 4001].map((s) => `${s},80`);
    const reading = await readWith(csvFile('hr.csv', ['t_s,bpm', ...rows]), { ...VIENNA, startLocal: '2026-11-03T10:00:00' });
    expect(reading.found.map(({ startedUs, endedUs }) => (endedUs - startedUs) / 1e6)).toEqual([2, 1]);
  });

  it('refuses a table without a head, a wrong unit of time, and says what is a table at all', async () => {
    expect((await read(csvFile('a.csv', ['hello world']))).problems.first[0]).toMatchObject({ code: 'notThisFormat', where: 'line 1' });
    expect((await read(csvFile('a.csv', ['time (fortnights),hr', '1,2']))).problems.first[0]).toMatchObject({
      ...{ code: 'wrongUnit', where: 'line 1, column 1 (time (fortnights))' },
    });
    expect(await formatOf(csvFile('a.bin', ['t_s,hr', '1,2']))).toBeNull();
    expect((await formatOf(csvFile('a.csv', ['t_s,hr', '1,2'])))?.id).toBe('csv');
  });
});

describe('tables of motion', () => {
  const RATE_HZ = 60;
  const rows = swing(5, 300, RATE_HZ);
  const deg = (value: number) => (value * 180) / Math.PI;

  it('reads a Movella DOT file, its counter across the wrap, in SI', async () => {
    const first = 2 ** 32 - 2_000_000;
    const lines = rows.map(({ t, acc, gyr }, i) => [i, (first + Math.round(t * 1e6)) % 2 ** 32, ...acc, ...gyr.map(deg)].join(','));
    const file = csvFile('dot.csv', [
      'DeviceTag:,Left knee',
      'StartTime:,2026-11-02_12:34:28_234',
      '',
      'PacketCounter,SampleTimeFine,Acc_X,Acc_Y,Acc_Z,Gyr_X,Gyr_Y,Gyr_Z',
      ...lines,
    ]);
    expect((await read(file)).questions).toMatchObject({ layout: 'Movella DOT', needs: ['zone', 'bodySite', 'side'] });
    const reading = await readWith(file, { ...VIENNA, ...THIGH });
    const [stream] = reading.found[0].streams;
    expect(stream).toMatchObject({ kind: 'imu', bodySite: 'thigh', side: 'right' });
    expect(stream.nominalRateHz).toBeCloseTo(RATE_HZ, 1);
    expect(reading.found[0].startedUs).toBe(Date.UTC(2026, 10, 2, 11, 34, 28, 234) * 1000);
    expect(secondsOf(reading).at(-1)).toBeCloseTo(reading.found[0].startedUs / 1e6 + rows[299].t, 5);
    for (const [i, values] of valuesOf(reading).entries()) {
      for (const [axis, value] of [...rows[i].acc, ...rows[i].gyr].entries()) expect(Math.abs(value - values[axis])).toBeLessThan(0.0006);
    }
  });

  it('reads units out of the head, and never guesses one that is not there', async () => {
    const table = (head: string, of: (row: (typeof rows)[0]) => number[]) =>
      csvFile('imu.csv', [head, ...rows.map((row) => of(row).join('\t'))]);
    const named = table('t (s)\tacc_x (g)\tacc_y (g)\tacc_z (g)\tgyr_x [deg/s]\tgyr_y [deg/s]\tgyr_z [deg/s]', ({ t, acc, gyr }) => [
      t,
      ...acc.map((a) => a / 9.80665),
      ...gyr.map(deg),
    ]);
    const begin = { ...VIENNA, ...THIGH, startLocal: '2026-11-03T10:00:00' };
    expect(valuesOf(await readWith(named, begin))[100][5]).toBeCloseTo(rows[100].gyr[2], 3);
    const unnamed = table('time\tax\tay\taz\tgx\tgy\tgz', ({ t, acc, gyr }) => [t, ...acc, ...gyr]);
    const { questions } = await read(unnamed);
    expect(questions?.needs).toEqual(['timeUnit', 'accelerationUnit', 'angularRateUnit', 'zone', 'startLocal', 'bodySite', 'side']);
    const right = { ...begin, timeUnit: 's', accelerationUnit: 'm/s2', angularRateUnit: 'rad/s' } as const;
    expect(valuesOf(await readWith(unnamed, right))[100][2]).toBeCloseTo(rows[100].acc[2], 2);
    const wrong = await readWith(unnamed, { ...right, accelerationUnit: 'g' });
    expect(wrong.found).toEqual([]);
    expect(wrong.problems.first[0]).toMatchObject({ code: 'wrongUnit', where: 'acceleration' });
  });

  it('joins the two files of a phone logger, and refuses the one without gravity by name', async () => {
    const epochNs = 1_767_250_800_000_000_000n;
    const of = (name: string, shiftMs: number, axes: (row: (typeof rows)[0]) => number[]) =>
      csvFile(name, [
        'time,seconds_elapsed,z,y,x',
        ...rows.map((row) => [epochNs + BigInt(Math.round(row.t * 1e9) + shiftMs * 1e6), row.t, ...axes(row).toReversed()].join(',')),
      ]);
    const gyr = await readWith(
      of('Gyroscope.csv', 0, ({ gyr: g }) => g),
      THIGH,
    );
    const acc = await readWith(
      of('TotalAcceleration.csv', 4, ({ acc: a }) => a),
      THIGH,
    );
    const joined = joinMotion([...gyr.found, ...acc.found]);
    expect(joined).toHaveLength(1);
    expect(joined[0].streams[0]).toMatchObject({ kind: 'imu', groups: [{ name: 'acceleration' }, { name: 'angularRate' }] });
    const values = valuesOf({ ...gyr, found: joined });
    expect(values.length).toBeGreaterThan(297);
    const at = values.findIndex((each) => Math.abs(each[3] - rows[150].gyr[0]) < 0.0002);
    expect(Math.abs(values[at][1] - rows[150].acc[1])).toBeLessThan(0.1);
    const refused = await read(of('Accelerometer.csv', 0, ({ acc: a }) => a));
    expect(refused.problems.first[0]).toMatchObject({ code: 'unsupported', detail: expect.stringMatching(/TotalAcceleration/) });
  });
});

describe('any table', () => {
  it('is read back as it was written, in every separator and unit', async () => {
    const layout = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t'),
      unit: fc.constantFrom(['s', 1] as const, ['ms', 1000] as const, ['us', 1e6] as const),
      values: fc.array(fc.option(fc.integer({ min: 20, max: 260 }), { freq: 8 }), { minLength: 1, maxLength: 60 }),
      end: fc.constantFrom('\n', '\r\n'),
    });
    await fc.assert(
      fc.asyncProperty(layout, async ({ delimiter, unit: [unit, perS], values, end }) => {
        const lines = values.map((bpm, i) => [i * perS, bpm ?? '', 'note'].join(delimiter));
        const file = csvFile('hr.csv', [['t_', 'hr_bpm', 'remark'].join(delimiter).replace('t_', `t_${unit}`), ...lines], end);
        const reading = await readWith(file, { zone: 'UTC', startLocal: '2026-01-01T00:00:00' });
        const known = values.filter((bpm) => bpm !== null);
        expect(reading.found.length === 0 ? [] : valuesOf(reading).map(([bpm]) => bpm)).toEqual(known);
      }),
      { numRuns: 60 },
    );
  });

  it('never makes the reader throw, and no value out of bounds', async () => {
    const cell = fc.oneof(
      fc.double().map(String),
      fc.string({ maxLength: 6 }),
      fc.constantFrom('', 'NaN', '1e999', '-', '"', '2026-01-01T00:00:00Z', '12:00:00'),
    );
    const row = fc.array(cell, { maxLength: 4 }).map((cells) => cells.join(','));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 12 }), async (lines) => {
        const file = csvFile('x.csv', ['time,hr,rr_ms', ...lines]);
        const { questions } = await read(file);
        if (questions === null) return;
        const { found } = await read(file, { ...questions.answers, zone: 'UTC', startLocal: '2026-01-01T00:00:00', timeUnit: 's' });
        for (const { samples } of found.flatMap(({ streams }) => streams)) {
          for (let i = 1; i < samples.sampleCount; i++) expect(samples.hostUs[i]).toBeGreaterThan(samples.hostUs[i - 1]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('knows wall clocks in every zone and season', () => {
    const zones = ['Europe/Vienna', 'America/St_Johns', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 4_000_000 }), (zone, minutes) => {
        const utcMs = Date.UTC(2020, 0, 1) + minutes * 60_000;
        const localMs = utcMs + offsetAt(utcMs, zone) * 60_000;
        const back = localToUtcMs(localMs, zone);
        // The hour that comes twice has two right answers.
        expect(back + offsetAt(back, zone) * 60_000).toBe(localMs);
      }),
    );
  });
});
