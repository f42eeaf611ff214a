import { acuteChronicEwma, acuteChronicRolling, acuteChronicUncoupled } from '#shared/cardio/acuteChronic.ts';
import { BANISTER_RESPONSE_DEFAULTS, banisterResponse } from '#shared/cardio/banisterResponse.ts';
import { ewmaLoad } from '#shared/cardio/ewmaLoad.ts';
import { fitnessFatigue } from '#shared/cardio/fitnessFatigue.ts';
import { weekOfLoad } from '#shared/cardio/monotony.ts';
import { rollingLoad } from '#shared/cardio/rollingLoad.ts';
import { type Deviation, deviation } from './deviation.ts';

type Series = readonly (number | null)[];

interface Expected extends Readonly<Record<string, unknown>> {
  readonly daily_load: number[];
  readonly weekly: readonly { sum: number; mean: number; monotony_ddof1: number; monotony_ddof0: number; strain_ddof1: number }[];
}

/** Load over days: means, ratios, fitness and fatigue, monotony and strain. */
export function loadDeviations(reference: unknown): Deviation[] {
  const expected = reference as Expected;
  const daily = expected.daily_load;
  const compare = (what: string, series: Readonly<Record<string, Series>>): Deviation =>
    deviation(
      what,
      Object.entries(series).flatMap(([name, ours]) =>
        (expected[name] as Series).flatMap((value, day) => (value === null ? [] : [[ours[day], value] as const])),
      ),
    );
  const days = fitnessFatigue(daily);
  return [
    compare('load: means over days', {
      rolling7: rollingLoad(daily, 7),
      rolling28: rollingLoad(daily, 28),
      ewma7: ewmaLoad(daily, 7),
      ewma28: ewmaLoad(daily, 28),
    }),
    compare('load: acute to chronic', {
      acwr_coupled: acuteChronicRolling(daily),
      acwr_uncoupled_28: acuteChronicUncoupled(daily, 28),
      acwr_uncoupled_21: acuteChronicUncoupled(daily, 21),
      acwr_ewma: acuteChronicEwma(daily),
    }),
    compare('load: fitness and fatigue', {
      gc_ctl42: days.map((day) => day?.ctl42 ?? null),
      gc_atl7: days.map((day) => day?.atl7 ?? null),
      gc_tsb_today: days.map((day) => day?.tsbToday ?? null),
      banister_t42_7_k1_2: banisterResponse(daily, BANISTER_RESPONSE_DEFAULTS),
    }),
    deviation(
      'load: monotony and strain of weeks',
      expected.weekly.flatMap((week, i) => {
        const ours = weekOfLoad(daily.slice(7 * i, 7 * i + 7)).value;
        return [
          [ours?.sum, week.sum],
          [ours?.mean, week.mean],
          [ours?.monotonyDdof1, week.monotony_ddof1],
          [ours?.monotonyDdof0, week.monotony_ddof0],
          [ours?.strainDdof1, week.strain_ddof1],
        ] as const;
      }),
    ),
  ];
}
