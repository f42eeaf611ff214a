import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { dayFact, defineDayRule, flipBy, minutesText, numberFact, tenthsText } from '#shared/pacing/days/define.ts';
import { highestQuota, inTenths, lowered } from '#shared/pacing/days/dose.ts';
import { usableEstimate } from '#shared/pacing/days/effort.ts';

export const toleranceFollowing = defineDayRule<
  'leastSessions' | 'freshDays' | 'schedulePct' | 'fallPct' | 'fallStepPct' | 'leastRisePct' | 'effortAtTolerance'
>({
  id: 'A13',
  title: 'The quota follows how hard the sessions have become',
  inputs: ['effort after completed sessions', 'minutes of these sessions', 'what the review found (A3)'],
  condition:
    'At a review, with {leastSessions} or more rated and the last not older than {freshDays}: the quota follows how hard sessions have become against an effort of {effortAtTolerance} at the tolerance of the trials. {schedulePct} of the rise by schedule stays; a week lowers it by {fallPct} at most, in steps of {fallStepPct} of the first quota, and, where it may rise, raises it by {leastRisePct} at least.',
  parameters: {
    leastSessions: { unit: 'sessions', default: 6, min: 3, max: 20, meaning: 'Rated sessions before the quota follows them' },
    freshDays: {
      unit: 'days',
      default: 21,
      min: 7,
      max: 28,
      meaning: 'Days since the last rated session after which the plain schedule is back',
    },
    schedulePct: {
      unit: '%',
      default: 50,
      min: 0,
      max: 100,
      meaning: "Share of the schedule's rise that stays when the ratings carry information",
    },
    fallPct: { unit: '%', default: 15, min: 5, max: 30, meaning: 'Largest fall in a week' },
    fallStepPct: {
      unit: '%',
      default: 5,
      min: 0,
      max: 10,
      meaning: 'Steps of a fall, as a share of the first quota: what is less than a step below asks for nothing; 0 = follow every wobble',
    },
    leastRisePct: { unit: '%', default: 1, min: 0, max: 5, meaning: 'Smallest rise after a week in which the quota may rise' },
    effortAtTolerance: {
      unit: 'CR10',
      default: 7,
      min: 4,
      max: 10,
      meaning: 'Effort expected of a session as long as the tolerance trials',
    },
  },
  evidence: 'ours',
  source:
    'Ours, checked in a simulated cohort (test/simulation): session effort at a known load tracks tolerance; session RPE as a load measure: Foster et al. 2001, J Strength Cond Res 15(1):109-115',
  evaluate(context) {
    const { plan, parameters, today, tolerance, recent } = context;
    const reviewed = context.finding('A3');
    const estimate = usableEstimate(tolerance, today.day, parameters);
    const { quotaMinutes: quota, scheduleMinutes: schedule } = plan;
    if (reviewed === null || estimate === null || quota === null || schedule === null) return null;
    const { relative, credibility, sessions } = estimate;
    const scheduled = reviewed.value ?? quota;
    // The more the ratings are believed, the less of the schedule's own rise is kept.
    const kept = 1 - credibility * (1 - parameters.schedulePct / 100);
    const scheduleAt = (moved: number) => (moved > schedule ? schedule + kept * (moved - schedule) : moved);
    const nextSchedule = scheduleAt(reviewed.scheduleMinutes ?? schedule);
    const wanted = nextSchedule * relative;
    const highest = highestQuota(context);
    const least = Math.min(highest, quota * (1 + parameters.leastRisePct / 100));
    const risen = (scheduleMinutes: number) => inTenths(Math.min(Math.max(scheduleMinutes * relative, least), highest), quota);
    const heldSchedule = scheduleAt(reviewed.heldBack?.scheduleMinutes ?? schedule);
    const fallen = lowered(
      plan,
      Math.max(stepAbove(wanted, ((plan.firstQuotaMinutes ?? 0) * parameters.fallStepPct) / 100), quota * (1 - parameters.fallPct / 100)),
    );
    const followed = reviewed.reason === 'rise' ? risen(nextSchedule) : inTenths(Math.min(fallen, scheduled), quota);
    // A week in which only a limit keeps the quota from rising lowers it no more than a week in which it rises (P1).
    const value = reviewed.reason === 'limit' ? quota : followed;
    const ratedDays = recent
      .filter(({ day, effort }) => effort?.rpeCr10 != null && day >= today.day - parameters.freshDays)
      .map(({ day }) => day);
    return {
      kind: value === quota ? 'hold' : 'proposal',
      value,
      unit: 'min',
      reason: value > quota ? 'easier' : value < quota && reviewed.kind === 'hold' ? 'harder' : reviewed.reason,
      facts: [
        ...reviewed.facts,
        dayFact('scheduleMinutes', scheduled, 'min', today.day),
        dayFact('relativeTolerance', relative, '', today.day),
        dayFact('followedMinutes', wanted, 'min', today.day),
        dayFact('ratedSessions', sessions, 'sessions', today.day),
      ],
      counterfactual: flipBy(
        'rpeCr10',
        'none',
        ratedDays.map(localDayOfNumber),
        `Without the effort ratings the quota would have been ${minutesText(scheduled)} min.`,
      ),
      confidence: credibility,
      scheduleMinutes: nextSchedule,
      ...(reviewed.heldBack && { heldBack: { minutes: risen(heldSchedule), scheduleMinutes: heldSchedule } }),
      replaces: 'A3',
    };
  },
  patientText: ({ reason, kind }) => {
    if (kind === 'hold') return 'Your time stays the same this week.';
    if (reason === 'easier') return 'Your sessions go well for you. We ask your PT if you can do a little more.';
    if (reason === 'harder') return 'Your sessions feel harder than before. We ask your PT if you can do a little less for now.';
    return 'This week was hard. We ask your PT if you can do a little less for now.';
  },
  ptText: ({ value, facts }) =>
    `Effort at known load puts tolerance at ${Math.round(100 * numberFact(facts, 'relativeTolerance'))} % of the baseline (${numberFact(facts, 'ratedSessions')} sessions): ${tenthsText(value)} min instead of ${tenthsText(numberFact(facts, 'quotaMinutes'))}; the schedule alone would say ${tenthsText(numberFact(facts, 'scheduleMinutes'))}.`,
});

/**
 * The step at or above a value. A fall ends on a step and is not left out for being small: a dead band around the quota in force would let a
 * life with more pain, whose quota is a little lower already, stay above one with less (P1).
 */
function stepAbove(minutes: number, stepMinutes: number): number {
  return stepMinutes > 0 ? Math.ceil(minutes / stepMinutes - 1e-9) * stepMinutes : minutes;
}
