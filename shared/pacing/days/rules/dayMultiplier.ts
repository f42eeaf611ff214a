import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { severityOfDay } from '#shared/pacing/days/colour.ts';
import { dayFact, defineDayRule, flipBy, minutesText } from '#shared/pacing/days/define.ts';
import { lowered } from '#shared/pacing/days/dose.ts';

export const dayMultiplier = defineDayRule<'easyPct'>({
  id: 'A4',
  title: 'Less on a hard day',
  inputs: ['morning colours of today and yesterday', 'quota'],
  condition: 'A red morning, or a second amber one in a row: {easyPct} of the quota today.',
  parameters: {
    easyPct: { unit: '%', default: 80, min: 50, max: 100, meaning: 'Share of the quota on a red day or the second amber day in a row' },
  },
  evidence: 'ours',
  source:
    'Ours, kept small: pain of the day explains tomorrow weakly (FLAReS, JAMA Netw Open 2025;8:e2547915), and quotas are to follow the plan (Andrews et al. 2012, doi:10.1016/j.pain.2012.05.005)',
  evaluate({ plan, parameters, today, recent }) {
    const quota = plan.quotaMinutes;
    if (quota === null || plan.redFlagIds.length > 0) return null;
    const yesterday = recent.at(-1);
    const now = severityOfDay(today, yesterday);
    const before = yesterday === undefined ? 0 : severityOfDay(yesterday, recent.at(-2));
    const facts = [
      dayFact('quotaMinutes', quota, 'min', today.day),
      dayFact('colourToday', today.colour, '', today.day, today.uncertain ? 'doubtful' : 'ok'),
      dayFact('severityToday', now, '', today.day),
      dayFact('severityYesterday', before, '', today.day - 1),
    ];
    const flip = (text: string) => flipBy('morning', 'asUsual', [localDayOfNumber(today.day)], text);
    const common = { kind: 'dose', unit: 'min', facts, confidence: today.uncertain ? 0.5 : 1 } as const;
    // A new quota begins with a morning that is known (P2).
    const known = today.uncertain ? Math.min(quota, yesterday?.morningQuotaMinutes ?? quota) : quota;
    if (now === 2 || (now === 1 && before >= 1)) {
      const value = Math.min(known, lowered(plan, (parameters.easyPct / 100) * quota));
      if (value >= quota) return null;
      const counterfactual = flip(`With a morning as usual today it would have been ${minutesText(quota)} min.`);
      return { ...common, value, reason: now === 2 ? 'red' : 'amberRun', counterfactual, doseCapMinutes: value };
    }
    if (known >= quota) return null;
    const counterfactual = flip(`With a morning as usual today the new quota of ${minutesText(quota)} min would have begun.`);
    return { ...common, value: known, reason: 'unknown', counterfactual, doseCapMinutes: known };
  },
  patientText: ({ reason, value }) =>
    reason === 'unknown'
      ? 'There is no clear answer for this morning. So today stays as it was.'
      : `A sore time, so do a little less today: about ${minutesText(value)} minutes. Moving a little is still good.`,
  ptText: ({ reason, value }) => `Dose of today ${minutesText(value)} min (${reason}).`,
});
