import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { bpmAt, type HealthExport, healthExport, walkOf } from '#test/helpers/appleHealthFile.ts';
import type { FileReading } from '#web/import/format.ts';
import { appleHealth } from '#web/import/formats/appleHealth.ts';

const FIRST_DAY_MS = Date.UTC(2026, 2, 1);
const what = (patch: Partial<HealthExport> = {}): HealthExport => ({ seed: 3, firstDayMs: FIRST_DAY_MS, days: 2, ...patch });
const xml = (patch: Partial<HealthExport> = {}) => new TextEncoder().encode([...healthExport(what(patch))].join(''));
const read = (bytes: Uint8Array<ArrayBuffer>, fromUs = 0, name = 'export.xml'): Promise<FileReading> =>
  appleHealth.read(new File([bytes], name), { fromUs, csv: null, progress: () => undefined });
const zip = (files: Record<string, Uint8Array>) => zipSync(files, { level: 6 }) as Uint8Array<ArrayBuffer>;
const codes = ({ problems }: FileReading) => problems.first.map(({ code }) => code);

/** Two days take a moment to write out; none of the tests changes them. */
const WHOLE = xml();

describe('Apple Health exports', () => {
  it('gives each workout with every heart rate within it, and the offset its dates name', async () => {
    const { found, problems } = await read(WHOLE);
    expect(problems.count).toBe(0);
    expect(found).toHaveLength(2);
    const { startS, endS } = walkOf(FIRST_DAY_MS, 1);
    expect(found[1]).toMatchObject({
      activity: 'activityWalking',
      source: 'Mara’s Apple Watch',
      startedUs: startS * 1e6,
      endedUs: endS * 1e6,
      offsetMinutes: 60,
    });
    const [{ samples, nominalRateHz }] = found[1].streams;
    expect(nominalRateHz).toBe(0.2);
    expect(samples.sampleCount).toBe(721);
    expect(samples.hostUs[0]).toBe(startS * 1e6);
    for (let i = 0; i < samples.sampleCount; i++) expect(samples.counts[i]).toBe(bpmAt(3, samples.hostUs[i] / 1e6));
  });

  it('keeps the zone that a workout names, and leaves out what began before the time asked for', async () => {
    const { found, passedOver } = await read(xml({ zone: 'Asia/Kolkata' }), walkOf(FIRST_DAY_MS, 1).startS * 1e6);
    expect([found.length, passedOver]).toEqual([1, 1]);
    expect(found[0].zone).toBe('Asia/Kolkata');
    expect(found[0].streams[0].samples.sampleCount).toBe(721);
  });

  it('finds the export in the zip under its name in any language, and not its clinical twin', async () => {
    const archive = zip({
      'apple_health_export/workout-routes/route_1.gpx': new TextEncoder().encode('<gpx/>'),
      'apple_health_export/export_cda.xml': xml({ days: 5 }),
      'apple_health_export/Exportieren.xml': WHOLE,
    });
    expect(appleHealth.sniff(archive.subarray(0, 100), 'export.zip')).toBe(true);
    expect((await read(archive, 0, 'export.zip')).found).toEqual((await read(WHOLE)).found);
    expect(codes(await read(zip({ 'notes.txt': WHOLE }), 0, 'x.zip'))).toEqual(['notThisFormat']);
    expect(codes(await read(archive.slice(0, archive.length >> 1), 0, 'export.zip'))).toEqual(['truncated']);
  });

  it('refuses heart rate in another unit by name and line', async () => {
    const { found, problems } = await read(xml({ unit: 'Hz' }));
    expect(problems.first[0]).toEqual({
      code: 'wrongUnit',
      where: expect.stringMatching(/^line \d+$/),
      detail: 'heart rate in Hz; count/min is read',
    });
    expect(problems.count).toBeGreaterThan(1900);
    expect(problems.first).toHaveLength(20);
    expect(found.every(({ streams }) => streams.length === 0)).toBe(true);
  });

  it('gives what came before the end of a cut file, as damaged', async () => {
    const text = new TextDecoder().decode(WHOLE);
    const cut = new TextEncoder().encode(text.slice(0, text.lastIndexOf('<Workout ') - 1));
    const { found, problems } = await read(cut);
    expect(problems.first[0]).toMatchObject({ code: 'truncated', where: expect.stringMatching(/^line/) });
    expect(found.map(({ damaged }) => damaged)).toEqual([true]);
    expect(found[0].streams[0].samples.sampleCount).toBe(721);
  });

  it('says what is no export at all', async () => {
    expect(codes(await read(new TextEncoder().encode('<gpx><trk/></gpx>')))).toContain('notThisFormat');
    expect(codes(await read(new TextEncoder().encode('<HealthData></HealthData>')))).toEqual(['empty']);
    expect(appleHealth.sniff(new TextEncoder().encode('time,hr'), 'a.csv')).toBe(false);
  });

  it('never throws, whatever happens to the bytes of a zip or of the text', async () => {
    const small = new TextEncoder().encode(
      '<HealthData><Record type="HKQuantityTypeIdentifierHeartRate" unit="count/min" startDate="2026-03-01 09:00:00 +0100" value="80"/>' +
        '<Workout workoutActivityType="HKWorkoutActivityTypeYoga" startDate="2026-03-01 09:00:00 +0100" endDate="2026-03-01 10:00:00 +0100"/></HealthData>',
    );
    const whole = [small, zip({ 'apple_health_export/export.xml': small })];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0, 1), fc.nat(), fc.nat(), fc.boolean(), async (which, at, bit, cut) => {
        const bytes = whole[which].slice();
        if (!cut) bytes[at % bytes.length] ^= 1 << (bit & 7);
        const { found } = await read(cut ? bytes.slice(0, at % bytes.length) : bytes, 0, 'x');
        for (const { startedUs, endedUs } of found) expect(Number.isFinite(startedUs + endedUs)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
