import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxHeartRate } from '#shared/cardio/maxHeartRate.ts';
import { type ZoneBasis, zoneBasis, zoneLimits, zoneProbabilities } from '#shared/cardio/zoneUncertainty.ts';
import { normalCdf } from '#shared/signal/normalCdf.ts';

const measured: ZoneBasis = { restingBpm: 60, maximum: { maxHeartRateBpm: 160, source: 'measured', seeBpm: null } };
const estimated: ZoneBasis = { restingBpm: 60, maximum: { maxHeartRateBpm: 160, source: 'tanaka', seeBpm: 11.4 } };

describe('limits of the classes', () => {
  it('carry the standard error of the maximum, in proportion to the share', () => {
    expect(zoneLimits(estimated)).toEqual([
      { zone: 'light', fromBpm: 90, fromLowBpm: expect.closeTo(90 - 0.3 * 11.4, 9), fromHighBpm: expect.closeTo(90 + 0.3 * 11.4, 9) },
      { zone: 'moderate', fromBpm: 100, fromLowBpm: expect.closeTo(100 - 0.4 * 11.4, 9), fromHighBpm: expect.closeTo(100 + 0.4 * 11.4, 9) },
      { zone: 'vigorous', fromBpm: 120, fromLowBpm: expect.closeTo(120 - 0.6 * 11.4, 9), fromHighBpm: expect.closeTo(120 + 0.6 * 11.4, 9) },
      { zone: 'nearMax', fromBpm: 150, fromLowBpm: expect.closeTo(150 - 0.9 * 11.4, 9), fromHighBpm: expect.closeTo(150 + 0.9 * 11.4, 9) },
    ]);
  });

  it('have no range when the maximum was measured', () => {
    for (const limit of zoneLimits(measured)) expect([limit.fromLowBpm, limit.fromHighBpm]).toEqual([null, null]);
  });

  it('say what is missing for them', () => {
    const maximum = maxHeartRate({ measuredMaxHeartRateBpm: null, ageYears: 50, betaBlocker: false });
    expect(zoneBasis(null, maximum).reason).toBe('restingHeartRateBpm is not known');
    expect(zoneBasis(60, null).reason).toBe('neither measuredMaxHeartRateBpm nor ageYears is known');
    expect(zoneBasis(180, maximum).reason).toBe('the maximum heart rate is not above the resting one');
    expect(zoneBasis(60, maximum).value?.restingBpm).toBe(60);
  });
});

describe('probability of the classes', () => {
  it('is even on an estimated limit and certain with a measured maximum', () => {
    const onLimit = zoneProbabilities(120, estimated);
    expect(onLimit.vigorous + onLimit.nearMax).toBeCloseTo(0.5, 12);
    expect(zoneProbabilities(120, measured)).toEqual({ veryLight: 0, light: 0, moderate: 0, vigorous: 1, nearMax: 0 });
  });

  it('is 84 % above a limit that is one standard error below', () => {
    const { veryLight } = zoneProbabilities(90 + 0.3 * 11.4, estimated);
    expect(1 - veryLight).toBeCloseTo(0.8413447460685429, 12);
  });

  it('sums to one, is never negative, and moves up with heart rate', () => {
    fc.assert(
      fc.property(fc.double({ min: 20, max: 260, noNaN: true }), fc.double({ min: 0, max: 50, noNaN: true }), (bpm, more) => {
        for (const basis of [measured, estimated]) {
          const here = zoneProbabilities(bpm, basis);
          const values = Object.values(here);
          expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
          for (const value of values) expect(value).toBeGreaterThanOrEqual(0);
          expect(zoneProbabilities(bpm + more, basis).nearMax).toBeGreaterThanOrEqual(here.nearMax - 1e-15);
        }
      }),
    );
  });
});

it('the normal distribution has its known values', () => {
  const known: [number, number][] = [
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1.959963984540054, 0.025],
    [3, 0.9986501019683699],
    [-6, 9.865876450376946e-10],
  ];
  for (const [z, p] of known) expect(Math.abs(normalCdf(z) - p)).toBeLessThan(1e-15);
  expect([normalCdf(-40), normalCdf(40), normalCdf(Number.NaN)]).toEqual([0, 1, Number.NaN]);
});
