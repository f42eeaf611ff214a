import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inverseForm } from '#shared/signal/spdForm.ts';

const entry = fc.double({ min: -3, max: 3, noNaN: true });

describe('inverseForm', () => {
  it('is what a least-squares fit explains', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(entry, entry, entry), { minLength: 3, maxLength: 12 }), fc.tuple(entry, entry, entry), (rows, x) => {
        // y = A x has no misfit: y'y = g' H^-1 g with H = A'A and g = A'y, whatever H says nothing about.
        const h = new Float64Array(9);
        const g = new Float64Array(3);
        let all = 0;
        for (const row of rows) {
          const y = row[0] * x[0] + row[1] * x[1] + row[2] * x[2];
          all += y * y;
          for (let i = 0; i < 3; i++) {
            g[i] += row[i] * y;
            for (let j = 0; j < 3; j++) h[3 * i + j] += row[i] * row[j];
          }
        }
        expect(Math.abs(inverseForm(h, g, 3) - all)).toBeLessThan(1e-5 * (1 + all));
      }),
    );
  });

  it('explains nothing along a direction without evidence', () => {
    expect(inverseForm(Float64Array.of(4, 0, 0, 0), Float64Array.of(2, 5), 2)).toBe(1);
  });
});
