import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrientationFilter } from '#shared/motion/orientation.ts';
import { phone, wearable } from '#shared/motion/orientationParams.ts';
import { type CsvColumns, readCsv } from '#test/helpers/csv.ts';
import { earthRun } from '#test/helpers/earthRun.ts';
import { inclinationRmse } from '#test/helpers/orientationRun.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';

const readme = sharedData('motion/README.md');
const motionDir = readme === null ? '' : dirname(readme);

function recordings(prefix: string): CsvColumns[] {
  return readdirSync(motionDir)
    .filter((name) => name.startsWith(prefix))
    .map((name) => readCsv(`${motionDir}/${name}`));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe.skipIf(readme === null)(`inclination against optical truth${readme === null ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  it('is below 0.71 degrees on the BROAD trials, live', () => {
    const errors = recordings('broad_').map((recording) => inclinationRmse(recording, wearable));
    expect(errors).toHaveLength(8);
    expect(mean(errors)).toBeLessThan(0.71);
    expect(Math.max(...errors)).toBeLessThan(1.4);
  });

  it('is below 0.48 degrees when predicted 2.4 ms ahead, the time offset of that data', () => {
    const errors = recordings('broad_').map((recording) => inclinationRmse(recording, { ...wearable, leadS: 0.0024 }));
    expect(mean(errors)).toBeLessThan(0.48);
  });

  it('is below 1.65 degrees on phones after 10 s, where the wearable preset fails', () => {
    const phones = recordings('phone_');
    expect(phones).toHaveLength(2);
    expect(mean(phones.map((recording) => inclinationRmse(recording, phone, 10)))).toBeLessThan(1.65);
    expect(mean(phones.map((recording) => inclinationRmse(recording, wearable, 10)))).toBeGreaterThan(3);
  });
});

describe.skipIf(readme === null)(`heading against optical truth${readme === null ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  it('is below 1.5 degrees in all on the BROAD trials, and finds the magnetometer 12 ms late in each', () => {
    const runs = recordings('broad_').map((recording) => earthRun(recording, wearable));
    expect(mean(runs.map(({ rmseDeg }) => rmseDeg))).toBeLessThan(1.5);
    for (const { delayS } of runs) expect(delayS).toBeCloseTo(0.012, 2);
  });

  it('needs no field with each sample: every twentieth is as good', () => {
    const runs = recordings('broad_').map((recording) => earthRun(recording, wearable, 20));
    expect(mean(runs.map(({ rmseDeg }) => rmseDeg))).toBeLessThan(1.6);
  });
});

describe('orientation filter', () => {
  const { timeUs, proximal } = syntheticHinge({ seconds: 20, rateHz: 100, biasDegPerS: 0.5 });
  const [gx, gy, gz, ax, ay, az] = proximal;
  const feed = (filter: OrientationFilter, i: number): boolean => filter.step(timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
  const norm = ({ w, x, y, z }: OrientationFilter): number => Math.hypot(w, x, y, z);

  it('ignores broken, repeated and late samples and goes on as if they had not come', () => {
    const broken = fc.constantFrom(
      [Number.NaN, 0, 0, 0, 0, 9.8],
      [0, 0, 0, Number.POSITIVE_INFINITY, 0, 0],
      [0, 0, 0, 0, 0, 0],
      [1e300, 0, 0, 0, 0, 9.8],
      [0, 0, 0, 1e30, 0, 0],
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 1900 }), broken), { maxLength: 20 }), (faults) => {
        const clean = new OrientationFilter(wearable);
        const dirty = new OrientationFilter(wearable);
        for (let i = 0; i < 2000; i++) {
          feed(clean, i);
          feed(dirty, i);
          for (const [at, [a, b, c, d, e, f]] of faults) {
            if (at !== i) continue;
            expect(dirty.step(timeUs[i] + 1, a, b, c, d, e, f)).toBe(false);
            expect(dirty.step(Number.NaN, 0.1, 0, 0, 0, 0, 9.8)).toBe(false);
            expect(feed(dirty, i)).toBe(false);
            expect(feed(dirty, i - 1)).toBe(false);
          }
        }
        expect(dirty.ignoredCount).toBe(4 * faults.length);
        expect([dirty.w, dirty.x, dirty.y, dirty.z]).toEqual([clean.w, clean.x, clean.y, clean.z]);
      }),
      { numRuns: 20 },
    );
  });

  it('stays of unit norm and finite for any finite input', () => {
    const value = fc.double({ min: -90, max: 90, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 3_000_000 }), value, value, value, value, value, value)), (samples) => {
        const filter = new OrientationFilter(wearable);
        let atUs = 0;
        for (const [stepUs, ...imu] of samples) {
          atUs += stepUs;
          filter.step(atUs, ...imu);
          expect(norm(filter)).toBeCloseTo(1, 9);
          expect(Math.abs(filter.bias.x)).toBeLessThanOrEqual((2.001 * Math.PI) / 180);
        }
      }),
    );
  });

  it('finds the bias of a sensor at rest and does not drift in 24 hours', () => {
    const filter = new OrientationFilter({ ...wearable, nominalRateHz: 10 });
    const bias = (0.8 * Math.PI) / 180;
    for (let i = 1; i <= 24 * 3600 * 10; i++) filter.step(i * 100_000, bias, 0, 0, 0, 0, 9.81);
    expect(filter.atRest).toBe(true);
    expect(filter.bias.x).toBeCloseTo(bias, 6);
    expect(norm(filter)).toBeCloseTo(1, 12);
    expect(filter.w).toBeGreaterThan(0.9999);
  });

  it('takes a hole of minutes as a new start and keeps the bias', () => {
    const filter = new OrientationFilter(wearable);
    for (let i = 0; i < 2000; i++) feed(filter, i);
    const { x } = filter.bias;
    filter.step(timeUs[1999] + 300e6, 0, 0, 0, 9.81, 0, 0);
    expect(filter.gapCount).toBe(1);
    expect(filter.bias.x).toBe(x);
    // Gravity is along the sensor's x axis now: its "up" row says so at once.
    expect(2 * (filter.x * filter.z - filter.w * filter.y)).toBeCloseTo(1, 6);
  });
});
