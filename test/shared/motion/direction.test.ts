import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Direction } from '#shared/motion/angle.ts';
import { runHinge, type TimedColumns } from '#test/helpers/hingeRun.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';

const swing = (toDeg: number): number[] => Array.from({ length: 40 }, (_, i) => (toDeg / 2) * (1 - Math.cos((2 * Math.PI * i) / 40)));

describe('which way an angle counts', () => {
  it('is positive away from the rest pose, whichever way the axis points', () => {
    fc.assert(
      fc.property(fc.double({ min: 30, max: 150, noNaN: true }), fc.constantFrom(-1, 1), (rom, way) => {
        const direction = new Direction();
        direction.open();
        const angles = swing(way * rom).map((deg) => direction.apply(deg));
        expect(Math.max(...angles)).toBeCloseTo(rom, 6);
      }),
    );
  });

  it('is known from a small excursion when the exercise is declared', () => {
    const [declared, guessed] = [new Direction({ clearDeg: 15, oneWay: true }), new Direction()];
    for (const direction of [declared, guessed]) direction.open();
    const angles = swing(-20);
    expect(Math.max(...angles.map((deg) => declared.apply(deg)))).toBeCloseTo(20, 6);
    expect(Math.max(...angles.map((deg) => guessed.apply(deg)))).toBeCloseTo(0, 6);
  });

  it('is put right in a joint that goes one way only, when a wrong one was taken', () => {
    const direction = new Direction({ clearDeg: 15, oneWay: true });
    direction.settle(-1, 80);
    const first = swing(80).map((deg) => direction.apply(deg));
    expect(Math.min(...first)).toBeGreaterThan(-16);
    expect(Math.max(...first)).toBeCloseTo(80, 6);
    // A little the other way is no reason to turn back.
    expect(Math.min(...swing(-25).map((deg) => direction.apply(deg)))).toBeCloseTo(-25, 6);
  });

  it('is the same for the mirrored limb', () => {
    const { timeUs, proximal, distal } = syntheticHinge({ seconds: 27, rateHz: 60, seed: 4 });
    /** Seen in a mirror across the sensor's y axis: forces change along it, turns about the two others. */
    const mirrored = ([gx, gy, gz, ax, ay, az]: readonly Float64Array[]): TimedColumns => {
      const minus = (column: Float64Array): Float64Array => column.map((value) => -value);
      return { timeUs, axes: [minus(gx), gy, minus(gz), ax, minus(ay), az] };
    };
    const right = runHinge({ timeUs, axes: proximal }, { timeUs, axes: distal }, 60).rows;
    const left = runHinge(mirrored(proximal), mirrored(distal), 60).rows;
    expect(left).toHaveLength(right.length);
    for (let i = 0; i < right.length; i += 20) expect(Math.abs(left[i].deg - right[i].deg)).toBeLessThan(0.5);
  });
});
