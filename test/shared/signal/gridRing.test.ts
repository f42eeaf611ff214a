import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GridRing } from '#shared/signal/gridRing.ts';

const STEP_US = 50_000;
const read = (ring: GridRing, fromUs: number, count: number): number[] => {
  const out = new Float64Array(count);
  ring.copyFrom(fromUs, out);
  return [...out];
};

test('the newest value of each step, in order of time; a step without a value is NaN', () => {
  const ring = new GridRing(STEP_US, 8);
  expect(read(ring, 0, 2)).toEqual([Number.NaN, Number.NaN]);
  ring.put(0, 1);
  ring.put(49_999, 2);
  ring.put(150_000, 5);
  expect(read(ring, 0, 5)).toEqual([2, Number.NaN, Number.NaN, 5, Number.NaN]);
});

test('a pause longer than the ring leaves nothing old behind', () => {
  const ring = new GridRing(STEP_US, 4);
  for (let step = 0; step < 4; step++) ring.put(step * STEP_US, step);
  ring.put(100 * STEP_US, 7);
  expect(read(ring, 96 * STEP_US, 5)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN, 7]);
});

test('broken and too old times change nothing', () => {
  const ring = new GridRing(STEP_US, 4);
  ring.put(10 * STEP_US, 1);
  ring.put(6 * STEP_US, 9);
  ring.put(Number.NaN, 9);
  ring.put(Number.POSITIVE_INFINITY, 9);
  expect(read(ring, 6 * STEP_US, 5)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN, 1]);
});

test('any order of arrival gives what a plain table of the last places gives', () => {
  const arrivals = fc.array(fc.record({ step: fc.integer({ min: -30, max: 60 }), value: fc.integer({ min: 0, max: 999 }) }), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(arrivals, fc.integer({ min: 1, max: 20 }), (list, places) => {
      const ring = new GridRing(STEP_US, places);
      const table = new Map<number, number>();
      let newest = Number.NEGATIVE_INFINITY;
      for (const { step, value } of list) {
        ring.put(step * STEP_US + 7, value);
        newest = Math.max(newest, step);
        if (step > newest - places) table.set(step, value);
      }
      const expected = Array.from({ length: 100 }, (_, i) => {
        const step = i - 35;
        return step > newest - places && step <= newest ? (table.get(step) ?? Number.NaN) : Number.NaN;
      });
      expect(read(ring, -35 * STEP_US, 100)).toEqual(expected);
    }),
  );
});
