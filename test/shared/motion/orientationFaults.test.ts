import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrientationFilter } from '#shared/motion/orientation.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import { ORIENTATION_REASONS } from '#shared/motion/orientationTrust.ts';
import { identityQuat, rotateBack } from '#shared/motion/quaternion.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';

const { timeUs, proximal } = syntheticHinge({ seconds: 30, rateHz: 100, biasDegPerS: 0.5 });
const [gx, gy, gz, ax, ay, az] = proximal;
const COUNT = timeUs.length;
/** uT; a field of Berlin's strength and dip in the frame of the sensor, as if the body's heading stayed. */
const FIELD = { x: 0, y: 18.9, z: -45.6 };

function feed(filter: OrientationFilter, i: number, atUs = timeUs[i]): boolean {
  return filter.step(atUs, gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
}

function run(filter: OrientationFilter, from: number, to: number): OrientationFilter {
  for (let i = from; i < to; i++) feed(filter, i);
  return filter;
}

const pose = ({ w, x, y, z }: OrientationFilter): number[] => [w, x, y, z];
const isSound = (filter: OrientationFilter): boolean =>
  [...pose(filter), filter.rateX, filter.bias.x, filter.bias.scaleX, filter.quality, filter.headingQuality].every(Number.isFinite);

describe('quality of the orientation', () => {
  it('is 0 without data and rises while the sensor is learnt', () => {
    const filter = new OrientationFilter(wearable);
    expect([filter.quality, filter.reason]).toEqual([0, 'noData']);
    feed(filter, 0);
    expect(filter.quality).toBeLessThan(0.5);
    expect(filter.reason).toBe('notSettled');
    run(filter, 1, COUNT);
    expect(filter.quality).toBeGreaterThan(0.85);
    expect(filter.reason).toBe('ok');
  });

  it('falls in a hole, names it, and comes back', () => {
    const filter = run(new OrientationFilter(wearable), 0, 1000);
    feed(filter, 1200);
    expect(filter.gapCount).toBe(1);
    expect(filter.quality).toBeLessThan(0.4);
    expect(filter.reason).toBe('gap');
    run(filter, 1201, COUNT);
    expect([filter.reason, filter.quality > 0.8]).toEqual(['ok', true]);
  });

  it('falls at the end of the range, which has to be told', () => {
    const cut = { ...wearable, gyroFullScaleDegPerS: 125 };
    const [told, untold] = [new OrientationFilter(cut), new OrientationFilter(wearable)];
    for (const filter of [told, untold]) {
      run(filter, 0, 1000);
      for (let i = 1000; i < 1050; i++) filter.step(timeUs[i], (125 * Math.PI) / 180, gy[i], gz[i], ax[i], ay[i], az[i]);
    }
    expect(told.reason).toBe('saturated');
    expect(told.quality).toBeLessThan(0.4);
    expect(untold.reason).toBe('ok');
    expect(pose(told)).toEqual(pose(untold));
    run(told, 1050, COUNT);
    expect(told.reason).toBe('ok');
  });

  it('is 0 when nothing but broken samples have come for more than a second', () => {
    const filter = run(new OrientationFilter(wearable), 0, 1000);
    for (let i = 1000; i < 1200; i++) filter.step(timeUs[i], Number.NaN, 0, 0, 0, 0, 9.8);
    expect([filter.quality, filter.reason]).toEqual([0, 'noData']);
    run(filter, 1200, COUNT);
    expect(filter.reason).toBe('ok');
  });

  it('follows a clock that was set back, once it is sure, and not where clocks cannot be set back', () => {
    const [free, session] = [new OrientationFilter(wearable), new OrientationFilter({ ...wearable, clockRestartS: null })];
    for (const filter of [free, session]) {
      run(filter, 0, 1500);
      for (let i = 1500; i < COUNT; i++) feed(filter, i, timeUs[i] - 14e6);
    }
    expect(free.ignoredCount).toBe(100);
    expect(free.reason).toBe('ok');
    expect(session.ignoredCount).toBe(1400);
  });

  it('does not take late copies between the samples for a clock set back', () => {
    const [clean, copies] = [new OrientationFilter(wearable), new OrientationFilter(wearable)];
    for (let i = 0; i < COUNT; i++) {
      feed(clean, i);
      feed(copies, i);
      if (i > 50) feed(copies, i - 50);
    }
    expect(pose(copies)).toEqual(pose(clean));
    expect(copies.reason).toBe('ok');
  });

  it('stays a number with a known reason for any input, and recovers', () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY, 1e-308, -1e308, 34.9, 156));
    const stepUs = fc.oneof(fc.integer({ min: -3_000_000, max: 3_000_000 }), fc.constantFrom(0, 10_000, Number.NaN, 1e12, -1e12));
    const sample = fc.tuple(stepUs, number, number, number, number, number, number, number, number, number);
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 60 }), (samples) => {
        const filter = run(new OrientationFilter({ ...wearable, gyroFullScaleDegPerS: 2000, accFullScale: 156.9 }), 0, 200);
        let nowUs = timeUs[199];
        for (const [us, x, y, z, fx, fy, fz, mx, my, mz] of samples) {
          filter.step(nowUs + us, x, y, z, fx, fy, fz);
          filter.magnetometer(mx, my, mz);
          if (Number.isFinite(us)) nowUs += us;
          expect(isSound(filter)).toBe(true);
          expect(filter.quality).toBeGreaterThanOrEqual(0);
          expect(filter.quality).toBeLessThanOrEqual(1);
          expect(ORIENTATION_REASONS).toContain(filter.reason);
          expect(Math.hypot(...pose(filter))).toBeCloseTo(1, 9);
        }
        for (let i = 200; i < COUNT; i++) feed(filter, i, 2e13 + timeUs[i]);
        expect(filter.reason).toBe('ok');
      }),
      { numRuns: 40 },
    );
  });
});

describe('saved state', () => {
  it('goes on bit for bit wherever it is split', () => {
    const every = 7;
    const field = { x: 0, y: 0, z: 0 };
    const step = (filter: OrientationFilter, i: number): void => {
      // A hole and a broken sample, so that these are part of the state too.
      if (i > 900 && i < 1100) return;
      if (i % 333 === 0) filter.step(timeUs[i], Number.NaN, 0, 0, 0, 0, 0);
      feed(filter, i);
      if (i % every !== 0) return;
      rotateBack(field, filter, FIELD);
      filter.magnetometer(field.x + (i % 3), field.y, field.z);
    };
    const all = (filter: OrientationFilter): number[] => {
      const { w, x, y, z } = filter.readEarth(identityQuat());
      return [...pose(filter), w, x, y, z, filter.bias.x, filter.bias.scaleY, filter.quality, filter.headingQuality, filter.ignoredCount];
    };
    const params = { ...wearable, leadS: 0.003 };
    const whole = new OrientationFilter(params);
    for (let i = 0; i < COUNT; i++) step(whole, i);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: COUNT - 1 }), { minLength: 1, maxLength: 4 }), (splits) => {
        let filter = new OrientationFilter(params);
        for (let i = 0; i < COUNT; i++) {
          if (splits.includes(i)) {
            const saved = structuredClone(filter.save());
            filter = new OrientationFilter(params);
            filter.restore(saved);
          }
          step(filter, i);
        }
        expect(all(filter)).toEqual(all(whole));
        expect(filter.save()).toEqual(whole.save());
      }),
      { numRuns: 15 },
    );
  });

  it('is refused when it is not one', () => {
    const filter = new OrientationFilter(wearable);
    const saved = filter.save();
    expect(() => filter.restore(saved.slice(1))).toThrow(RangeError);
    saved[0] = 99;
    expect(() => filter.restore(saved)).toThrow(RangeError);
  });
});
