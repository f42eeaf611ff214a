import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linearScale, minuteTicks, spreadLabels, staggerRows } from '#web/ui/timeline/scale.ts';

test('a scale maps the ends and clamps what lies outside', () => {
  const y = linearScale([80, 120], [100, 0]);
  expect([y(80), y(100), y(120), y(60), y(200)]).toEqual([100, 50, 0, 100, 0]);
  expect(linearScale([5, 5], [10, 20])(5)).toBe(10);
});

test('ticks start at 0, stay inside the session and never crowd', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.2, max: 300, noNaN: true }), fc.integer({ min: 120, max: 1600 }), (minutes, widthPx) => {
      const ticks = minuteTicks(minutes, widthPx, 60);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeLessThanOrEqual(minutes + 1e-6);
      for (const [i, tick] of ticks.entries()) if (i > 0) expect(((tick - ticks[i - 1]) / minutes) * widthPx).toBeGreaterThanOrEqual(59.9);
    }),
  );
});

test('labels in one row do not overlap unless every row is full', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 30 }), fc.integer({ min: 1, max: 4 }), (unsorted, rowCount) => {
      const centres = unsorted.toSorted((a, b) => a - b);
      const rows = staggerRows(centres, 50, rowCount);
      for (let row = 0; row < rowCount - 1; row++) {
        const here = centres.filter((_, i) => rows[i] === row);
        for (const [i, centre] of here.entries()) if (i > 0) expect(centre - here[i - 1]).toBeGreaterThanOrEqual(50);
      }
    }),
  );
});

test('axis labels keep their order and their distance when there is room', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 140 }), { minLength: 1, maxLength: 5 }), (positions) => {
      const placed = spreadLabels(positions, 14, 0, 140);
      const pairs = positions.map((position, i) => ({ position, y: placed[i] })).toSorted((a, b) => a.y - b.y);
      for (const [i, pair] of pairs.entries()) {
        expect(pair.y).toBeGreaterThanOrEqual(-1e-9);
        expect(pair.y).toBeLessThanOrEqual(140 + 1e-9);
        if (i > 0) {
          expect(pair.y - pairs[i - 1].y).toBeGreaterThanOrEqual(14 - 1e-9);
          expect(pair.position).toBeGreaterThanOrEqual(pairs[i - 1].position);
        }
      }
    }),
  );
});
