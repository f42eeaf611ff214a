import { acuteChronicEwma, acuteChronicRolling, acuteChronicUncoupled } from '#shared/cardio/acuteChronic.ts';
import { banisterResponse } from '#shared/cardio/banisterResponse.ts';
import { ewmaLoad } from '#shared/cardio/ewmaLoad.ts';
import { fitnessFatigue } from '#shared/cardio/fitnessFatigue.ts';
import { weekOfLoad } from '#shared/cardio/monotony.ts';
import { type DailyLoad, rollingLoad } from '#shared/cardio/rollingLoad.ts';
import { readArguments } from './arguments.ts';
import { readDailyLoad } from './dailyLoad.ts';
import { EXIT_OK, EXIT_REFUSED, EXIT_USAGE, type Io } from './io.ts';

const DEFINITIONS = {
  rolling: 'mean of the last 7 or 28 days; at the start of the days there are; null when less than half of them is known',
  acuteChronicRolling: 'rolling 7 / rolling 28, which holds the 7',
  acuteChronicUncoupled28: 'rolling 7 / mean of the 28 days before them; null until complete (21: of 21 days)',
  ewma: 'lambda = 2 / (N + 1), seeded with the first known day',
  ctl42: 'k = e^(-1/42), seeded with 0; atl7: e^(-1/7); tsbToday = ctl42 - atl7 of the same day',
  monotony: 'mean / SD of the 7 days of a week counted from the first day; strain = sum x monotony',
  banisterResponse: 'fitness - 2 x fatigue, tau 42 and 7 days; of the days before; null when a day is not known',
  use: 'charts only; none of these decides anything',
};

/** `analyze load`: one load per day -> every chart of load over days, by the name of its variant. */
export async function analyzeLoad(args: readonly string[], io: Io): Promise<number> {
  const fail = (problem: string, code: number = EXIT_USAGE): number => {
    io.stderr(`analyze load: ${problem}\n`);
    return code;
  };
  const parsed = readArguments(args, { options: ['daily'] });
  if (!parsed.ok) return fail(parsed.problem);
  const file = parsed.value.options.get('daily');
  if (file === undefined) return fail('--daily FILE is needed');
  const daily = await readDailyLoad(io, file);
  if (!daily.ok) return fail(daily.problem, EXIT_REFUSED);
  io.stdout(`${JSON.stringify({ file, ...loadReport(daily.value), definitions: DEFINITIONS }, null, 2)}\n`);
  return EXIT_OK;
}

function loadReport(daily: readonly DailyLoad[]) {
  const days = fitnessFatigue(daily);
  const known = daily.filter((load) => load !== null);
  return {
    dayCount: daily.length,
    unknownDays: daily.length - known.length,
    dailyLoad: daily,
    rolling7: rollingLoad(daily, 7),
    rolling28: rollingLoad(daily, 28),
    acuteChronicRolling: acuteChronicRolling(daily),
    acuteChronicUncoupled28: acuteChronicUncoupled(daily, 28),
    acuteChronicUncoupled21: acuteChronicUncoupled(daily, 21),
    ewma7: ewmaLoad(daily, 7),
    ewma28: ewmaLoad(daily, 28),
    acuteChronicEwma: acuteChronicEwma(daily),
    ctl42: days.map((day) => day?.ctl42 ?? null),
    atl7: days.map((day) => day?.atl7 ?? null),
    tsbToday: days.map((day) => day?.tsbToday ?? null),
    banisterResponse: known.length === daily.length ? banisterResponse(known) : null,
    weeks: Array.from({ length: Math.floor(daily.length / 7) }, (_, week) => ({
      week,
      ...weekOfLoad(daily.slice(7 * week, 7 * week + 7)),
    })),
  };
}
