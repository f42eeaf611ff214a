import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EvenGrid } from '#shared/signal/evenGrid.ts';

function run(samples: readonly (readonly [timeUs: number, value: number])[], cellUs = 100, maxGapUs = 1000) {
  const cells: [number, number][] = [];
  let gaps = 0;
  const grid = new EvenGrid(
    cellUs,
    maxGapUs,
    (startUs, mean) => cells.push([startUs, mean]),
    () => gaps++,
  );
  for (const [timeUs, value] of samples) grid.push(timeUs, value);
  return { cells, gaps };
}

describe('even grid', () => {
  it('holds the mean over each cell, from slower and from faster values', () => {
    expect(
      run([
        [0, 0],
        [300, 3],
      ]).cells,
    ).toEqual([
      [0, 0.5],
      [100, 1.5],
      [200, 2.5],
    ]);
    expect(
      run([
        [0, 0],
        [25, 4],
        [50, 0],
        [75, 4],
        [100, 0],
      ]).cells,
    ).toEqual([[0, 2]]);
  });

  it('bridges no gap and begins anew behind it, or where time goes far back', () => {
    const { cells, gaps } = run([
      [0, 1],
      [150, 1],
      [2000, 5],
      [2100, 5],
      [50, 7],
      [150, 7],
    ]);
    expect(cells).toEqual([
      [0, 1],
      [2000, 5],
      [50, 7],
    ]);
    expect(gaps).toBe(2);
  });

  it('gives a straight line back, however it was sampled', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 50 }), (steps) => {
        let timeUs = 0;
        const samples: [number, number][] = [[0, 0]];
        for (const step of steps) {
          timeUs += step;
          samples.push([timeUs, timeUs * 2]);
        }
        const { cells, gaps } = run(samples);
        expect(gaps).toBe(0);
        expect(cells.length).toBe(Math.floor(timeUs / 100));
        for (const [startUs, mean] of cells) expect(mean).toBeCloseTo(2 * (startUs + 50), 6);
      }),
    );
  });

  it('ignores what is no number and a time that does not move on', () => {
    const clean = run([
      [0, 1],
      [100, 1],
      [200, 1],
    ]);
    expect(
      run([
        [0, 1],
        [Number.NaN, 9],
        [0, 9],
        [100, 1],
        [60, 9],
        [150, Number.POSITIVE_INFINITY],
        [200, 1],
      ]),
    ).toEqual(clean);
  });
});
