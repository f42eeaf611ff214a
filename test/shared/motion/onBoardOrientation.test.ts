import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InclinationAngle } from '#shared/motion/inclination.ts';
import { OnBoardOrientation } from '#shared/motion/onBoardOrientation.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import { SensorTrack } from '#shared/motion/sensorTrack.ts';
import { runHinge } from '#test/helpers/hingeRun.ts';
import { Rms, rmseWithoutOffset } from '#test/helpers/scoring.ts';
import type { SyntheticSensor } from '#test/helpers/synthetic/recordSensor.ts';
import { syntheticSession } from '#test/helpers/syntheticMotion.ts';

const RATE_HZ = 60;
/** As a sensor stores it: int16 counts of 1 / 32767. */
const stored = (value: number): number => Math.round(value * 32767) / 32767;
const session = syntheticSession({ seconds: 43, rateHz: RATE_HZ, seed: 3, body: { swayDeg: { x: 1, y: 1, z: 2 } } });

function pushOrientation(track: SensorTrack, { timeUs, orientation }: SyntheticSensor, i: number): void {
  const [w, x, y, z] = Array.from(orientation.subarray(4 * i, 4 * i + 4), stored);
  track.pushOrientation(timeUs[i], w, x, y, z);
}

describe('a sensor that sends its own orientation only', () => {
  it('has the rate that turns one orientation into the next', () => {
    const own = new OnBoardOrientation();
    const error = new Rms();
    const { timeUs, orientation, axes } = session.proximal;
    for (let i = 0; i < timeUs.length; i++) {
      const [w, x, y, z] = orientation.subarray(4 * i, 4 * i + 4);
      expect(own.step(timeUs[i], w, x, y, z)).toBe(true);
      if (i === 0) continue;
      // The rate half a step before, from its neighbours.
      [own.rateX, own.rateY, own.rateZ].forEach((rate, axis) => {
        error.add(rate - (axes[axis][i] + axes[axis][i - 1]) / 2);
      });
    }
    expect(error.value).toBeLessThan(0.002);
  });

  it('gives the joint angle of two such sensors, with less confidence and the reason', () => {
    const sensors = new Map([session.proximal, session.distal].map((sensor) => [sensor as object, sensor]));
    const { rows } = runHinge(session.proximal, session.distal, RATE_HZ, (track, sensor, row) => {
      pushOrientation(track, sensors.get(sensor) ?? session.proximal, row);
    });
    expect(rows).toHaveLength(session.proximal.timeUs.length);
    const truth = rows.map((_, i) => session.angleDegAt(session.proximal.trueTimeS[i]));
    expect(
      rmseWithoutOffset(
        rows.map(({ deg }) => deg),
        truth,
      ).rmse,
    ).toBeLessThan(1.5);
    const late = rows.slice(-600);
    expect(late.every(({ reason }) => reason === 'onBoardOrientation')).toBe(true);
    expect(Math.max(...late.map(({ confidence }) => confidence))).toBeLessThan(0.6);
    expect(Math.min(...late.map(({ confidence }) => confidence))).toBeGreaterThan(0.2);
  });

  it('gives the inclination of its segment', () => {
    const track = new SensorTrack({ ...wearable, nominalRateHz: RATE_HZ });
    const angles: number[] = [];
    const inclination = new InclinationAngle(track, (_timeUs, deg, _confidence, _availableUs, reason) => {
      angles.push(deg);
      expect(reason).toBe('onBoardOrientation');
    });
    session.distal.timeUs.forEach((_, i) => {
      pushOrientation(track, session.distal, i);
      inclination.run();
    });
    inclination.finish();
    // The shank turns by two thirds of the knee's 70 degrees.
    expect(Math.max(...angles)).toBeGreaterThan(40);
    expect(Math.max(...angles)).toBeLessThan(52);
  });

  it('takes no rotation for one that is none, and no time twice', () => {
    const own = new OnBoardOrientation();
    const part = fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY, 1e300));
    const time = fc.oneof(fc.integer({ min: 0, max: 10_000_000 }), fc.constantFrom(Number.NaN, -1, Number.POSITIVE_INFINITY));
    let last = Number.NEGATIVE_INFINITY;
    fc.assert(
      fc.property(time, part, part, part, part, (timeUs, w, x, y, z) => {
        const taken = own.step(timeUs, w, x, y, z);
        if (taken) expect(timeUs).toBeGreaterThan(last);
        if (taken) last = timeUs;
        for (const value of [own.w, own.x, own.y, own.z, own.rateX, own.rateY, own.rateZ]) expect(Number.isFinite(value)).toBe(true);
        expect(Math.hypot(own.w, own.x, own.y, own.z)).toBeCloseTo(1, 9);
      }),
    );
  });
});
