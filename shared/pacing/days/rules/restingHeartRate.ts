import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { type DayContext, dayFact, defineDayRule, flipBy } from '#shared/pacing/days/define.ts';
import { medianOf } from '#shared/pacing/days/load.ts';
import type { DayRecord } from '#shared/pacing/days/types.ts';

type Parameter = 'riseBpm' | 'windowDays' | 'leastDays' | 'betweenDays';

export const restingHeartRate = defineDayRule<Parameter>({
  id: 'A8',
  title: 'Resting heart rate above the own usual',
  inputs: ['resting heart rate of the morning'],
  condition:
    'Resting heart rate {riseBpm} or more above the own median of {windowDays} (known from {leastDays} of readings), on two mornings at most {betweenDays} apart. The review does not raise the quota.',
  parameters: {
    riseBpm: { unit: 'bpm', default: 7, min: 4, max: 20, meaning: 'Resting heart rate above the own median that counts' },
    windowDays: { unit: 'days', default: 14, min: 7, max: 21, meaning: 'Days before the morning that the median is of' },
    leastDays: { unit: 'days', default: 7, min: 3, max: 14, meaning: 'Mornings with a reading needed for the median' },
    betweenDays: { unit: 'days', default: 2, min: 1, max: 4, meaning: 'Days between the two mornings at most' },
  },
  evidence: 'ours',
  source: 'Ours: a raised resting heart rate goes with illness and poor sleep; two mornings and the own median keep single readings out',
  evaluate({ parameters, today, recent }) {
    const days: readonly DayRecord[] = [...recent.slice(-(parameters.windowDays + parameters.betweenDays)), today];
    const now = riseOf(days, days.length - 1, parameters);
    if (now === null || now.rise < parameters.riseBpm) return null;
    for (let i = days.length - 2; i >= Math.max(0, days.length - 1 - parameters.betweenDays); i--) {
      const before = riseOf(days, i, parameters);
      if (before === null) continue;
      if (before.rise < parameters.riseBpm) return null;
      const highest = Math.ceil(now.median + parameters.riseBpm) - 1;
      return {
        kind: 'note',
        value: now.median + now.rise,
        unit: 'bpm',
        reason: 'raised',
        facts: [
          dayFact('restingHeartRateBpm', now.median + now.rise, 'bpm', today.day),
          dayFact('restingMedianBpm', now.median, 'bpm', today.day),
          dayFact('restingHeartRateBeforeBpm', before.median + before.rise, 'bpm', days[i].day),
          dayFact('restingMedianBeforeBpm', before.median, 'bpm', days[i].day),
        ],
        counterfactual: flipBy(
          'restingHeartRateBpm',
          highest,
          [localDayOfNumber(today.day)],
          `With ${highest} bpm or less this would not have been raised.`,
          'bpm',
        ),
        confidence: Math.min(1, now.count / parameters.windowDays),
      };
    }
    return null;
  },
  patientText: () => 'Your resting pulse is higher than usual for you. Are you unwell or short of sleep?',
  ptText: ({ facts }) =>
    `Resting heart rate ${facts[0].value} bpm (own median ${facts[1].value}), and ${facts[2].value} bpm (${facts[3].value}) on the morning before: no rise at the next review; ask about illness and sleep.`,
});

/** How far the reading of one day is above the median of the days before it; null without a reading or with too few. */
function riseOf(
  days: readonly DayRecord[],
  index: number,
  { windowDays, leastDays }: DayContext<Parameter>['parameters'],
): { readonly rise: number; readonly median: number; readonly count: number } | null {
  const reading = days[index].morning?.restingHeartRateBpm ?? null;
  if (reading === null) return null;
  const before: number[] = [];
  for (let i = Math.max(0, index - windowDays); i < index; i++) {
    const bpm = days[i].morning?.restingHeartRateBpm ?? null;
    if (bpm !== null) before.push(bpm);
  }
  if (before.length < leastDays) return null;
  const median = medianOf(before);
  return { rise: reading - median, median, count: before.length };
}
