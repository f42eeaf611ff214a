import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atan2, cos, exp, hypot, log, sin, tan } from '#shared/signal/portableMath.ts';

/** Relative distance; near zero the absolute one. */
const near = (ours: number, theirs: number, bound = 1e-15) => Math.abs(ours - theirs) <= bound * Math.max(1, Math.abs(theirs));
const angle = fc.double({ min: -1e4, max: 1e4, noNaN: true });
/** Sensor-sized numbers: zero, or far from where squares vanish. */
const any = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => (Math.abs(x) < 1e-100 ? 0 : x));

describe('portable elementary functions', () => {
  it('are sine and cosine to the last places', () => {
    fc.assert(
      fc.property(angle, (x) => near(sin(x), Math.sin(x)) && near(cos(x), Math.cos(x))),
      { numRuns: 5000 },
    );
  });

  it('keep sin^2 + cos^2 at one and the symmetries exact', () => {
    fc.assert(
      fc.property(angle, (x) => {
        expect(Math.abs(sin(x) * sin(x) + cos(x) * cos(x) - 1)).toBeLessThan(5e-16);
        expect(sin(-x) + sin(x)).toBe(0);
        expect(cos(-x)).toBe(cos(x));
      }),
      { numRuns: 2000 },
    );
  });

  it('are the tangent of filter designs', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1.5, noNaN: true }), (x) => near(tan(x) / Math.tan(x), 1, 4e-15)),
      { numRuns: 2000 },
    );
  });

  it('are the angle of a point, in every quadrant and on the axes', () => {
    fc.assert(
      fc.property(any, any, (y, x) => (x === 0 && y === 0) || near(atan2(y, x), Math.atan2(y, x))),
      { numRuns: 5000 },
    );
    expect([atan2(0, 0), atan2(1, 0), atan2(-1, 0), atan2(0, -1), atan2(Number.NaN, 1)]).toEqual([
      0,
      Math.PI / 2,
      -Math.PI / 2,
      Math.PI,
      Number.NaN,
    ]);
  });

  it('are the exponential', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (x) => near(exp(x) / Math.exp(x), 1, 2e-15)),
      { numRuns: 5000 },
    );
    expect([exp(0), exp(-800), exp(800)]).toEqual([1, 0, Number.POSITIVE_INFINITY]);
  });

  it('are the natural logarithm', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), fc.double({ min: 0.5, max: 2, noNaN: true }), (e, x) => {
        const y = Math.exp(e);
        return near(log(y), Math.log(y)) && near(log(x), Math.log(x)) && near(exp(log(x)), x, 2e-15);
      }),
      { numRuns: 5000 },
    );
    expect([log(1), log(0), log(-1), log(Number.POSITIVE_INFINITY), log(Number.NaN)]).toEqual([
      0,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NaN,
    ]);
    expect(log(Number.MIN_VALUE)).toBeCloseTo(Math.log(Number.MIN_VALUE), 12);
  });

  it('are the natural logarithm to 2 units in the last place, near 1 too', () => {
    const lastPlace = (x: number) => 2 ** (Math.floor(Math.log2(Math.abs(x))) - 52);
    const close = (x: number) => x === 1 || Math.abs(log(x) - Math.log(x)) <= 2 * lastPlace(Math.log(x));
    fc.assert(fc.property(fc.double({ min: Number.MIN_VALUE, noNaN: true, noDefaultInfinity: true }), close), { numRuns: 5000 });
    fc.assert(fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), close), { numRuns: 5000 });
    fc.assert(fc.property(fc.double({ min: 1 - 1e-6, max: 1 + 1e-6, noNaN: true }), close), { numRuns: 2000 });
  });

  it('are the length of a vector', () => {
    fc.assert(
      fc.property(any, any, any, (x, y, z) => near(hypot(x, y, z), Math.hypot(x, y, z))),
      { numRuns: 1000 },
    );
  });

  it('pass NaN through instead of hiding it', () => {
    for (const f of [sin, cos, tan, exp, log]) expect(f(Number.NaN)).toBeNaN();
  });
});
