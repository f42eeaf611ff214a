import { describe, expect, it } from 'vitest';
import { energyKeytelKcalPerMin, energyKeytelKjPerMin } from '#shared/cardio/energyKeytel.ts';
import { heartRateReserveFraction, heartRateReservePct, karvonenTargetBpm } from '#shared/cardio/heartRateReserve.ts';
import { maxHeartRate, maxHeartRateBetaBlockerBpm, maxHeartRateFoxBpm, maxHeartRateTanakaBpm } from '#shared/cardio/maxHeartRate.ts';
import { sessionRpeLoad } from '#shared/cardio/sessionRpe.ts';
import { acsmZone, acsmZoneOfMets, acsmZoneOfRpe } from '#shared/cardio/zones.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { hasReference, referenceJson } from './reference.ts';

interface Vectors {
  readonly hrmax: readonly { age: number; fox: number; tanaka: number; brawner_bb: number }[];
  readonly keytel: readonly { sex: 'm' | 'f'; hr: number; weight_kg: number; age: number; kj_min: number; kcal_min: number }[];
  readonly karvonen: readonly { rest: number; max: number; pct: number; target: number }[];
}

describe.skipIf(!hasReference)(`formulas against their vectors (skipped: ${NO_SHARED_DATA})`, () => {
  const vectors = hasReference ? referenceJson<Vectors>('hr/formula_vectors.json') : null;

  it('maximum heart rate', () => {
    expect(vectors?.hrmax.length).toBeGreaterThan(5);
    for (const { age, fox, tanaka, brawner_bb } of vectors?.hrmax ?? []) {
      expect(maxHeartRateFoxBpm(age)).toBeCloseTo(fox, 9);
      expect(maxHeartRateTanakaBpm(age)).toBeCloseTo(tanaka, 9);
      expect(maxHeartRateBetaBlockerBpm(age)).toBeCloseTo(brawner_bb, 9);
    }
  });

  it('energy', () => {
    expect(vectors?.keytel.length).toBeGreaterThan(5);
    for (const { sex, hr, weight_kg, age, kj_min, kcal_min } of vectors?.keytel ?? []) {
      const input = { sex: sex === 'm' ? 'male' : 'female', heartRateBpm: hr, massKg: weight_kg, ageYears: age } as const;
      expect(energyKeytelKjPerMin(input)).toBeCloseTo(kj_min, 9);
      expect(energyKeytelKcalPerMin(input)).toBeCloseTo(kcal_min, 9);
    }
  });

  it('Karvonen target, and back', () => {
    for (const { rest, max, pct, target } of vectors?.karvonen ?? []) {
      expect(karvonenTargetBpm(pct, rest, max)).toBeCloseTo(target, 9);
      expect(heartRateReserveFraction(target, rest, max)).toBeCloseTo(pct, 9);
    }
  });
});

describe('the maximum heart rate that is used', () => {
  it('is the measured one before any formula', () => {
    expect(maxHeartRate({ measuredMaxHeartRateBpm: 171, ageYears: 50, betaBlocker: true })).toEqual({
      maxHeartRateBpm: 171,
      source: 'measured',
      seeBpm: null,
    });
  });

  it('says its formula and standard error', () => {
    expect(maxHeartRate({ measuredMaxHeartRateBpm: null, ageYears: 50, betaBlocker: null })).toMatchObject({
      source: 'tanaka',
      seeBpm: 11.4,
    });
    expect(maxHeartRate({ measuredMaxHeartRateBpm: null, ageYears: 50, betaBlocker: true })).toMatchObject({
      source: 'betaBlocker',
      seeBpm: 18,
    });
  });

  it('is unknown without age', () => {
    expect(maxHeartRate({ measuredMaxHeartRateBpm: null, ageYears: null, betaBlocker: true })).toBeNull();
  });
});

describe('ACSM classes', () => {
  it('begin at their lower limit', () => {
    const classes = [29.999, 30, 39.999, 40, 59.999, 60, 89.999, 90, 130, -5].map(acsmZone);
    expect(classes).toEqual([
      'veryLight',
      'light',
      'light',
      'moderate',
      'moderate',
      'vigorous',
      'vigorous',
      'nearMax',
      'nearMax',
      'veryLight',
    ]);
  });

  it('go by effort and by METs too', () => {
    const byRpe = [6, 8, 9, 11, 12, 13, 14, 17, 18, 20].map(acsmZoneOfRpe);
    expect(byRpe.join(' ')).toBe('veryLight veryLight light light moderate moderate vigorous vigorous nearMax nearMax');
    expect([1.9, 2, 2.9, 3, 5.9, 6, 12].map(acsmZoneOfMets).join(' ')).toBe('veryLight light light moderate moderate vigorous vigorous');
  });

  it('have no share of a reserve that does not exist', () => {
    expect(heartRateReservePct(100, 70, 70)).toBeNull();
    expect(heartRateReservePct(125, 70, 180)).toBe(50);
  });
});

it('session RPE is effort times minutes', () => expect(sessionRpeLoad(4, 25)).toBe(100));
