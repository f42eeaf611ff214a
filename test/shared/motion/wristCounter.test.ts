import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WristCounter } from '#shared/motion/wristCounter.ts';
import { countWristRepetitions } from '#shared/motion/wristRepetitions.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { share } from '#test/helpers/repetitionCurves.ts';
import { followWrist } from '#test/helpers/repetitionRun.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import {
  anyMounting,
  anySet,
  inTurn,
  type Lift,
  lifting,
  mounted,
  resting,
  type WristRecording,
  walking,
} from '#test/helpers/wristCurves.ts';

const index = sharedData('motion/barbell/index.csv');
const steps = sharedData('intensity/steps/manifest.csv');
const AXES = ['gyr_x_rad_s', 'gyr_y_rad_s', 'gyr_z_rad_s', 'acc_x_m_s2', 'acc_y_m_s2', 'acc_z_m_s2'];

const follow = ({ timeUs, axes }: WristRecording): ReturnType<typeof followWrist> => followWrist(timeUs, axes);

describe.skipIf(index === null)(`a wrist at the barbell, live${index === null ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  const folder = dirname(index ?? '');
  const sets = (index === null ? [] : readdirSync(folder).filter((name) => name.endsWith('.gz'))).map((file) => {
    const csv = readCsv(`${folder}/${file}`);
    const recording = { timeUs: [...csv.column('timestamp_us')], axes: AXES.map((axis) => [...csv.column(axis)]) };
    // The protocol's numbers; "high" is a set of unknown length.
    const nominal = /-rest-/.test(file) ? 0 : /high/.test(file) ? null : /heavy|row/.test(file) ? 5 : 10;
    return { file, nominal, recording, found: follow(recording) };
  });
  const known = sets.filter(({ nominal }) => nominal !== null && nominal > 0);

  it('is counted nearly as well as from the whole recording, of either person', () => {
    const off = (set: (typeof sets)[number]): number => Math.abs(set.found.length - (set.nominal ?? 0));
    const exact = (part: typeof sets): number => part.filter((set) => off(set) === 0).length;
    expect(known).toHaveLength(34);
    expect(exact(known)).toBeGreaterThanOrEqual(24);
    expect(exact(known.filter(({ file }) => file.startsWith('B-')))).toBeGreaterThanOrEqual(5);
    expect(known.filter((set) => off(set) <= 1).length).toBeGreaterThanOrEqual(29);
  });

  it('is counted where the repetition ends, once the movement is known', () => {
    const some = known.filter((_, i) => i % 3 === 0);
    const delaysS = some.flatMap(({ recording, found }) => {
      const { repetitions } = countWristRepetitions(recording.timeUs, recording.axes);
      const oneByOne = found.slice(0, repetitions.length).filter(({ availableUs }) => availableUs > found[0].availableUs);
      return oneByOne.map(({ availableUs, index: n }) => (availableUs - repetitions[n].endUs) / 1e6);
    });
    expect(delaysS.length).toBeGreaterThan(30);
    expect(delaysS.filter((delayS) => delayS <= 0.5).length / delaysS.length).toBeGreaterThan(0.9);
  });

  it('is not counted while it rests, gestures and scratches', () => {
    const rest = sets.filter(({ nominal }) => nominal === 0);
    expect(rest.map(({ found }) => found)).toEqual([[], []]);
  });

  it('is counted mostly the same when the lifter walks to the bar and away', () => {
    const walk = walking(15, 0.95);
    const some = known.filter((_, i) => i % 3 === 1);
    const same = some.filter(({ recording, found }) => {
      return follow(inTurn(walk, resting(2), recording, resting(2), walk)).length === found.length;
    });
    expect(same.length).toBeGreaterThanOrEqual(some.length - 2);
  });
});

describe.skipIf(steps === null)(`people walking with a sensor, live${steps === null ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  const folder = dirname(steps ?? '');

  it('do no exercise, wherever they carry it', () => {
    const files = steps === null ? [] : readdirSync(folder).filter((name) => name.endsWith('_25hz.csv'));
    expect(files).toHaveLength(6);
    for (const file of files) {
      const csv = readCsv(`${folder}/${file}`);
      const acc = ['x_mg', 'y_mg', 'z_mg'].map((name) => csv.column(name).map((mg) => mg * 0.00980665));
      const still = acc[0].map(() => 0);
      const timeUs = csv.column('t_ms').map((ms) => ms * 1000);
      expect(followWrist(timeUs, [still, still, still, ...acc]), file).toEqual([]);
    }
  });
});

const alike = (count: number): Lift[] =>
  Array.from({ length: count }, (_, i) => ({ down: 1.2, low: 0.1, up: 1 + 0.02 * (i % 5), top: 0.3 }));

/** A set whose pace jumps may be counted one off: the same sets every time. */
const SEED = 5;

describe('a wrist, live', () => {
  it('is counted in sets of uneven pace: one after the other, each after it began', () => {
    const sets = fc.sample(anySet, { numRuns: 20, seed: SEED });
    const exact = sets.filter((lifts) => {
      const found = follow(inTurn(resting(3), lifting(lifts), resting(3)));
      expect(Math.abs(found.length - lifts.length)).toBeLessThanOrEqual(1);
      expect(found.map(({ index: n }) => n)).toEqual(found.map((_, i) => i));
      found.forEach(({ startUs, endUs, availableUs }, i) => {
        expect(endUs).toBeGreaterThan(startUs);
        expect(availableUs).toBeGreaterThan(startUs);
        if (i > 0) expect(startUs).toBe(found[i - 1].endUs);
      });
      return found.length === lifts.length;
    });
    expect(exact.length).toBeGreaterThanOrEqual(18);
  });

  it('is counted within half a second of the end of each repetition, whatever pauses it makes', () => {
    const offS = fc.sample(anySet, { numRuns: 12, seed: SEED }).flatMap((lifts) => {
      const found = follow(inTurn(resting(3), lifting(lifts), resting(3))).slice(0, lifts.length);
      const oneByOne = found.filter(({ availableUs }) => availableUs > found[0].availableUs);
      return oneByOne.map(({ index: n, availableUs }) => {
        const before = lifts.slice(0, n).reduce((sum, { down, low, up, top }) => sum + down + low + up + top, 3);
        return Math.abs(availableUs / 1e6 - (before + lifts[n].down + lifts[n].low + lifts[n].up));
      });
    });
    expect(offS.length).toBeGreaterThan(40);
    expect(offS.filter((seconds) => seconds <= 0.5).length / offS.length).toBeGreaterThan(0.95);
    expect(Math.max(...offS)).toBeLessThan(0.8);
  });

  it('is counted from the third repetition on at the latest, then one by one', () => {
    const found = follow(inTurn(resting(3), lifting(alike(8)), resting(3)));
    expect(found).toHaveLength(8);
    const together = found.filter(({ availableUs }) => availableUs === found[0].availableUs).length;
    expect(together).toBeLessThanOrEqual(3);
    const times = found.slice(together - 1).map(({ availableUs }) => availableUs);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });

  it('is counted the same however the sensor is mounted and whenever it was', () => {
    fc.assert(
      fc.property(anySet, anyMounting, fc.integer({ min: 0, max: 1_700_000_000 }), (lifts, mounting, shiftS) => {
        const recording = inTurn(resting(2), lifting(lifts), resting(2));
        const turned = mounted(recording, mounting);
        const later = { ...turned, timeUs: turned.timeUs.map((us) => us + shiftS * 1e6) };
        expect(follow(later).length).toBe(follow(recording).length);
      }),
      { numRuns: 8 },
    );
  });

  it('is counted on and on in a set of two minutes, and from one in the next set', () => {
    const found = follow(inTurn(resting(2), lifting(alike(48)), resting(30), lifting(alike(6)), resting(3)));
    expect(found.map(({ index: n }) => n)).toEqual(Array.from({ length: 54 }, (_, i) => i));
    for (const { startUs, endUs } of found) expect(endUs - startUs).toBeLessThan(5e6);
  });

  it('is not counted when walking, at rest for an hour, or moved only twice', () => {
    for (const strideHz of [0.8, 0.95, 1.1]) expect(follow(walking(60, strideHz))).toEqual([]);
    expect(follow(resting(3600, 12.5))).toEqual([]);
    expect(follow(inTurn(resting(3), lifting(alike(2)), resting(10)))).toEqual([]);
  });

  it('keeps what it counted through a hole, and starts anew after a long one', () => {
    const lifts = lifting(alike(6));
    const two = inTurn(resting(2), lifts, lifts);
    const gapped = (seconds: number): WristRecording => {
      const half = two.timeUs.length / 2;
      return { ...two, timeUs: two.timeUs.map((us, i) => (i < half ? us : us + seconds * 1e6)) };
    };
    const count = follow(two).length;
    expect(count).toBe(12);
    expect(Math.abs(follow(gapped(1)).length - count)).toBeLessThanOrEqual(1);
    const long = follow(gapped(86_400));
    expect(long.length).toBeGreaterThanOrEqual(count - 1);
    for (const { startUs, endUs } of long) expect(endUs - startUs).toBeLessThan(10e6);
  });

  it('takes no harm from broken rows and never fails on whatever comes in', () => {
    const clean = inTurn(resting(2), lifting(alike(6)), resting(2));
    const twice = <T>(values: readonly T[], broken: T): T[] => values.flatMap((value, i) => (i % 40 === 7 ? [value, broken] : [value]));
    expect(follow({ timeUs: twice(clean.timeUs, 5), axes: clean.axes.map((axis) => twice(axis, Number.NaN)) })).toEqual(follow(clean));
    const number = fc.oneof(share(-20, 20), fc.double());
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: -40_000, max: 400_000 }), number, number), { maxLength: 300 }), (rows) => {
        const counter = new WristCounter(({ startUs, endUs, confidence }) => {
          expect(startUs).toBeLessThan(endUs);
          expect(confidence >= 0 && confidence <= 1).toBe(true);
        });
        let timeUs = 0;
        for (const [stepUs, a, b] of rows) {
          timeUs += stepUs;
          counter.push(timeUs, a, b, a, b, a, b);
        }
        counter.finish();
        expect(Number.isInteger(counter.count)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
