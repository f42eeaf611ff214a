import { BUSY_DAY_DEFAULTS, busyDay } from '#shared/pacing/days/busyDay.ts';
import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { dayFact, defineDayRule, flipBy, minutesText } from '#shared/pacing/days/define.ts';
import { lowered } from '#shared/pacing/days/dose.ts';

export const busyDayCut = defineDayRule<'readingErrorPct' | 'leastCutMinutes'>({
  id: 'A14',
  title: 'Less on a day that is already busy',
  inputs: ['background load of today up to now', 'background of the past days', 'quota'],
  condition:
    'The background load up to now is above what is usual by this time of day: that much less today, where it is {leastCutMinutes} or more. A reading errs by {readingErrorPct}, and a larger error cuts less.',
  parameters: {
    readingErrorPct: { unit: '%', default: 20, min: 5, max: 60, meaning: 'Error of one background reading; a larger one cuts less' },
    leastCutMinutes: { unit: 'min', default: 1, min: 0, max: 10, meaning: 'Smallest cut worth saying' },
  },
  evidence: 'ours',
  source:
    'Ours, checked in a simulated cohort (test/simulation): today = quota - (background today - usual background), never above the quota',
  evaluate({ plan, parameters, today, recent }) {
    const { background } = today;
    const quota = plan.quotaMinutes;
    if (quota === null || background === null || background.quality !== 'ok') return null;
    const past = recent.flatMap(({ wholeDayBackgroundMinutes }) => wholeDayBackgroundMinutes ?? []);
    const params = { ...BUSY_DAY_DEFAULTS, readingErrorSd: parameters.readingErrorPct / 100 };
    const { cut, usual, reliability } = busyDay(past, background.loadMinutes, background.dayShare, params);
    if (usual === null) return null;
    const value = lowered(plan, quota - cut);
    if (value > quota - parameters.leastCutMinutes) return null;
    const soFar = background.dayShare * usual;
    return {
      kind: 'dose',
      value,
      unit: 'min',
      reason: 'busy',
      facts: [
        dayFact('quotaMinutes', quota, 'min', today.day),
        { name: 'backgroundTodayMinutes', value: background.loadMinutes, unit: 'min', atUs: background.atUs, quality: background.quality },
        dayFact('usualByThenMinutes', soFar, 'min', today.day),
        dayFact('readingReliability', reliability, '', today.day),
      ],
      counterfactual: flipBy(
        'backgroundMinutes',
        soFar,
        [localDayOfNumber(today.day)],
        `With a usual day so far (${minutesText(soFar)} min) it would have stayed at ${minutesText(quota)} min.`,
        'min',
      ),
      confidence: reliability,
      doseCapMinutes: value,
    };
  },
  patientText: ({ value }) => `You have already been busy today, so a little less now. About ${minutesText(value)} minutes is enough.`,
  ptText: ({ value, facts }) =>
    `Busy day: background ${minutesText(facts[1].value as number)} min so far, usually ${minutesText(facts[2].value as number)}. Dose ${minutesText(value)} instead of ${minutesText(facts[0].value as number)} min.`,
});
