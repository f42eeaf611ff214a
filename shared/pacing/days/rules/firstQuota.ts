import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { dayFact, defineDayRule, flipBy, minutesText } from '#shared/pacing/days/define.ts';
import { meanTrialMinutes } from '#shared/pacing/days/plan.ts';
import { factText } from '#shared/pacing/define.ts';

export const firstQuota = defineDayRule<'firstSharePct' | 'trials' | 'trialDays' | 'baselineDays'>({
  id: 'A2',
  title: 'First quota from the tolerance trials',
  inputs: ['tolerance trials', 'days of the baseline', 'morning pain'],
  condition:
    'At least {trials} tolerance trials on {trialDays} and {baselineDays} of baseline: the first quota is {firstSharePct} of the mean trial.',
  parameters: {
    firstSharePct: { unit: '%', default: 80, min: 40, max: 100, meaning: 'First quota as a share of the mean trial' },
    trials: { unit: 'trials', default: 3, min: 3, max: 10, meaning: 'Tolerance trials needed' },
    trialDays: { unit: 'days', default: 3, min: 2, max: 10, meaning: 'Different days the trials have to be on' },
    baselineDays: { unit: 'days', default: 7, min: 7, max: 28, meaning: 'Days of the baseline' },
  },
  evidence: 'convention',
  source:
    'Baseline below tolerance, then a quota: Fordyce 1976, Behavioral Methods for Chronic Pain and Illness; Andrews et al. 2012, doi:10.1016/j.pain.2012.05.005',
  evaluate({ plan, parameters, today }) {
    if (plan.quotaMinutes !== null || plan.firstDay === null || plan.redFlagIds.length > 0) return null;
    const days = today.day - plan.firstDay;
    const trialDays = new Set(plan.trials.map(({ day }) => day)).size;
    if (days < parameters.baselineDays || plan.trials.length < parameters.trials || trialDays < parameters.trialDays) return null;
    const mean = meanTrialMinutes(plan);
    const value = Math.min((parameters.firstSharePct / 100) * mean, plan.limits.doseMaxMinutes);
    return {
      kind: 'proposal',
      value,
      unit: 'min',
      reason: 'first',
      facts: [
        dayFact('meanTrialMinutes', mean, 'min', today.day),
        dayFact('trialCount', plan.trials.length, 'trials', today.day),
        dayFact('trialDays', trialDays, 'days', today.day),
        dayFact('baselineDays', days, 'days', today.day),
      ],
      counterfactual: flipBy(
        'trialCount',
        parameters.trials - 1,
        [localDayOfNumber(today.day)],
        `With fewer than ${parameters.trials} trials there would have been no first quota yet.`,
        'trials',
      ),
      confidence: 1,
    };
  },
  patientText: () => 'You have done all the first tests. Your PT now sets your daily time.',
  ptText: ({ value, facts }) =>
    `First quota ${minutesText(value)} min from ${factText(facts, 'trialCount')} trials on ${factText(facts, 'trialDays')} days (mean ${factText(facts, 'meanTrialMinutes')} min).`,
});
