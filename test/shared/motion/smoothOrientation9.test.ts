import { describe, expect, it } from 'vitest';
import { wearable } from '#shared/motion/orientationParams.ts';
import { type QuatWxyz, wrapRad } from '#shared/motion/quaternion.ts';
import { smoothOrientation } from '#shared/motion/smoothOrientation.ts';
import { type SmoothedOrientation9, smoothOrientation9 } from '#shared/motion/smoothOrientation9.ts';
import { motionRecordings } from '#test/helpers/motionRecordings.ts';
import { smoothTotalRmse } from '#test/helpers/orientationRun.ts';
import { totalErrorDeg } from '#test/helpers/scoring.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import { wearableSensor } from '#test/helpers/synthetic/sensorErrors.ts';
import { syntheticSession } from '#test/helpers/syntheticMotion.ts';
import { trueOrientation } from '#test/helpers/syntheticRun.ts';
import { FIELD_UT, turningSensor } from '#test/helpers/turningSensor.ts';

const noData = sharedData('motion/README.md') === null;
const RAD = Math.PI / 180;

describe.skipIf(noData)(`smoothed orientation with magnetometer against optical truth${noData ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  it('is below 1 degree on the BROAD trials, below 0.65 with the 2.4 ms time offset of that data', () => {
    const trials = motionRecordings('broad_');
    const mean = (leadS: number): number =>
      trials.reduce((sum, trial) => sum + smoothTotalRmse(trial, { ...wearable, leadS }), 0) / trials.length;
    expect(mean(0)).toBeLessThan(1);
    expect(mean(0.0024)).toBeLessThan(0.65);
  });
});

describe('smoothed orientation with magnetometer', () => {
  it('does not drift at its ends when nobody was still at the start', () => {
    for (const [seed, stillSwayShare] of [
      [2, 0.1],
      [5, 0.1],
      [10, 0.1],
      [5, 1],
    ]) {
      const body = { swayDeg: { x: 10, y: 5, z: 30 }, stillSwayShare };
      const errors = { ...wearableSensor, accBiasMg: 5 };
      const { distal } = syntheticSession({ seconds: 90, rateHz: 50, seed, errors, body, plan: { spread: 0.2 } });
      const smoothed = smoothOrientation9(distal.timeUs, distal.axes, distal.magUt, { ...wearable, nominalRateHz: 50 });
      const truth = Array.from(distal.timeUs, (_, i) => trueOrientation(distal, i));
      expect(worstDeg(smoothed, truth), `seed ${seed}`).toBeLessThan(4);
    }
  });

  it('finds latency and offset of the magnetometer, and the truth', () => {
    const world = turningSensor({ latencyS: 0.013, offset: [20, -35, 10] });
    const smoothed = smoothOrientation9(world.timeUs, world.imu, world.mag, wearable);
    expect(smoothed.calibration.latencyS).toBeCloseTo(0.013, 3);
    expect(smoothed.calibration.x).toBeCloseTo(20, 0);
    expect(smoothed.calibration.y).toBeCloseTo(-35, 0);
    expect(smoothed.calibration.z).toBeCloseTo(10, 0);
    expect(smoothed.field?.norm).toBeCloseTo(Math.hypot(...FIELD_UT), 0);
    expect(smoothed.disturbed.reduce((sum, flag) => sum + flag, 0)).toBe(0);
    expect(worstDeg(smoothed, world.truth)).toBeLessThan(2);
  });

  it('keeps its heading through a disturbed field and says where it was', () => {
    const world = turningSensor({ disturbedS: [30, 55] });
    const smoothed = smoothOrientation9(world.timeUs, world.imu, world.mag, wearable);
    const share = (from: number, to: number): number =>
      smoothed.disturbed.subarray(100 * from, 100 * to).reduce((sum, flag) => sum + flag, 0) / (100 * (to - from));
    expect(share(31, 54)).toBeGreaterThan(0.95);
    expect(share(0, 29)).toBe(0);
    expect(share(56, 80)).toBe(0);
    expect(worstDeg(smoothed, world.truth)).toBeLessThan(2);
  });

  it('turns with the field about the vertical and leaves the inclination as it is without magnetometer', () => {
    const world = turningSensor({});
    const east = turningSensor({ northDeg: 70 });
    const a = smoothOrientation9(world.timeUs, world.imu, world.mag, wearable);
    const b = smoothOrientation9(world.timeUs, world.imu, east.mag, wearable);
    const tilt = smoothOrientation(world.timeUs, world.imu, wearable);
    for (let i = 0; i < world.timeUs.length; i += 7) {
      expect(wrapRad(b.headingRad[i] - a.headingRad[i] - 70 * RAD)).toBeCloseTo(0, 3);
      const [w, x, y, z] = a.quatWxyz.subarray(4 * i, 4 * i + 4);
      const [tw, tx, ty, tz] = tilt.quatWxyz.subarray(4 * i, 4 * i + 4);
      expect(2 * (x * z - w * y)).toBeCloseTo(2 * (tx * tz - tw * ty), 9);
      expect(2 * (y * z + w * x)).toBeCloseTo(2 * (ty * tz + tw * tx), 9);
    }
  });

  it('says so where there is no reading, and lets broken ones not spread', () => {
    const world = turningSensor({});
    const none = world.mag.map((column) => column.map(() => Number.NaN));
    const silent = smoothOrientation9(world.timeUs, world.imu, none, wearable);
    expect(silent.field).toBeNull();
    expect(silent.headingRad.every(Number.isNaN)).toBe(true);
    expect(silent.disturbed.every((flag) => flag === 1)).toBe(true);
    expect(silent.quatWxyz).toEqual(smoothOrientation(world.timeUs, world.imu, wearable).quatWxyz);
    // Every second reading missing, some zero, one infinite.
    const thin = world.mag.map((column) =>
      column.map((value, i) => (i % 2 === 1 ? Number.NaN : i % 50 === 0 ? 0 : i === 444 ? Number.POSITIVE_INFINITY : value)),
    );
    expect(worstDeg(smoothOrientation9(world.timeUs, world.imu, thin, wearable), world.truth)).toBeLessThan(2);
  });
});

function worstDeg({ quatWxyz }: SmoothedOrientation9, truth: readonly QuatWxyz[]): number {
  return truth.reduce((worst, q, i) => {
    const [w, x, y, z] = quatWxyz.subarray(4 * i, 4 * i + 4);
    return Math.max(worst, totalErrorDeg({ w, x, y, z }, q));
  }, 0);
}
