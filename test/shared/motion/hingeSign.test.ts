import { describe, expect, it } from 'vitest';
import { seededRandom } from '#server/demo/random.ts';
import { rotateBack } from '#shared/motion/quaternion.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { asDot, kneeSensors, runKnee, type TwoSensors } from '#test/helpers/kneeRun.ts';
import { rmseWithoutOffset } from '#test/helpers/scoring.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import { anyOrientation } from '#test/helpers/synthetic/draws.ts';
import { squat } from '#test/helpers/syntheticLimbs.ts';
import { syntheticHingeError } from '#test/helpers/syntheticRun.ts';

const kneeFile = sharedData('motion/knee_right_cutting.csv.gz');

/** From second `fromS` on, with both sensors mounted anew. */
function remounted(sensors: TwoSensors, fromS: number, seed: number): TwoSensors {
  const from = sensors.timeUs.findIndex((time) => time - sensors.timeUs[0] >= fromS * 1e6);
  const random = seededRandom(seed);
  const turn = (columns: readonly Float64Array[]): Float64Array[] => {
    const mount = anyOrientation(random);
    const out = columns.map((column) => column.slice(from));
    for (let i = 0; i < out[0].length; i++) {
      for (const [x, y, z] of [out.slice(0, 3), out.slice(3)]) {
        const v = rotateBack({ x: 0, y: 0, z: 0 }, mount, { x: x[i], y: y[i], z: z[i] });
        [x[i], y[i], z[i]] = [v.x, v.y, v.z];
      }
    }
    return out;
  };
  const { timeUs, referenceDeg } = sensors;
  return { timeUs: timeUs.slice(from), referenceDeg: referenceDeg.slice(from), thigh: turn(sensors.thigh), shank: turn(sensors.shank) };
}

describe('sign of the second axis', () => {
  it.skipIf(kneeFile === null)(
    `is right wherever a recording starts and however the sensors point${kneeFile === null ? ` (${NO_SHARED_DATA})` : ''}`,
    () => {
      const knee = kneeSensors(readCsv(kneeFile ?? ''));
      for (const [rateHz, starts] of [
        [100, [0, 15, 25, 40]],
        [60, [20, 35, 45]],
      ] as const) {
        for (const startS of starts) {
          const sensors = remounted(rateHz === 100 ? knee : asDot(knee, rateHz), startS, startS + 1);
          const { angleDeg } = runKnee(sensors);
          // A recording that starts in a movement has no rest pose: which way counts positive is then open, and not asked here.
          const from = Math.floor(sensors.timeUs.length / 2);
          const reference = sensors.referenceDeg.subarray(from);
          const [up, down] = [1, -1].map(
            (way) =>
              rmseWithoutOffset(
                angleDeg.subarray(from).map((deg) => way * deg),
                reference,
              ).rmse,
          );
          // A wrong sign costs more than 20 degrees here.
          expect(Math.min(up, down), `${rateHz} Hz from ${startS} s`).toBeLessThan(1.4);
        }
      }
    },
  );

  it('is right in a squat, where thigh and shank turn in proportion', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const { rmseDeg, known } = syntheticHingeError(squat({ seconds: 31, rateHz: 60, seed, swayDeg: seed % 2 }), 60);
      expect(known, `seed ${seed}`).toBeGreaterThan(0.99);
      expect(rmseDeg, `seed ${seed}`).toBeLessThan(2);
    }
  });
});
