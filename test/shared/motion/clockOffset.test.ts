import { describe, expect, it } from 'vitest';
import { readCsv } from '#test/helpers/csv.ts';
import { runHinge } from '#test/helpers/hingeRun.ts';
import { asDot, kneeSensors } from '#test/helpers/kneeRun.ts';
import { rmseWithoutOffset } from '#test/helpers/scoring.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import { wearableSensor } from '#test/helpers/synthetic/sensorErrors.ts';
import { syntheticSession } from '#test/helpers/syntheticMotion.ts';

const kneeFile = sharedData('motion/knee_right_cutting.csv.gz');

describe.skipIf(kneeFile === null)(`clocks of a real pair${kneeFile === null ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  const knee = kneeSensors(readCsv(kneeFile ?? ''));
  const run = (rateHz: number, shiftMs: number) => {
    const sensors = rateHz === 100 ? knee : asDot(knee, rateHz);
    const late = sensors.timeUs.map((time) => time + 1000 * shiftMs);
    const { rows, hinge } = runHinge({ timeUs: sensors.timeUs, axes: sensors.thigh }, { timeUs: late, axes: sensors.shank }, rateHz);
    const degAt = new Map(rows.map(({ timeUs, deg }) => [timeUs, deg]));
    const from = Math.floor(0.6 * sensors.timeUs.length);
    const angle = Array.from(sensors.timeUs.subarray(from), (time) => degAt.get(time) ?? Number.NaN);
    return { offsetMs: 1000 * hinge.clockOffsetS, rmse: rmseWithoutOffset(angle, sensors.referenceDeg.subarray(from)).rmse };
  };

  it('are left alone when they agree', () => {
    for (const rateHz of [100, 60]) for (const shiftMs of [0, 4, -4]) expect(run(rateHz, shiftMs).offsetMs).toBe(0);
  });

  it.each([-50, -20, 20, 30, 50])('are found within 5 ms when one is shifted by %s ms, and the angle is right again', (shiftMs) => {
    for (const rateHz of [100, 60]) {
      const { offsetMs, rmse } = run(rateHz, shiftMs);
      expect(Math.abs(offsetMs - shiftMs)).toBeLessThan(5);
      expect(rmse).toBeLessThan(1.2);
    }
  });
});

describe('clocks of synthetic sensors', () => {
  const offsetMs = (clockOffsetMs: number, periodS: number, seed: number): number => {
    const body = { outOfHingeShare: 0.1, wobbleDeg: 2, swayDeg: { x: 2, y: 2, z: 4 }, swayM: 0.02 };
    const errors = { ...wearableSensor, clockOffsetMs };
    const { proximal, distal } = syntheticSession({ seconds: 45, rateHz: 60, seed, plan: { periodS }, body, errors });
    return 1000 * runHinge(proximal, distal, 60).hinge.clockOffsetS;
  };

  it('never grow apart, whatever the true offset', () => {
    for (const [seed, trueMs] of [0, 5, 20, 35, 50].entries()) {
      for (const periodS of [2, 4]) expect(Math.abs(offsetMs(trueMs, periodS, seed + 1) - trueMs)).toBeLessThanOrEqual(trueMs);
    }
  });

  it('are found within 10 ms in a brisk exercise', () => {
    for (const trueMs of [20, 35, 50]) expect(Math.abs(offsetMs(trueMs, 2, trueMs) - trueMs)).toBeLessThan(10);
  });
});
