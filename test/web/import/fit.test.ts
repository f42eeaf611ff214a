import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FitWorkout, fitFile, joined } from '#test/helpers/fitFile.ts';
import type { FileReading } from '#web/import/format.ts';
import { fit } from '#web/import/formats/fit.ts';

const START_MS = Date.UTC(2026, 2, 1, 6, 12, 33);
const walk = (patch: Partial<FitWorkout> = {}): FitWorkout => ({
  startMs: START_MS,
  seconds: 90,
  heartRateBpm: (s) => 90 + (s % 20),
  ...patch,
});
const read = (bytes: Uint8Array<ArrayBuffer>, fromUs = 0): Promise<FileReading> =>
  fit.read(new File([bytes], 'walk.fit'), { fromUs, csv: null, progress: () => undefined });
const codes = ({ problems }: FileReading) => problems.first.map(({ code }) => code);

describe('FIT files', () => {
  it('gives time, zone, sport, device and every heart rate as the encoder was told', async () => {
    const bytes = fitFile(walk({ offsetMinutes: -210, strap: true, developerField: true }));
    expect(fit.sniff(bytes.subarray(0, 64), 'x')).toBe(true);
    const { found, problems } = await read(bytes);
    expect(problems.count).toBe(0);
    expect(found).toHaveLength(1);
    const [session] = found;
    expect(session).toMatchObject({
      ...{ activity: 'activityWalking', source: 'Garmin Vivoactive', offsetMinutes: -210, damaged: false },
      startedUs: START_MS * 1000,
      endedUs: (START_MS + 90_000) * 1000,
    });
    const heart = session.streams.find(({ kind }) => kind === 'heartRate');
    expect(heart).toMatchObject({ bodySite: 'chest', nominalRateHz: 1 });
    expect([...(heart?.samples.counts ?? [])]).toEqual(Array.from({ length: 91 }, (_, s) => 90 + (s % 20)));
    expect(heart?.samples.hostUs[90]).toBe((START_MS + 90_000) * 1000);
    expect([...(session.streams.find(({ kind }) => kind === 'speed')?.samples.counts ?? [])].slice(0, 2)).toEqual([1250, 1250]);
  });

  it('leaves a gap where the heart rate holds the invalid value, and where it is no heart rate', async () => {
    const { found } = await read(fitFile(walk({ heartRateBpm: (s) => (s >= 30 && s < 50 ? null : s === 60 ? 5 : 100) })));
    const times = found[0].streams[0].samples.hostUs.map((us) => us / 1e6 - START_MS / 1000);
    expect([...times].filter((s) => (s >= 30 && s < 50) || s === 60)).toEqual([]);
    expect(times).toHaveLength(91 - 20 - 1);
  });

  it('chains beat-to-beat intervals to the records before them, as long as they are', async () => {
    const { found } = await read(fitFile(walk({ intervalsS: () => [0.5, 0.5] })));
    const beats = found[0].streams.find(({ kind }) => kind === 'rrInterval');
    expect([...new Set(beats?.samples.counts)]).toEqual([512]);
    const hostUs = beats?.samples.hostUs as Float64Array;
    expect(hostUs.length).toBeGreaterThan(150);
    for (let i = 1; i < hostUs.length; i++) expect(hostUs[i] - hostUs[i - 1]).toBe(500_000);
    expect(Math.abs(hostUs[hostUs.length - 1] / 1e6 - (START_MS / 1000 + 90))).toBeLessThanOrEqual(2);
  });

  it('keeps the largest values and dates of their types', async () => {
    const lateMs = Date.UTC(2105, 0, 1);
    const { found } = await read(fitFile(walk({ startMs: lateMs, heartRateBpm: () => 254, powerW: () => 65_534 })));
    expect(found[0].startedUs).toBe(lateMs * 1000);
    expect(found[0].streams[0].samples.counts[0]).toBe(254);
    expect(found[0].streams.find(({ kind }) => kind === 'power')?.samples.counts[0], 'held to int16').toBe(32_767);
  });

  it('reads every file of a chain, and the others when one is hurt', async () => {
    const [first, second, third] = [0, 1, 2].map((i) => fitFile(walk({ startMs: START_MS + i * 3_600_000 })));
    expect((await read(joined(first, second, third))).found).toHaveLength(3);
    const hurt = second.slice();
    hurt[hurt.length - 1] ^= 0xff;
    const reading = await read(joined(first, hurt, third));
    expect(reading.found.map(({ damaged }) => damaged)).toEqual([false, true, false]);
    expect(reading.problems.first).toEqual([
      { code: 'checksum', where: `byte ${first.length + hurt.length - 2}`, detail: expect.stringMatching(/checksum/) },
    ]);
  });

  it('says where a cut file ends and gives what came before', async () => {
    const whole = fitFile(walk());
    const cut = whole.slice(0, Math.floor(whole.length / 2));
    const reading = await read(cut);
    expect(reading.problems.first[0]).toMatchObject({ code: 'truncated', where: `byte ${cut.length}` });
    expect(reading.problems.first[0].detail).toContain(`${whole.length - cut.length} bytes`);
    expect(reading.found).toHaveLength(1);
    expect(reading.found[0].damaged).toBe(true);
    const seconds = (reading.found[0].endedUs - reading.found[0].startedUs) / 1e6;
    expect(seconds).toBeGreaterThan(30);
    expect(seconds).toBeLessThan(60);
  });

  it('refuses what is no FIT file, names what holds no activity, and passes over what is too old', async () => {
    expect(codes(await read(new TextEncoder().encode('time,hr\n1,2\n')))).toEqual(['notThisFormat']);
    expect(codes(await read(fitFile(walk({ seconds: -1, without: ['session', 'activity'] }))))).toEqual(['empty']);
    expect(await read(fitFile(walk()), (START_MS + 1) * 1000)).toMatchObject({ found: [], passedOver: 1 });
  });

  it('never throws, whatever happens to the bytes, and never offers a changed file as sound', async () => {
    const whole = fitFile(walk({ seconds: 20, intervalsS: () => [0.8], developerField: true }));
    const change = fc.oneof(
      fc.record({ type: fc.constant('cut' as const), at: fc.nat(whole.length - 1) }),
      fc.record({ type: fc.constant('flip' as const), at: fc.nat(8 * whole.length - 1) }),
      fc.record({ type: fc.constant('add' as const), bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }) }),
    );
    await fc.assert(
      fc.asyncProperty(change, async (how) => {
        const bytes = how.type === 'cut' ? whole.slice(0, how.at) : how.type === 'add' ? joined(whole, how.bytes) : whole.slice();
        if (how.type === 'flip') bytes[how.at >> 3] ^= 1 << (how.at & 7);
        const { found, problems } = await read(bytes);
        expect(problems.count).toBeGreaterThan(0);
        if (how.type !== 'add') expect(found.every(({ damaged }) => damaged)).toBe(true);
        for (const { samples } of found.flatMap(({ streams }) => streams)) {
          for (let i = 1; i < samples.sampleCount; i++) expect(samples.hostUs[i]).toBeGreaterThan(samples.hostUs[i - 1]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
