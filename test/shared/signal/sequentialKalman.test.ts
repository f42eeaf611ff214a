import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SequentialKalman, sequentialKalmanLength } from '#shared/signal/sequentialKalman.ts';

const value = fc.double({ min: -3, max: 3, noNaN: true });
const variance = fc.double({ min: 0.01, max: 10, noNaN: true });
const measurement = fc.record({ h: fc.tuple(value, value), error: value, noise: variance });

describe('sequential Kalman filter', () => {
  it('equals the joint update: information adds up (P^-1 + sum of h h^T / r)', () => {
    fc.assert(
      fc.property(fc.tuple(variance, variance), fc.array(measurement, { minLength: 1, maxLength: 5 }), ([p0, p1], measurements) => {
        const filter = new SequentialKalman(2, new Float64Array(sequentialKalmanLength(2)));
        filter.covariance[0] = p0;
        filter.covariance[2] = p1;
        filter.begin();
        let [a, b, c, x, y] = [1 / p0, 0, 1 / p1, 0, 0];
        for (const { h, error, noise } of measurements) {
          filter.measurement.set([...h, error, noise]);
          filter.measure();
          a += (h[0] * h[0]) / noise;
          b += (h[0] * h[1]) / noise;
          c += (h[1] * h[1]) / noise;
          x += (h[0] * error) / noise;
          y += (h[1] * error) / noise;
        }
        filter.finish();
        const d = a * c - b * b;
        const expected = [c / d, -b / d, a / d, (c * x - b * y) / d, (a * y - b * x) / d];
        const got = [...filter.covariance, ...filter.estimate];
        got.forEach((number, i) => {
          expect(number).toBeCloseTo(expected[i], 6);
        });
      }),
    );
  });

  it('takes all errors of a round against the estimate before it', () => {
    const filter = new SequentialKalman(1, new Float64Array(sequentialKalmanLength(1)));
    filter.covariance[0] = 1e9;
    filter.begin();
    for (let i = 0; i < 2; i++) {
      filter.measurement.set([1, 5, 1]);
      filter.measure();
      expect(filter.estimate[0]).toBe(0);
    }
    filter.finish();
    expect(filter.estimate[0]).toBeCloseTo(5, 6);
  });
});
