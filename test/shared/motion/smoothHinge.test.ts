import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wearable } from '#shared/motion/orientationParams.ts';
import { smoothHinge } from '#shared/motion/smoothHinge.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { afterMotion, asDot, kneeSensors, smoothKnee, type TwoSensors } from '#test/helpers/kneeRun.ts';
import { correlation, rmseWithoutOffset } from '#test/helpers/scoring.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';

const kneeFile = sharedData('motion/knee_right_cutting.csv.gz');

describe.skipIf(kneeFile === null)(
  `knee angle of a whole recording against Vicon${kneeFile === null ? ` (${NO_SHARED_DATA})` : ''}`,
  () => {
    const knee = kneeSensors(readCsv(kneeFile ?? ''));

    it.each([
      ['100 Hz', () => knee],
      ['60 Hz in DOT counts', () => asDot(knee, 60)],
    ])('is below 0.8 degrees, flexion positive: %s', (_name, make) => {
      const sensors = make();
      const found = smoothKnee(sensors);
      const from = afterMotion(sensors, 10);
      expect(found?.timeUs).toEqual(sensors.timeUs);
      const angle = found?.angleDeg ?? new Float64Array();
      expect(rmseWithoutOffset(angle.subarray(from), sensors.referenceDeg.subarray(from)).rmse).toBeLessThan(0.8);
      expect(correlation(angle, sensors.referenceDeg)).toBeGreaterThan(0.998);
      expect(Math.min(...(found?.confidence ?? []))).toBeGreaterThan(0.3);
    });

    it.each([-50, -20, 30, 50])('is as good when the clocks differ by %s ms, and with every second pair', (shiftMs) => {
      const { timeUs, thigh, shank, referenceDeg } = knee;
      const params = { ...wearable, nominalRateHz: 100 };
      const late = { timeUs: timeUs.map((time) => time + 1000 * shiftMs), axes: shank, params };
      const found = smoothHinge({ timeUs, axes: thigh, params }, late, [], 14_000);
      const at = Int32Array.from(found?.timeUs ?? [], (time) => timeUs.indexOf(time));
      expect(at.length).toBeGreaterThan(0.48 * timeUs.length);
      expect(
        rmseWithoutOffset(
          found?.angleDeg ?? new Float64Array(),
          Float64Array.from(at, (row) => referenceDeg[row]),
        ).rmse,
      ).toBeLessThan(0.8);
    });
  },
);

function recording(seed: number, seconds = 27): TwoSensors {
  const { timeUs, proximal, distal, angleDeg } = syntheticHinge({ seconds, rateHz: 60, seed, biasDegPerS: 1 });
  return { timeUs, thigh: proximal, shank: distal, referenceDeg: angleDeg };
}

describe('angle of a whole synthetic recording', () => {
  it('is right for any mounting, from the rest pose', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const sensors = recording(seed);
      const angle = smoothKnee(sensors)?.angleDeg ?? new Float64Array();
      expect(rmseWithoutOffset(angle, sensors.referenceDeg).rmse, `seed ${seed}`).toBeLessThan(0.7);
      expect(Math.abs(angle[60])).toBeLessThan(1);
    }
  });

  it('is not there without movement', () => {
    expect(smoothKnee(recording(1, 2.9))).toBeNull();
  });

  it('never gives a number that is none, whatever rows are broken', () => {
    const clean = recording(2);
    const rows = fc.record({
      row: fc.nat(clean.timeUs.length - 1),
      column: fc.nat(5),
      value: fc.constantFrom(Number.NaN, 0, Number.POSITIVE_INFINITY, -1e9, 1e300),
      timeUs: fc.option(fc.constantFrom(Number.NaN, 0, -1, 5e6, 1e18, Number.POSITIVE_INFINITY)),
    });
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 25 }), (breaks) => {
        const dirty = {
          ...clean,
          timeUs: clean.timeUs.slice(),
          thigh: clean.thigh.map((c) => c.slice()),
          shank: clean.shank.map((c) => c.slice()),
        };
        for (const { row, column, value, timeUs } of breaks) {
          (row % 2 === 0 ? dirty.thigh : dirty.shank)[column][row] = value;
          if (timeUs !== null) dirty.timeUs[row] = timeUs;
        }
        const found = smoothKnee({ ...dirty, timeUs: dirty.timeUs });
        for (const column of [found?.timeUs, found?.angleDeg, found?.confidence]) expect(column?.every(Number.isFinite) ?? true).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
