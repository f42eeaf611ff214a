import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BANISTER_RESPONSE_DEFAULTS, banisterResponse } from '#shared/cardio/banisterResponse.ts';
import { heartRateRecovery } from '#shared/cardio/heartRateRecovery.ts';
import { heartRateReserveFraction, heartRateReservePct } from '#shared/cardio/heartRateReserve.ts';
import {
  BANISTER_GOLDEN_CHEETAH,
  BANISTER_MEN,
  BANISTER_WOMEN,
  type BanisterWeights,
  banisterFromMean,
  banisterPerMinute,
  banisterWeights,
  edwardsPerMinute,
  initLoad,
  luciaPerMinute,
  stepLoad,
} from '#shared/cardio/trimp.ts';
import { acsmZone, emptyZoneSeconds } from '#shared/cardio/zones.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { hasReference, oncePerSecondBpm, referenceJson, referenceRrMs } from './reference.ts';

interface Expected {
  readonly header: { rest_hr: number; max_hr: number; phases_s: [number, number] };
  readonly n_seconds: number;
  readonly mean_hr_all: number;
  readonly mean_hr_exercise: number;
  readonly pct_hrr_exercise_mean: number;
  readonly banister_per_second: { m: number; f: number; f_gc: number };
  readonly banister_avg_hr: { m: number; f: number; f_gc: number };
  readonly lucia_vt1_110_vt2_150: [number, Record<string, number>];
  readonly edwards: [number, Record<string, number>];
  readonly acsm_hrr_seconds: { very_light: number; light: number; moderate: number; vigorous: number; near_max: number };
  readonly hrr: { hr_end: number; hrr60: number; hrr120: number };
}

describe.skipIf(!hasReference)(`a recorded exercise test (skipped: ${NO_SHARED_DATA})`, () => {
  const expected = hasReference ? referenceJson<Expected>('hr/exercise_hr_expected.json') : ({} as Expected);
  const bpm = hasReference ? oncePerSecondBpm(referenceRrMs('exercise_rri')) : [];
  const rest = expected.header?.rest_hr;
  const max = expected.header?.max_hr;
  // Whole seconds within the exercise phase, 365.6 to 2169.9 s.
  const exercise = bpm.slice(365, 2169);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  /** Load of the exercise: the second before it opens the stretch. */
  function load(perMinute: (heartRateBpm: number) => number): number {
    const state = initLoad();
    for (let second = 365; second <= 2169; second++) stepLoad(state, second * 1_000_000, perMinute(bpm[second - 1]));
    return state.total;
  }
  const banister = (weights: BanisterWeights) => (heartRateBpm: number) =>
    banisterPerMinute(heartRateReserveFraction(heartRateBpm, rest, max) ?? 0, weights);

  it('has the mean heart rates', () => {
    expect(bpm.length).toBe(expected.n_seconds);
    expect(mean(bpm)).toBeCloseTo(expected.mean_hr_all, 9);
    expect(mean(exercise)).toBeCloseTo(expected.mean_hr_exercise, 9);
    expect(heartRateReservePct(mean(exercise), rest, max)).toBeCloseTo(expected.pct_hrr_exercise_mean, 9);
  });

  it('has the Banister load, by second and by mean', () => {
    expect(load(banister(BANISTER_MEN))).toBeCloseTo(expected.banister_per_second.m, 9);
    expect(load(banister(BANISTER_WOMEN))).toBeCloseTo(expected.banister_per_second.f, 9);
    expect(load(banister(BANISTER_GOLDEN_CHEETAH))).toBeCloseTo(expected.banister_per_second.f_gc, 9);
    const fraction = heartRateReserveFraction(mean(exercise), rest, max) ?? 0;
    expect(banisterFromMean(exercise.length / 60, fraction, BANISTER_MEN)).toBeCloseTo(expected.banister_avg_hr.m, 9);
    expect(banisterFromMean(exercise.length / 60, fraction, BANISTER_WOMEN)).toBeCloseTo(expected.banister_avg_hr.f, 9);
    expect(banisterFromMean(exercise.length / 60, fraction, BANISTER_GOLDEN_CHEETAH)).toBeCloseTo(expected.banister_avg_hr.f_gc, 9);
  });

  it('has the Edwards load', () => {
    expect(load((heartRateBpm) => edwardsPerMinute(heartRateBpm, max))).toBeCloseTo(expected.edwards[0], 9);
  });

  it('has the Lucia load with thresholds at 110 and 150', () => {
    expect(load((heartRateBpm) => luciaPerMinute(heartRateBpm, 110, 150))).toBeCloseTo(expected.lucia_vt1_110_vt2_150[0], 9);
    expect([109.9, 110, 149.9, 150].map((bpm) => luciaPerMinute(bpm, 110, 150))).toEqual([1, 2, 2, 3]);
  });

  it('has the seconds per ACSM class', () => {
    const seconds = emptyZoneSeconds();
    for (const value of exercise) seconds[acsmZone(heartRateReservePct(value, rest, max) ?? 0)]++;
    const { very_light: veryLight, light, moderate, vigorous, near_max: nearMax } = expected.acsm_hrr_seconds;
    expect(seconds).toEqual({ veryLight, light, moderate, vigorous, nearMax });
  });

  it('has the recovery', () => {
    const seconds = bpm.map((_, i) => i + 1);
    const recovery = heartRateRecovery(seconds, bpm, 2169);
    expect(recovery?.endBpm).toBeCloseTo(expected.hrr.hr_end, 9);
    expect(recovery?.fall60sBpm).toBeCloseTo(expected.hrr.hrr60, 9);
    expect(recovery?.fall120sBpm).toBeCloseTo(expected.hrr.hrr120, 9);
    expect(heartRateRecovery(seconds, bpm, 2520)?.fall60sBpm).toBeNull();
  });
});

describe.skipIf(!hasReference)(`the load of 84 days (skipped: ${NO_SHARED_DATA})`, () => {
  it('has the Banister response', () => {
    const { daily_load, banister_t42_7_k1_2 } = referenceJson<{ daily_load: number[]; banister_t42_7_k1_2: number[] }>(
      'load/load_expected.json',
    );
    const response = banisterResponse(daily_load, BANISTER_RESPONSE_DEFAULTS);
    expect(response.length).toBe(84);
    for (let day = 0; day < response.length; day++) expect(response[day]).toBeCloseTo(banister_t42_7_k1_2[day], 9);
  });
});

describe('load over time', () => {
  it('is not integrated over a gap of more than 5 s', () => {
    const state = initLoad();
    for (const second of [0, 1, 2, 7, 13, 14]) stepLoad(state, second * 1_000_000, 60);
    expect(state.minutes * 60).toBeCloseTo(1 + 1 + 5 + 1, 12);
    expect(state.total).toBeCloseTo(8, 12);
  });

  it('does not depend on how densely a steady heart rate is sampled, and ignores time that goes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (stepsMs, x) => {
          const state = initLoad();
          let atUs = 0;
          stepLoad(state, atUs, banisterPerMinute(x, BANISTER_MEN));
          for (const ms of stepsMs) {
            atUs += ms * 1000;
            stepLoad(state, atUs, banisterPerMinute(x, BANISTER_MEN));
            stepLoad(state, atUs - 500, 1e9);
          }
          expect(state.total).toBeCloseTo((atUs / 60_000_000) * banisterPerMinute(x, BANISTER_MEN), 9);
        },
      ),
    );
  });

  it('has no Banister weights for a sex they were not published for', () => {
    expect(banisterWeights('female')?.variant).toBe('banisterWomen');
    expect(banisterWeights('male')?.variant).toBe('banisterMen');
    expect([banisterWeights('other'), banisterWeights(null)]).toEqual([null, null]);
  });

  it('is never negative and grows with heart rate', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 2, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (x, more) => {
        for (const weights of [BANISTER_MEN, BANISTER_WOMEN]) {
          expect(banisterPerMinute(x, weights)).toBeGreaterThanOrEqual(0);
          expect(banisterPerMinute(x + more, weights)).toBeGreaterThanOrEqual(banisterPerMinute(x, weights));
        }
      }),
    );
  });
});
