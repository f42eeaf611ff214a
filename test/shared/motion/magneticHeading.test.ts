import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrientationFilter } from '#shared/motion/orientation.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import { identityQuat, type QuatWxyz, rotateBack, type Vec3 } from '#shared/motion/quaternion.ts';

const RAD = Math.PI / 180;
const G = 9.80665;
/** uT: east, north, up at 66 deg of dip. */
const EARTH_FIELD: Vec3 = { x: 0, y: 19, z: -43 };

/** A sensor that turns to and fro about all axes, 100 Hz; heading is that of its x axis at the start. */
function attitude(t: number, headingDeg: number): QuatWxyz {
  const yaw = headingDeg * RAD + 1.2 * Math.sin(0.9 * t);
  const pitch = 0.7 * Math.sin(1.3 * t);
  const [a, b, c, d] = [Math.cos(yaw / 2), Math.sin(yaw / 2), Math.cos(pitch / 2), Math.sin(pitch / 2)];
  return { w: a * c, x: -b * d, y: a * d, z: b * c };
}

interface Options {
  readonly headingDeg?: number;
  readonly delayS?: number;
  /** Adds to the earth's field (uT, earth frame) at time t. */
  readonly disturbance?: (t: number) => Vec3;
  readonly onStep?: (t: number, filter: OrientationFilter, errorDeg: number) => void;
}

function turnAround(seconds: number, { headingDeg = 0, delayS = 0, disturbance, onStep }: Options): OrientationFilter {
  const filter = new OrientationFilter(wearable);
  const estimate = identityQuat();
  const zero = (): Vec3 => ({ x: 0, y: 0, z: 0 });
  for (let i = 0; i <= seconds * 100; i++) {
    const t = i / 100;
    const q = attitude(t, headingDeg);
    // The rate is the mean over the last interval, as a gyroscope gives it.
    const p = attitude(t - 0.01, headingDeg);
    const turn = { x: p.w * q.x - p.x * q.w - p.y * q.z + p.z * q.y, y: p.w * q.y + p.x * q.z - p.y * q.w - p.z * q.x, z: 0 };
    turn.z = p.w * q.z - p.x * q.y + p.y * q.x - p.z * q.w;
    const a = rotateBack(zero(), q, { x: 0, y: 0, z: G });
    filter.step(i * 10_000, 200 * turn.x, 200 * turn.y, 200 * turn.z, a.x, a.y, a.z);
    const extra = disturbance?.(t) ?? zero();
    const field = { x: EARTH_FIELD.x + extra.x, y: EARTH_FIELD.y + extra.y, z: EARTH_FIELD.z + extra.z };
    const m = rotateBack(zero(), attitude(t - delayS, headingDeg), field);
    filter.magnetometer(m.x, m.y, m.z);
    const { w, x, y, z } = filter.readEarth(estimate);
    onStep?.(t, filter, (2 * Math.acos(Math.min(1, Math.abs(w * q.w + x * q.x + y * q.y + z * q.z)))) / RAD);
  }
  return filter;
}

describe('heading from the magnetometer', () => {
  it('is known at once, wherever north is; before there is a field there is none', () => {
    expect([new OrientationFilter(wearable).headingReason, new OrientationFilter(wearable).headingQuality]).toEqual(['noData', 0]);
    fc.assert(
      fc.property(fc.integer({ min: -180, max: 180 }), (headingDeg) => {
        const filter = turnAround(45, { headingDeg, onStep: (t, _, errorDeg) => t > 1 && expect(errorDeg).toBeLessThan(1.5) });
        expect(filter.headingReason).toBe('ok');
        expect(filter.headingQuality).toBeGreaterThan(0.75);
      }),
      { numRuns: 10 },
    );
  });

  it('finds the delay of the magnetometer', () => {
    expect(turnAround(120, { delayS: 0.02 }).heading.delayS).toBeCloseTo(0.02, 2);
    expect(turnAround(120, { delayS: 0 }).heading.delayS).toBeCloseTo(0, 3);
  });

  it('does not follow a disturbed field for a minute, says so, and is right again afterwards', () => {
    let worstDeg = 0;
    let namedCount = 0;
    const filter = turnAround(120, {
      disturbance: (t) => ({ x: t > 40 && t < 55 ? 30 : 0, y: 0, z: 0 }),
      onStep: (t, running, errorDeg) => {
        if (t > 20) worstDeg = Math.max(worstDeg, errorDeg);
        if (t > 42 && t < 55) {
          namedCount += running.headingReason === 'magneticDisturbance' ? 1 : 0;
          expect(running.headingQuality).toBeLessThan(0.7);
          expect(running.reason).toBe('ok');
        }
      },
    });
    expect(worstDeg).toBeLessThan(4);
    expect(namedCount).toBeGreaterThan(1250);
    expect(filter.headingReason).toBe('ok');
  });

  it('takes a new place for the reference after 20 s of turning in it', () => {
    const filter = turnAround(120, { disturbance: (t) => ({ x: 0, y: t > 40 ? 20 : 0, z: t > 40 ? -10 : 0 }) });
    expect(filter.headingReason).toBe('ok');
  });

  it('leaves readings that are none alone', () => {
    const filter = turnAround(10, {});
    const before = filter.save();
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) expect(filter.magnetometer(bad, 1, 1)).toBe(false);
    expect(filter.magnetometer(0, 0, 0)).toBe(false);
    expect(filter.save()).toEqual(before);
  });
});
