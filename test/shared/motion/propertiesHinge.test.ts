import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '#server/demo/random.ts';
import { HingeAngle } from '#shared/motion/hinge.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import { rotateBack } from '#shared/motion/quaternion.ts';
import { SensorTrack } from '#shared/motion/sensorTrack.ts';
import { runHinge } from '#test/helpers/hingeRun.ts';
import { anyOrientation } from '#test/helpers/synthetic/draws.ts';
import { type SensorErrors, wearableSensor } from '#test/helpers/synthetic/sensorErrors.ts';
import type { BodyOptions } from '#test/helpers/synthetic/twoSegments.ts';
import { type SyntheticSession, syntheticHinge, syntheticSession } from '#test/helpers/syntheticMotion.ts';
import { syntheticHingeAngles, syntheticHingeError } from '#test/helpers/syntheticRun.ts';

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const plan = { spread: 0.2 };
const seconds = 40;

describe('hinge angle of a known movement under each error of the sensors and the body', () => {
  it.each<[string, number, Partial<SensorErrors>, Partial<BodyOptions>, number]>([
    ['none, 100 Hz', 0.6, {}, {}, 100],
    ['none, 200 Hz', 0.4, {}, {}, 200],
    // Half a sample at the 40 deg/s that are usual here is 0.8 deg.
    ['none, 25 Hz', 1.4, {}, {}, 25],
    ['noise', 0.6, { gyroNoiseDensity: 0.01, accNoiseDensityUg: 300 }, {}, 100],
    ['gyro bias up to 0.5 deg/s with walk', 1.2, { gyroBiasDegPerS: 0.5, gyroBiasWalk: 0.002 }, {}, 100],
    ['gyro bias up to 1 deg/s with walk', 1.8, { gyroBiasDegPerS: 1, gyroBiasWalk: 0.002 }, {}, 100],
    ['scale 0.5 %, misalignment 0.5 deg', 0.8, { gyroScaleShare: 0.005, misalignmentDeg: 0.5 }, {}, 100],
    ['accelerometer bias of 10 mg', 0.8, { accBiasMg: 10 }, {}, 100],
    ['accelerometer bias of 30 mg', 1.3, { accBiasMg: 30 }, {}, 100],
    ['16 bits over 2000 deg/s and 16 g', 0.6, { bits: 16, gyroRangeDegPerS: 2000, accRangeG: 16 }, {}, 100],
    ['stamps off by up to 5 ms', 0.7, { jitterMs: 5 }, {}, 100],
    ['5 % of the samples lost', 0.7, { lostShare: 0.05 }, {}, 100],
    ['clocks 20 ms apart', 0.8, { clockOffsetMs: 20 }, {}, 100],
    // 50 ms at the 94 deg/s of these repetitions are up to 4.7 deg.
    ['clocks 50 ms apart', 2, { clockOffsetMs: 50 }, {}, 100],
    ['a swaying hip', 0.6, {}, { swayM: 0.02 }, 100],
    ['a tremor of 1 deg', 3.2, {}, { tremorDeg: 1 }, 100],
    ['5 % of the bend about other axes', 4, {}, { outOfHingeShare: 0.05 }, 100],
  ])('%s: below %f deg', (_name, limitDeg, errors, body, rateHz) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { rmseDeg, known } = syntheticHingeError(syntheticSession({ seconds, rateHz, seed, errors, body, plan }), rateHz);
        expect(rmseDeg).toBeLessThan(limitDeg);
        expect(known).toBeGreaterThan(0.98);
      }),
      { numRuns: 3 },
    );
  });
});

describe('skin that turns the sensors by 4 deg with the bend', () => {
  const errorDeg = (seed: number): number =>
    syntheticHingeError(syntheticSession({ seconds, rateHz: 100, seed, body: { wobbleDeg: 4 }, plan }), 100).rmseDeg;

  // Along the hinge the skin alone makes the angle up to 10 % wrong: 4 deg on each side of 80.
  // One session in five is above 2 deg, one in a hundred above 5: of 40, half and four are out of reach of chance.
  it('is below 2 deg in half of the sessions and below 5 deg in nine of ten', () => {
    fc.assert(
      fc.property(fc.array(fc.noBias(seeds), { minLength: 40, maxLength: 40 }), (drawn) => {
        const errorsDeg = drawn.map(errorDeg).sort((a, b) => a - b);
        expect(errorsDeg[20]).toBeLessThan(2);
        expect(errorsDeg[36]).toBeLessThan(5);
      }),
      { numRuns: 1, endOnFailure: true },
    );
  });

  // Nearly one plane: axes off by 40 and 17 deg explain the rates as well (|w1 x j1| = |w2 x j2|), and the skin decides for them.
  it.each([999_993, 1740])('takes skewed axes in seed %i, whose angle is some 13 % too small', (seed) => {
    expect(errorDeg(seed)).toBeLessThan(9);
  });
});

describe('the sign of the second axis', () => {
  // Tilted starts and a tremor before the exercise had pulled it to the wrong side.
  it.each<[string, Partial<SensorErrors>, Partial<BodyOptions>, readonly number[]]>([
    ['gyro bias up to 1 deg/s', { gyroBiasDegPerS: 1, gyroBiasWalk: 0.002 }, {}, [1027, 1046, 1076, 1140, 1155, 1184]],
    ['accelerometer bias of 30 mg', { accBiasMg: 30 }, {}, [493080]],
    ['a tremor of 1 deg', {}, { tremorDeg: 1 }, [1, 3, 13, 28, 43, 72]],
    ['skin that turns the sensors by 4 deg', {}, { wobbleDeg: 4 }, [2, 14, 17]],
  ])('is right from the first repetition on: %s', (_name, errors, body, found) => {
    for (const seed of found) {
      const { rmseDeg } = syntheticHingeError(syntheticSession({ seconds, rateHz: 100, seed, errors, body, plan }), 100);
      expect(rmseDeg, `seed ${seed}`).toBeLessThan(3);
    }
  });

  it('is doubted where a movement in exactly one plane and a gyro bias mislead it', () => {
    const doubts = (seed: number): void => {
      const { timeUs, angleDeg, proximal, distal } = syntheticHinge({ seconds, rateHz: 100, seed, biasDegPerS: 1 });
      const { rows } = runHinge({ timeUs, axes: proximal }, { timeUs, axes: distal }, 100);
      expect(rows.length).toBeGreaterThan(3900);
      for (const { deg, confidence } of rows.filter((row, i) => Math.abs(row.deg - angleDeg[i]) > 8)) {
        expect(confidence, `seed ${seed}, ${deg} deg`).toBeLessThan(0.8);
      }
    };
    for (const seed of [11, 15, 134]) doubts(seed);
    fc.assert(fc.property(seeds, doubts), { numRuns: 5 });
  });
});

/** Largest difference between two runs, deg; both must have the same times. */
function largestDifference(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number {
  expect([...a.keys()]).toEqual([...b.keys()]);
  return Math.max(...Array.from(a, ([timeUs, angleDeg]) => Math.abs(angleDeg - (b.get(timeUs) ?? Number.NaN))));
}

describe('the hinge angle', () => {
  const errors = { ...wearableSensor, gyroBiasDegPerS: 0.5, accBiasMg: 10, bits: null };

  it('does not depend on where the person looks', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: -180, max: 180 }), (seed, headingDeg) => {
        const facing = (deg: number): Map<number, number> =>
          syntheticHingeAngles(syntheticSession({ seconds, rateHz: 100, seed, errors, plan, body: { headingDeg: deg } }), 100);
        expect(largestDifference(facing(0), facing(headingDeg))).toBeLessThan(0.01);
      }),
      { numRuns: 3 },
    );
  });

  it('does not depend on how the sensors are mounted', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const session = syntheticSession({ seconds, rateHz: 100, seed, errors, plan });
        const random = seededRandom(seed + 1);
        const turned = { ...session, proximal: remounted(session.proximal, random), distal: remounted(session.distal, random) };
        expect(largestDifference(syntheticHingeAngles(session, 100), syntheticHingeAngles(turned, 100))).toBeLessThan(1);
      }),
      { numRuns: 4 },
    );
  });

  it('is not changed by broken, zero, repeated and late samples', () => {
    const session = syntheticSession({ seconds: 25, rateHz: 50, errors, plan });
    const fault = fc.constantFrom('nan', 'zero', 'repeated', 'late');
    const clean = anglesWith(session, []);
    expect(clean.size).toBeGreaterThan(1000);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 5, max: 1200 }), fc.constantFrom(0, 1), fault), { maxLength: 40 }), (faults) => {
        expect(anglesWith(session, faults)).toEqual(clean);
      }),
      { numRuns: 15 },
    );
  });
});

function remounted(sensor: SyntheticSession['distal'], random: ReturnType<typeof seededRandom>): SyntheticSession['distal'] {
  const mount = anyOrientation(random);
  const axes = sensor.axes.map((column) => column.slice()) as unknown as Float64Array[];
  for (let i = 0; i < sensor.timeUs.length; i++) {
    for (const first of [0, 3]) {
      const [x, y, z] = [0, 1, 2].map((axis) => sensor.axes[first + axis][i]);
      const seen = rotateBack({ x: 0, y: 0, z: 0 }, mount, { x, y, z });
      axes[first][i] = seen.x;
      axes[first + 1][i] = seen.y;
      axes[first + 2][i] = seen.z;
    }
  }
  return { ...sensor, axes: axes as unknown as SyntheticSession['distal']['axes'] };
}

/** The angles when, after the sample of that index, one of the sensors also gives something that is no sample. */
function anglesWith({ proximal, distal }: SyntheticSession, faults: readonly (readonly [number, number, string])[]): Map<number, number> {
  const tracks = [0, 1].map(() => new SensorTrack({ ...wearable, nominalRateHz: 50 }));
  const angles = new Map<number, number>();
  const hinge = new HingeAngle(tracks[0], tracks[1], (timeUs, angleDeg) => angles.set(timeUs, angleDeg));
  for (let i = 0; i < proximal.timeUs.length; i++) {
    for (const [which, { timeUs, axes }] of [proximal, distal].entries()) {
      const [gx, gy, gz, ax, ay, az] = axes.map((column) => column[i]);
      tracks[which].push(timeUs[i], gx, gy, gz, ax, ay, az);
      for (const [at, sensor, kind] of faults) {
        if (at !== i || sensor !== which) continue;
        if (kind === 'nan') tracks[which].push(timeUs[i] + 100, gx, Number.NaN, gz, ax, ay, az);
        else if (kind === 'zero') tracks[which].push(timeUs[i] + 100, 0, 0, 0, 0, 0, 0);
        else if (kind === 'repeated') tracks[which].push(timeUs[i], -gx, gy, gz, ax, ay, az);
        else tracks[which].push(timeUs[i - 3], gx, gy, gz, -ax, ay, az);
      }
    }
    hinge.run();
  }
  return angles;
}
