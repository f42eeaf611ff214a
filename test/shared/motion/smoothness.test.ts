import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logDimensionlessJerk } from '#shared/motion/logDimensionlessJerk.ts';
import { sparc } from '#shared/motion/sparc.ts';

/** Speed of a minimum-jerk movement of `count` samples (Flash & Hogan, J Neurosci 5:1688, 1985). */
const bell = (count: number): number[] => Array.from({ length: count }, (_, i) => 30 * (i / count) ** 2 * (1 - i / count) ** 2);

const profile = fc.record({
  rateHz: fc.constantFrom(25, 50, 100),
  speed: fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { minLength: 12, maxLength: 150 }),
});

describe('smoothness of a speed profile', () => {
  it('has the values of the literature for one minimum-jerk movement and for two abutting ones', () => {
    const one = bell(200);
    const two = [...one, ...one];
    expect(sparc(one, 100)).toBeCloseTo(-1.406, 3);
    expect(sparc(two, 100)).toBeCloseTo(-2.245, 3);
    expect(logDimensionlessJerk(one, 100)).toBeCloseTo(-5.27, 2);
    expect(logDimensionlessJerk(two, 100)).toBeCloseTo(-8.07, 2);
    // Analytic: ln(720 / 1.875^2) = ln 204.8.
    expect(logDimensionlessJerk(bell(100_000), 50_000)).toBeCloseTo(-Math.log(204.8), 3);
  });

  it('is the spectrum of the definition, summed term by term', () => {
    const speed = [0, 3, 8, 14, 17, 15, 16, 21, 13, 6, 2, 1, 0];
    const [rateHz, length] = [25, 256];
    const amplitude = Array.from({ length: Math.floor((10 * length) / rateHz) + 1 }, (_, k) =>
      Math.hypot(
        ...[Math.cos, Math.sin].map((wave) => speed.reduce((sum, value, n) => sum + value * wave((2 * Math.PI * k * n) / length), 0)),
      ),
    );
    const share = amplitude.map((value) => value / Math.max(...amplitude));
    const band = share.slice(0, share.findLastIndex((value) => value >= 0.05) + 1);
    const expected = -band.slice(1).reduce((sum, value, i) => sum + Math.hypot(1 / (band.length - 1), value - band[i]), 0);
    expect(sparc(speed, rateHz)).toBeCloseTo(expected, 10);
  });

  it('does not depend on the unit of speed, nor the jerk on the unit of time', () => {
    fc.assert(
      fc.property(profile, fc.double({ min: 0.01, max: 100, noNaN: true }), ({ speed, rateHz }, factor) => {
        fc.pre(Math.max(...speed) > 1);
        const scaled = speed.map((value) => value * factor);
        expect(sparc(scaled, rateHz)).toBeCloseTo(sparc(speed, rateHz) ?? Number.NaN, 6);
        expect(logDimensionlessJerk(scaled, rateHz)).toBeCloseTo(logDimensionlessJerk(speed, rateHz) ?? Number.NaN, 6);
        expect(logDimensionlessJerk(speed, 2 * rateHz)).toBeCloseTo(logDimensionlessJerk(speed, rateHz) ?? Number.NaN, 6);
      }),
      { numRuns: 60 },
    );
  });

  it('gets worse with every pause in a movement', () => {
    const halting = (pauses: number): number[] =>
      bell(200).map((value, i) => value * (1 - 0.8 * Math.sin((Math.PI * (pauses + 1) * i) / 200 + Math.PI / 2) ** 8));
    const measured = [0, 2, 4].map((pauses) => (pauses === 0 ? bell(200) : halting(pauses)));
    const lengths = measured.map((speed) => sparc(speed, 100) ?? 0);
    const jerks = measured.map((speed) => logDimensionlessJerk(speed, 100) ?? 0);
    expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
    expect(jerks).toEqual([...jerks].sort((a, b) => b - a));
  });

  it('says nothing without a movement', () => {
    for (const speed of [[], [1, 2, 1], Array(50).fill(0), [0, Number.NaN, 1, 2, 3], [0, Number.POSITIVE_INFINITY, 1, 2, 3]]) {
      expect(sparc(speed, 100)).toBeNull();
      expect(logDimensionlessJerk(speed, 100)).toBeNull();
    }
    expect(sparc(bell(200), 0)).toBeNull();
    expect(logDimensionlessJerk(bell(200), Number.NaN)).toBeNull();
  });
});
