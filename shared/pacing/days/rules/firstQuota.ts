import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { dayFact, defineDayRule } from '#shared/pacing/days/define.ts';
import { factText } from '#shared/pacing/define.ts';

export const firstQuota = defineDayRule<'firstSharePct' | 'trials' | 'trialDays' | 'baselineDays'>({
  id: 'A2',
  title: 'First quota from the tolerance trials',
  inputs: ['tolerance trials', 'days of the baseline', 'morning pain'],
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
    if (plan.quotaMinutes !== null || plan.redFlagIds.length > 0) return null;
    const days = today.day - plan.firstDay;
    if (days < parameters.baselineDays || plan.trialCount < parameters.trials || plan.trialDayCount < parameters.trialDays) return null;
    const mean = plan.trialMinutesSum / plan.trialCount;
    const value = Math.min((parameters.firstSharePct / 100) * mean, plan.limits.doseMaxMinutes);
    return {
      kind: 'proposal',
      value,
      unit: 'min',
      reason: 'first',
      facts: [
        dayFact('meanTrialMinutes', mean, 'min', today.day),
        dayFact('trialCount', plan.trialCount, 'trials', today.day),
        dayFact('trialDays', plan.trialDayCount, 'days', today.day),
        dayFact('baselineDays', days, 'days', today.day),
      ],
      counterfactual: {
        fact: 'trialCount',
        value: parameters.trials - 1,
        unit: 'trials',
        text: `With fewer than ${parameters.trials} trials there would have been no first quota yet.`,
        changes: [{ fact: 'trialCount', value: parameters.trials - 1, localDays: [localDayOfNumber(today.day)] }],
      },
      confidence: 1,
    };
  },
  patientText: () => 'You have done all the first tests. Your PT now sets your daily time.',
  ptText: ({ value, facts }) =>
    `First quota ${Math.round((value ?? 0) * 10) / 10} min from ${factText(facts, 'trialCount')} trials on ${factText(facts, 'trialDays')} days (mean ${factText(facts, 'meanTrialMinutes')} min).`,
});
