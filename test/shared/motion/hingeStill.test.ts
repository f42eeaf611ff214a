import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateKneeMotion } from '#devices/simulation/kneeMotion.ts';
import type { MotionSample } from '#devices/simulation/motionSample.ts';
import { HingeAngle } from '#shared/motion/hinge.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import { type QuatWxyz, rotateBack } from '#shared/motion/quaternion.ts';
import { SensorTrack } from '#shared/motion/sensorTrack.ts';
import { Rms } from '#test/helpers/scoring.ts';

const part = fc.double({ min: -1, max: 1, noNaN: true });
/** Any mounting of a sensor. */
const mounting = fc
  .tuple(part, part, part, part)
  .filter((parts) => Math.hypot(...parts) > 0.1)
  .map((parts): QuatWxyz => {
    const [w, x, y, z] = parts.map((value) => value / Math.hypot(...parts));
    return { w, x, y, z };
  });

function push(track: SensorTrack, mount: QuatWxyz, { timestampUs, angularRateRadPerS, accelerationMPerS2 }: MotionSample): void {
  const [w, a] = [angularRateRadPerS, accelerationMPerS2].map(([x, y, z]) => rotateBack({ x: 0, y: 0, z: 0 }, mount, { x, y, z }));
  track.push(timestampUs, w.x, w.y, w.z, a.x, a.y, a.z);
}

describe('a hinge of which only one side moves', () => {
  it.each([
    ['standing', 3, 73, 0],
    ['sitting', 90, 20, 80],
  ])('is known after the second repetition and stays right: %s', (_name, restDeg, peakDeg, thighDeg) => {
    fc.assert(
      fc.property(mounting, mounting, fc.integer({ min: 1, max: 1000 }), (thighMount, shankMount, seed) => {
        const motion = generateKneeMotion({ rateHz: 60, seed, restDeg, thighDeg, peaksDeg: Array(10).fill(peakDeg) });
        const thigh = new SensorTrack({ ...wearable, nominalRateHz: 60 });
        const shank = new SensorTrack({ ...wearable, nominalRateHz: 60 });
        const error = new Rms();
        let knownUs = Number.NaN;
        let row = 0;
        const hinge = new HingeAngle(thigh, shank, (timeUs, angleDeg, _confidence, availableUs) => {
          if (Number.isNaN(knownUs)) knownUs = availableUs;
          while (motion.thigh[row].timestampUs < timeUs) row++;
          error.add(angleDeg - Math.abs(motion.flexionDeg[row] - restDeg));
        });
        motion.thigh.forEach((sample, i) => {
          push(thigh, thighMount, sample);
          push(shank, shankMount, motion.shank[i]);
          hinge.run();
        });
        expect(knownUs / 1e6).toBeLessThan(3 + 2 * 3.8);
        expect(error.value).toBeLessThan(1.5);
      }),
      { numRuns: 25 },
    );
  });
});
