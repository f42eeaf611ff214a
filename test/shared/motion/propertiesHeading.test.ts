import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrientationFilter } from '#shared/motion/orientation.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import { identityQuat, type QuatWxyz } from '#shared/motion/quaternion.ts';
import { Rms, totalErrorDeg } from '#test/helpers/scoring.ts';
import type { SyntheticSensor } from '#test/helpers/synthetic/recordSensor.ts';
import { wearableSensor } from '#test/helpers/synthetic/sensorErrors.ts';
import { syntheticSession } from '#test/helpers/syntheticMotion.ts';
import { trueOrientation } from '#test/helpers/syntheticRun.ts';

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const errors = { ...wearableSensor, accBiasMg: 5 };
/** After standing still a leg that swings and looks around, so that the field is seen from many sides. */
const body = { swayDeg: { x: 10, y: 5, z: 30 }, stillSwayShare: 0.005 };
const session = { seconds: 90, rateHz: 50, errors, body, plan: { spread: 0.2 } };

function orientations({ timeUs, axes, magUt }: SyntheticSensor): QuatWxyz[] {
  const filter = new OrientationFilter({ ...wearable, nominalRateHz: 50 });
  const [gx, gy, gz, ax, ay, az] = axes;
  const [mx, my, mz] = magUt;
  return Array.from(timeUs, (time, i) => {
    filter.step(time, gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
    filter.magnetometer(mx[i], my[i], mz[i]);
    return filter.readEarth(identityQuat());
  });
}

/** RMSE of the whole orientation from one time to another, deg. */
function rmse(sensor: SyntheticSensor, found: readonly QuatWxyz[], fromS: number, toS: number): number {
  const error = new Rms();
  found.forEach((q, i) => {
    if (sensor.trueTimeS[i] >= fromS && sensor.trueTimeS[i] < toS) error.add(totalErrorDeg(q, trueOrientation(sensor, i)));
  });
  return error.value;
}

describe('orientation with magnetometer', () => {
  it('finds north wherever the person looks', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: -180, max: 180 }), (seed, headingDeg) => {
        const { distal } = syntheticSession({ ...session, seed, body: { ...body, headingDeg } });
        expect(rmse(distal, orientations(distal), 30, 90)).toBeLessThan(3);
      }),
      { numRuns: 8 },
    );
  });

  it('is not turned by iron nearby for 15 s', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(-40, 40), fc.constantFrom('x', 'z'), (seed, strengthUt, axis) => {
        const disturbances = [{ fromS: 60, toS: 75, fieldUt: { x: 0, y: 0, z: 0, [axis]: strengthUt } }];
        const { distal } = syntheticSession({ ...session, seed, disturbances });
        expect(rmse(distal, orientations(distal), 60, 80)).toBeLessThan(4);
      }),
      { numRuns: 8 },
    );
  });
});
