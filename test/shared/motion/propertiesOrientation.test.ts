import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '#server/demo/random.ts';
import { OrientationFilter } from '#shared/motion/orientation.ts';
import { type OrientationParams, phone, wearable } from '#shared/motion/orientationParams.ts';
import { type QuatWxyz, rotateBack } from '#shared/motion/quaternion.ts';
import { anyOrientation } from '#test/helpers/synthetic/draws.ts';
import { ErrorModel, type SensorErrors, wearableSensor } from '#test/helpers/synthetic/sensorErrors.ts';
import type { BodyOptions } from '#test/helpers/synthetic/twoSegments.ts';
import { syntheticSession } from '#test/helpers/syntheticMotion.ts';
import { syntheticInclinationRmse } from '#test/helpers/syntheticRun.ts';

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const RAD = Math.PI / 180;
const radio: Partial<SensorErrors> = { jitterMs: 5, lostShare: 0.05 };

/** Angle between "up" as two estimates see it, each in its sensor's frame; `mount` turns the second sensor's axes into the first's. */
function upsApartDeg(a: QuatWxyz, b: QuatWxyz, mount: QuatWxyz): number {
  const up = { x: 0, y: 0, z: 1 };
  const zero = { x: 0, y: 0, z: 0 };
  const u = rotateBack({ ...zero }, mount, rotateBack({ ...zero }, a, up));
  const v = rotateBack({ ...zero }, b, up);
  return Math.hypot(u.x - v.x, u.y - v.y, u.z - v.z) / RAD;
}

describe('inclination of an exact movement under each error of the sensor and the body', () => {
  it.each<[string, number, Partial<SensorErrors>, Partial<BodyOptions>, OrientationParams, number]>([
    ['none, 100 Hz', 0.7, {}, {}, wearable, 100],
    ['none, 25 Hz', 1.2, {}, {}, wearable, 25],
    ['none, 200 Hz', 0.7, {}, {}, wearable, 200],
    ['noise of gyroscope and accelerometer', 0.7, { gyroNoiseDensity: 0.01, accNoiseDensityUg: 300 }, {}, wearable, 100],
    ['gyro bias up to 1 deg/s with walk', 0.8, { gyroBiasDegPerS: 1, gyroBiasWalk: 0.002 }, {}, wearable, 100],
    ['gyro bias up to 5 deg/s with walk, phone preset', 1.5, { gyroBiasDegPerS: 4.5, gyroBiasWalk: 0.005 }, {}, phone, 100],
    ['scale 0.5 %, misalignment 0.5 deg', 0.8, { gyroScaleShare: 0.005, misalignmentDeg: 0.5 }, {}, wearable, 100],
    ['16 bits over 2000 deg/s and 16 g', 0.7, { bits: 16, gyroRangeDegPerS: 2000, accRangeG: 16 }, {}, wearable, 100],
    ['saturation at 75 deg/s', 3.5, { gyroRangeDegPerS: 75 }, {}, wearable, 100],
    ['stamps off by up to 5 ms', 0.8, { jitterMs: 5 }, {}, wearable, 100],
    ['5 % of the samples lost', 0.8, { lostShare: 0.05 }, {}, wearable, 100],
    ['tremor of 1 deg', 1, {}, { tremorDeg: 1 }, wearable, 100],
    ['a swaying hip and movement out of the plane', 0.8, {}, { swayM: 0.02, outOfHingeShare: 0.2, wobbleDeg: 4 }, wearable, 100],
    // 30 mg on each axis alone are up to 3.0 deg: nothing can tell them from gravity.
    ['accelerometer bias of 30 mg', 3.4, { accBiasMg: 30 }, {}, wearable, 100],
    ['everything at once', 3.8, { ...wearableSensor, ...radio }, { tremorDeg: 0.5, wobbleDeg: 2, swayM: 0.01 }, wearable, 100],
  ])('%s: below %f deg', (_name, limitDeg, errors, body, params, rateHz) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { proximal, distal } = syntheticSession({ seconds: 30, rateHz, seed, errors, body, plan: { spread: 0.2 } });
        for (const sensor of [proximal, distal])
          expect(syntheticInclinationRmse(sensor, { ...params, nominalRateHz: rateHz }, 3)).toBeLessThan(limitDeg);
      }),
      { numRuns: 8 },
    );
  });
});

describe('the orientation filter', () => {
  it('sees the same inclination however the sensor is mounted', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const errors = { ...wearableSensor, gyroBiasDegPerS: 0.9, bits: null };
        const { timeUs, axes } = syntheticSession({ seconds: 20, rateHz: 100, seed, errors }).distal;
        const [gx, gy, gz, ax, ay, az] = axes;
        const mount = anyOrientation(seededRandom(seed + 1));
        const plain = new OrientationFilter(wearable);
        const turned = new OrientationFilter(wearable);
        const seen = (x: number, y: number, z: number): [number, number, number] =>
          Object.values(rotateBack({ x: 0, y: 0, z: 0 }, mount, { x, y, z })) as [number, number, number];
        for (let i = 0; i < timeUs.length; i++) {
          plain.step(timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
          turned.step(timeUs[i], ...seen(gx[i], gy[i], gz[i]), ...seen(ax[i], ay[i], az[i]));
          // Limits on the bias apply axis by axis, which leaves a few hundredths of a degree.
          expect(upsApartDeg(plain, turned, mount)).toBeLessThan(0.05);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('stays bounded in 24 hours at rest with noise and a bias that wanders', () => {
    const rateHz = 5;
    const model = new ErrorModel({ ...wearableSensor, accBiasMg: 0, gyroBiasDegPerS: 0.5, gyroBiasWalk: 0.001 }, rateHz, seededRandom(7));
    const filter = new OrientationFilter({ ...wearable, nominalRateHz: rateHz });
    let worstDeg = 0;
    for (let i = 1; i <= 24 * 3600 * rateHz; i++) {
      const [gx, gy, gz] = model.gyroscope({ x: 0, y: 0, z: 0 });
      const [ax, ay, az] = model.accelerometer({ x: 0, y: 0, z: 9.80665 });
      filter.step((i * 1e6) / rateHz, gx, gy, gz, ax, ay, az);
      if (i > 60 * rateHz) worstDeg = Math.max(worstDeg, (2 * Math.hypot(filter.x, filter.y)) / RAD);
    }
    expect(worstDeg).toBeLessThan(0.2);
    expect(filter.atRest).toBe(true);
    expect(Math.hypot(filter.w, filter.x, filter.y, filter.z)).toBeCloseTo(1, 12);
    expect(filter.bias.sigmaDegPerS).toBeLessThan(0.1);
  });
});
