import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acuteChronicEwma, acuteChronicRolling, acuteChronicUncoupled } from '#shared/cardio/acuteChronic.ts';
import { ewmaLoad } from '#shared/cardio/ewmaLoad.ts';
import { fitnessFatigue } from '#shared/cardio/fitnessFatigue.ts';
import { weekOfLoad } from '#shared/cardio/monotony.ts';
import { type DailyLoad, rollingLoad } from '#shared/cardio/rollingLoad.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { hasReference, referenceJson } from './reference.ts';

type Series = readonly (number | null)[];

interface Expected {
  readonly daily_load: readonly number[];
  readonly rolling7: Series;
  readonly rolling28: Series;
  readonly acwr_coupled: Series;
  readonly acwr_uncoupled_28: Series;
  readonly acwr_uncoupled_21: Series;
  readonly ewma7: Series;
  readonly ewma28: Series;
  readonly acwr_ewma: Series;
  readonly gc_ctl42: Series;
  readonly gc_atl7: Series;
  readonly gc_tsb_today: Series;
  readonly weekly: readonly {
    readonly sum: number;
    readonly mean: number;
    readonly sd_ddof1: number;
    readonly sd_ddof0: number;
    readonly monotony_ddof1: number;
    readonly monotony_ddof0: number;
    readonly strain_ddof1: number;
  }[];
}

function expectSame(ours: Series, theirs: Series, name: string): void {
  expect(ours.length, name).toBe(theirs.length);
  for (let day = 0; day < ours.length; day++) {
    const value = theirs[day];
    if (value === null) expect(ours[day], `${name}, day ${day}`).toBeNull();
    else expect(ours[day], `${name}, day ${day}`).toBeCloseTo(value, 9);
  }
}

describe.skipIf(!hasReference)(`84 days of load (skipped: ${NO_SHARED_DATA})`, () => {
  const expected = hasReference
    ? referenceJson<Expected>('load/load_expected.json')
    : ({ daily_load: [], weekly: [] } as unknown as Expected);
  const daily = expected.daily_load;

  it('has every mean and ratio to 1e-9', () => {
    expectSame(rollingLoad(daily, 7), expected.rolling7, 'rolling 7');
    expectSame(rollingLoad(daily, 28), expected.rolling28, 'rolling 28');
    expectSame(acuteChronicRolling(daily), expected.acwr_coupled, 'coupled');
    expectSame(acuteChronicUncoupled(daily, 28), expected.acwr_uncoupled_28, 'uncoupled 28');
    expectSame(acuteChronicUncoupled(daily, 21), expected.acwr_uncoupled_21, 'uncoupled 21');
    expectSame(ewmaLoad(daily, 7), expected.ewma7, 'ewma 7');
    expectSame(ewmaLoad(daily, 28), expected.ewma28, 'ewma 28');
    expectSame(acuteChronicEwma(daily), expected.acwr_ewma, 'ewma ratio');
  });

  it('has fitness and fatigue to 1e-9', () => {
    const days = fitnessFatigue(daily);
    expectSame(
      days.map((day) => day?.ctl42 ?? null),
      expected.gc_ctl42,
      'ctl',
    );
    expectSame(
      days.map((day) => day?.atl7 ?? null),
      expected.gc_atl7,
      'atl',
    );
    expectSame(
      days.map((day) => day?.tsbToday ?? null),
      expected.gc_tsb_today,
      'tsb',
    );
  });

  it('has monotony and strain of every week to 1e-9', () => {
    expect(expected.weekly.length).toBe(12);
    expected.weekly.forEach((theirs, index) => {
      const week = weekOfLoad(daily.slice(index * 7, index * 7 + 7)).value;
      expect(week?.sum).toBeCloseTo(theirs.sum, 9);
      expect(week?.mean).toBeCloseTo(theirs.mean, 9);
      expect(week?.sdDdof1).toBeCloseTo(theirs.sd_ddof1, 9);
      expect(week?.sdDdof0).toBeCloseTo(theirs.sd_ddof0, 9);
      expect(week?.monotonyDdof1).toBeCloseTo(theirs.monotony_ddof1, 9);
      expect(week?.monotonyDdof0).toBeCloseTo(theirs.monotony_ddof0, 9);
      expect(week?.strainDdof1).toBeCloseTo(theirs.strain_ddof1, 9);
    });
  });
});

describe('days that are not known', () => {
  it('are not days of rest', () => {
    expect(rollingLoad([60, null, 30], 7)).toEqual([60, 60, 45]);
    expect(ewmaLoad([60, null, 60], 7)).toEqual([60, null, 60]);
    expect(fitnessFatigue([60, null])[1]).toBeNull();
    expect(weekOfLoad([1, 2, 3, null, 5, 6, 7])).toEqual({ value: null, reason: 'the load of 1 of 7 days is not known' });
  });

  it('leave a window that is mostly not known without a mean', () => {
    expect(rollingLoad([10, null, null, null], 4)).toEqual([10, 10, null, null]);
  });
});

it('seven equal days have no monotony, and no load has no ratio', () => {
  expect(weekOfLoad([5, 5, 5, 5, 5, 5, 5]).value).toMatchObject({ sum: 35, monotonyDdof1: null, strainDdof0: null });
  expect(acuteChronicRolling([0, 0, 0])).toEqual([null, null, null]);
});

it('whatever the days hold, a chart gets a finite number or null for each', () => {
  const load: fc.Arbitrary<DailyLoad> = fc.oneof(
    fc.double({ min: 0, max: 5000 }),
    fc.constantFrom(null, Number.NaN, 0, Number.POSITIVE_INFINITY),
  );
  fc.assert(
    fc.property(fc.array(load, { maxLength: 60 }), (daily) => {
      const charts: Series[] = [rollingLoad(daily, 7), ewmaLoad(daily, 28), acuteChronicRolling(daily), acuteChronicEwma(daily)];
      charts.push(
        acuteChronicUncoupled(daily, 21),
        fitnessFatigue(daily).map((day) => day?.tsbToday ?? null),
      );
      for (const chart of charts) {
        expect(chart.length).toBe(daily.length);
        for (const value of chart) expect(value === null || Number.isFinite(value)).toBe(true);
      }
      const week = weekOfLoad(daily.slice(0, 7));
      for (const value of Object.values(week.value ?? {})) expect(value === null || Number.isFinite(value)).toBe(true);
    }),
  );
});
