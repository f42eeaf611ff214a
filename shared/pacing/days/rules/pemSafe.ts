import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { type DayContext, dayFact, defineDayRule, flipBy, minutesText, numberFact } from '#shared/pacing/days/define.ts';
import { inTenths, tenthsBelow } from '#shared/pacing/days/dose.ts';
import { meanTrialMinutes } from '#shared/pacing/days/plan.ts';
import { isAgreed, stableDaysOf } from '#shared/pacing/days/stableDays.ts';
import type { PlanFold } from '#shared/pacing/days/types.ts';

type Parameter = 'basePct' | 'stepDownPct' | 'risePct' | 'stableDays';

export const pemSafe = defineDayRule<Parameter>({
  id: 'A10',
  title: 'PEM-safe mode: nothing rises by itself',
  inputs: ['worse after activity', 'tolerance trials', 'quota', 'agreement of the patient'],
  condition:
    'In the PEM-safe mode: the dose is at most {basePct} of the baseline without worsening, {stepDownPct} less for each worse morning. A rise of {risePct} is proposed only after {stableDays} that were stable, when the patient agrees.',
  parameters: {
    basePct: { unit: '%', default: 70, min: 30, max: 70, meaning: 'Highest dose as a share of the baseline without worsening' },
    stepDownPct: { unit: '%', default: 10, min: 5, max: 30, meaning: 'Less for each worse morning since the plan was made' },
    risePct: { unit: '%', default: 5, min: 0, max: 5, meaning: 'Rise that may be proposed after stable days' },
    stableDays: { unit: 'days', default: 14, min: 14, max: 28, meaning: 'Stable days in a row before a rise may be proposed' },
  },
  evidence: 'guideline',
  source:
    'NICE guideline NG206 (2021): no fixed increments, stay within the energy limits, reduce on worsening, go on only when stable and agreed. The numbers are ours',
  evaluate(context) {
    const { plan, parameters, today, review } = context;
    const quota = plan.quotaMinutes;
    if (plan.mode !== 'pemSafe' || quota === null || plan.redFlagIds.length > 0) return null;
    const { base, ceiling, cap } = capOf(plan, parameters);
    const facts = [
      dayFact('quotaMinutes', quota, 'min', today.day),
      dayFact('baselineWithoutWorseningMinutes', base, 'min', today.day, base === null ? 'missing' : 'ok'),
      dayFact('worseSincePlan', plan.worseSinceQuota, 'mornings', today.day),
      dayFact('capMinutes', cap, 'min', today.day),
      dayFact('stableDays', stableDaysOf(context.recent), 'days', today.day),
    ];
    const common = { unit: 'min', facts, confidence: 1, doseCapMinutes: cap };
    const flipMode = flipBy(
      'mode',
      'standard',
      [localDayOfNumber(today.day)],
      `Outside the PEM-safe mode it would have stayed at ${minutesText(quota)} min.`,
    );
    const reviewed = context.finding('A13') ?? context.finding('A3');
    if (cap < quota) {
      const value = review ? Math.min(cap, reviewed?.value ?? cap) : cap;
      // A cap says nothing about tolerance: the schedule never rises with it, or the quota that follows it would end above that of the standard mode (P10).
      const scheduleMinutes = Math.min(value, reviewed?.scheduleMinutes ?? plan.scheduleMinutes ?? value);
      return { ...common, kind: review ? 'proposal' : 'dose', value, reason: 'lower', counterfactual: flipMode, scheduleMinutes };
    }
    if (reviewed?.kind !== 'hold' || reviewed.heldBack === undefined || !mayRise(context)) return null;
    const { heldBack } = reviewed;
    const value = inTenths(Math.min(heldBack.minutes, (1 + parameters.risePct / 100) * quota, ceiling), quota);
    if (value <= quota) return null;
    const scheduleMinutes = Math.min(heldBack.scheduleMinutes, ((plan.scheduleMinutes ?? quota) * value) / quota);
    const counterfactual = flipBy(
      'worseAfterActivity',
      true,
      [localDayOfNumber(today.day - 1)],
      'With one worse morning in these days no rise would have been proposed.',
    );
    return {
      ...common,
      kind: 'proposal',
      value,
      reason: 'stable',
      facts: [...facts, dayFact('risenMinutes', heldBack.minutes, 'min', today.day)],
      counterfactual,
      scheduleMinutes,
    };
  },
  patientText: ({ reason, value }) =>
    reason === 'lower'
      ? `About ${minutesText(value)} minutes at most today, and less is fine. Rest before you need to.`
      : 'You have been steady for two weeks and said a little more is fine. Your PT decides.',
  ptText: ({ reason, value, facts }) =>
    `PEM-safe: ${reason === 'lower' ? 'at most' : 'proposed'} ${minutesText(value)} min (quota ${minutesText(numberFact(facts, 'quotaMinutes'))}, ${facts[2].value} worse mornings since the plan, ${facts[4].value} stable days).`,
});

/**
 * `ceiling`: highest quota, a share of the mean trial without worsening (without any such trial, of the shortest). `cap`: highest dose, less
 * for each worse morning. In whole tenths below, so that a quota accepted as it was shown is not above its own cap.
 */
function capOf(
  plan: PlanFold,
  { basePct, stepDownPct }: DayContext<Parameter>['parameters'],
): { base: number | null; ceiling: number; cap: number } {
  const fine = plan.trials.filter(({ worseAfter }) => !worseAfter);
  let base: number | null = null;
  if (fine.length > 0) base = meanTrialMinutes({ trials: fine });
  else if (plan.trials.length > 0) base = Math.min(...plan.trials.map(({ minutes }) => minutes));
  const quota = plan.quotaMinutes ?? 0;
  const ceiling = base === null ? quota : tenthsBelow((basePct / 100) * base);
  let cap = Math.min(quota, ceiling);
  for (let i = 0; i < plan.worseSinceQuota; i++) cap *= 1 - stepDownPct / 100;
  return { base, ceiling, cap: cap < quota ? tenthsBelow(cap) : quota };
}

function mayRise(context: DayContext<Parameter>): boolean {
  const { plan, today, parameters } = context;
  const longEnough = (day: number | null) => day !== null && today.day - day >= parameters.stableDays;
  const agreed = isAgreed(plan.riseAgreedDay, today.day);
  const fine = today.morning?.worseAfterActivity === false;
  return (
    fine &&
    agreed &&
    longEnough(plan.modeSinceDay) &&
    longEnough(plan.quotaSinceDay) &&
    stableDaysOf(context.recent) >= parameters.stableDays
  );
}
