import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { dayFact, defineDayRule, flipBy, minutesText, numberFact } from '#shared/pacing/days/define.ts';
import { lowered } from '#shared/pacing/days/dose.ts';
import { flareSinceReview, lastReviewDay } from '#shared/pacing/days/plan.ts';

export const flarePlan = defineDayRule<'easyPct' | 'days'>({
  id: 'A7',
  title: 'Flare plan: a little less for two days, never bed rest',
  inputs: ['flare', 'quota', 'last completed quota'],
  condition: 'A flare: the same activities at {easyPct} of the quota for {days}, then back to the last completed quota.',
  parameters: {
    easyPct: { unit: '%', default: 80, min: 50, max: 100, meaning: 'Share of the quota during the flare plan' },
    days: { unit: 'days', default: 2, min: 1, max: 4, meaning: 'Days of the flare plan, the day of the flare included' },
  },
  evidence: 'convention',
  source:
    'Staying active instead of bed rest: Dahm et al. 2010, Cochrane review, doi:10.1002/14651858.CD007612.pub2; reducing and returning by plan: Andrews et al. 2012, doi:10.1016/j.pain.2012.05.005. The numbers are ours',
  evaluate({ plan, parameters, today, recent }) {
    const { quotaMinutes: quota, lastFlareDay } = plan;
    if (quota === null || lastFlareDay === null) return null;
    const since = today.day - lastFlareDay;
    const during = since < parameters.days;
    if (!during && !flareSinceReview(plan, today.day)) return null;
    const completed = plan.lastCompletedQuotaMinutes ?? quota;
    const back = Math.min(quota, completed);
    const cap = during ? lowered(plan, Math.min(back, (parameters.easyPct / 100) * quota)) : back;
    if (cap >= quota) return null;
    const from = during ? today.day - parameters.days + 1 : (lastReviewDay(plan, today.day) ?? today.day);
    const flareDays = recent.filter(({ day, morning }) => day >= from && morning?.flare === true).map(({ day }) => day);
    if (today.morning?.flare === true) flareDays.push(today.day);
    return {
      kind: 'dose',
      value: cap,
      unit: 'min',
      reason: during ? 'flare' : 'lastCompleted',
      facts: [
        dayFact('quotaMinutes', quota, 'min', today.day),
        dayFact('daysSinceFlare', since, 'days', lastFlareDay),
        dayFact('lastCompletedQuotaMinutes', completed, 'min', today.day),
      ],
      counterfactual: flipBy(
        'flare',
        false,
        flareDays.map(localDayOfNumber),
        `Without the flare it would have been ${minutesText(quota)} min.`,
      ),
      confidence: 1,
      doseCapMinutes: cap,
    };
  },
  patientText: ({ reason, value }) =>
    reason === 'flare'
      ? `Do the same things, a little less: about ${minutesText(value)} minutes. Keep moving gently.`
      : `After the flare you go back to ${minutesText(value)} minutes. You managed that before.`,
  ptText: ({ reason, value, facts }) =>
    `Flare plan (${reason}): ${minutesText(value)} min, quota ${minutesText(numberFact(facts, 'quotaMinutes'))} min, ${facts[1].value} days since the flare.`,
});
