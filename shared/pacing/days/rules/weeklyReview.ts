import { type DayContext, dayFact, defineDayRule, numberFact, tenthsText } from '#shared/pacing/days/define.ts';
import { floorMinutes, highestQuota, inTenths, lowered } from '#shared/pacing/days/dose.ts';
import { neededDays, type Week, weekOf } from '#shared/pacing/days/review.ts';
import { type BlockReason, blocksOf, fewerOf, oneRedMorning, withoutBlocks } from '#shared/pacing/days/reviewBlocks.ts';
import { factText } from '#shared/pacing/define.ts';
import type { Fact } from '#shared/schema/decision.ts';

type Parameter = 'risePct' | 'amberMax' | 'unknownMax' | 'donePct' | 'amberCut' | 'redCut' | 'cutToPct';
type Context = DayContext<Parameter>;

export const weeklyReview = defineDayRule<Parameter>({
  id: 'A3',
  title: 'Weekly review of the quota',
  inputs: ['morning colours', 'completed sessions', 'day load', 'resting heart rate (A8)', 'quota'],
  condition:
    'Every seventh day after the first plan. Rise by {risePct} with at most {amberMax} amber or red mornings and none red, at most {unknownMax} unknown, {donePct} of the sessions done, no boom and no raised resting heart rate. Down to {cutToPct} from {amberCut} amber or red or {redCut} red mornings on. Else the quota stays.',
  parameters: {
    risePct: {
      unit: '%',
      default: 5,
      min: 0,
      max: 10,
      meaning: 'Rise per week, of the first quota or of the present one, whichever is less',
    },
    amberMax: { unit: 'days', default: 2, min: 0, max: 6, meaning: 'Amber or red mornings of the week up to which the quota may rise' },
    unknownMax: { unit: 'days', default: 2, min: 0, max: 6, meaning: 'Unknown mornings of the week up to which the quota may rise' },
    donePct: { unit: '%', default: 80, min: 50, max: 100, meaning: 'Share of the planned sessions to be completed before a rise' },
    amberCut: { unit: 'days', default: 5, min: 2, max: 7, meaning: 'Amber or red mornings of the week from which the quota is lowered' },
    redCut: { unit: 'days', default: 3, min: 1, max: 7, meaning: 'Red mornings of the week from which the quota is lowered' },
    cutToPct: { unit: '%', default: 85, min: 50, max: 100, meaning: 'Share of the quota that is left when it is lowered' },
  },
  evidence: 'convention',
  source:
    'Time-contingent quotas that follow the plan and not the pain of the day: Fordyce 1976, Behavioral Methods for Chronic Pain and Illness; Andrews et al. 2012, doi:10.1016/j.pain.2012.05.005. The counts are ours',
  evaluate(context) {
    const { plan, parameters, today, review } = context;
    if (!review || plan.quotaMinutes === null) return null;
    const week = weekOf(context.recent);
    const facts = factsOf(context, week);
    const common = { unit: 'min', facts, confidence: 1 - week.unknownDays.length / 7 };
    if (week.amberDays.length >= parameters.amberCut || week.redDays.length >= parameters.redCut) {
      const value = inTenths(lowered(plan, (parameters.cutToPct / 100) * plan.quotaMinutes), plan.quotaMinutes);
      const reason = value < plan.quotaMinutes ? 'lower' : 'atMinimum';
      const counterfactual = value < plan.quotaMinutes ? fewerOf(week, parameters, plan.quotaMinutes) : null;
      return {
        ...common,
        kind: value < plan.quotaMinutes ? 'proposal' : 'hold',
        value,
        reason,
        counterfactual,
        scheduleMinutes: cutSchedule(context),
      };
    }
    const risen = risenQuota(context);
    const blocks = blocksOf(context, week);
    if (blocks.length > 0)
      return {
        ...common,
        kind: 'hold',
        value: plan.quotaMinutes,
        reason: blocks[0].reason,
        counterfactual: plan.mode === 'pemSafe' ? null : withoutBlocks(blocks, risen),
      };
    const rise = { minutes: inTenths(risen, plan.quotaMinutes), scheduleMinutes: risenSchedule(context) };
    if (plan.mode === 'pemSafe')
      return { ...common, kind: 'hold', value: plan.quotaMinutes, reason: 'pemSafe', counterfactual: null, heldBack: rise };
    const { scheduleMinutes } = rise;
    if (risen <= plan.quotaMinutes)
      return { ...common, kind: 'hold', value: plan.quotaMinutes, reason: 'limit', counterfactual: null, scheduleMinutes };
    const counterfactual = oneRedMorning(today.day, plan.quotaMinutes);
    return { ...common, kind: 'proposal', value: rise.minutes, reason: 'rise', counterfactual, scheduleMinutes };
  },
  patientText: ({ reason }) => PATIENT_TEXTS[reason as keyof typeof PATIENT_TEXTS],
  ptText: ({ kind, reason, value, facts }) => {
    const week = `Week: ${factText(facts, 'amberMornings')} amber or red, ${factText(facts, 'redMornings')} red, ${factText(facts, 'unknownMornings')} unknown, ${factText(facts, 'doneDays')} of ${factText(facts, 'neededDays')} days needed, ${factText(facts, 'boomDays')} booms.`;
    const outcome =
      kind === 'hold'
        ? `Quota stays (${reason}).`
        : `Proposed: ${tenthsText(value)} min instead of ${tenthsText(numberFact(facts, 'quotaMinutes'))}.`;
    return `${outcome} ${week}`;
  },
});

const PATIENT_TEXTS: Readonly<Record<BlockReason | 'rise' | 'lower' | 'atMinimum' | 'limit' | 'pemSafe', string>> = {
  rise: 'A steady week. We ask your PT if you can do a little more.',
  lower: 'This week was hard. We ask your PT if you can do a little less for now.',
  atMinimum: 'This week was hard. Your time stays short, as it is.',
  limit: 'Your time stays the same this week. It is at the limit your PT set.',
  amber: 'There were some sore mornings. Your time stays the same this week.',
  red: 'There was a very sore morning. Your time stays the same this week.',
  unknown: 'Some mornings have no answer. Your time stays the same this week.',
  sessions: 'Not all sessions fitted into this week. Your time stays the same.',
  boom: 'There was one very busy day. Your time stays the same this week.',
  restingHigh: 'Your resting pulse was up. Your time stays the same this week.',
  pemScreen: 'Your time stays the same. A few questions come first.',
  pemSafe: 'Your time stays the same. Nothing goes up by itself.',
  suspended: 'You had a break this week. Your time stays the same.',
};

/** The quota after a rise within all limits. */
export function risenQuota(context: Context): number {
  const { plan, parameters } = context;
  const quota = plan.quotaMinutes ?? 0;
  const share = Math.min(parameters.risePct, plan.limits.weeklyRisePct) / 100;
  return Math.min(quota + share * Math.min(plan.firstQuotaMinutes ?? quota, quota), highestQuota(context));
}

/**
 * The schedule after a rise. It moves by its own size and not by the quota's, so that of two lives the one with the
 * lower schedule keeps it (P1).
 */
function risenSchedule({ plan, parameters }: Context): number {
  const schedule = plan.scheduleMinutes ?? 0;
  const rise = (Math.min(parameters.risePct, plan.limits.weeklyRisePct) / 100) * Math.min(plan.firstQuotaMinutes ?? schedule, schedule);
  return Math.max(schedule, Math.min(schedule + rise, plan.limits.doseMaxMinutes));
}

/** The schedule after a cut, no lower than a quota goes: lost further, it would keep a quota at its minimum long after the sore weeks. */
function cutSchedule({ plan, parameters }: Context): number {
  const schedule = plan.scheduleMinutes ?? 0;
  return Math.min(schedule, Math.max((parameters.cutToPct / 100) * schedule, floorMinutes(plan)));
}

function factsOf(context: Context, week: Week): Fact[] {
  const { plan, today } = context;
  const of = (name: string, value: number, unit: string) => dayFact(name, value, unit, today.day);
  return [
    of('quotaMinutes', plan.quotaMinutes ?? 0, 'min'),
    of('amberMornings', week.amberDays.length, 'days'),
    of('redMornings', week.redDays.length, 'days'),
    of('unknownMornings', week.unknownDays.length, 'days'),
    of('doneDays', week.doneDayCount, 'days'),
    of('neededDays', neededDays(context), 'days'),
    of('boomDays', week.boomDays.length, 'days'),
    of('restingHighDays', week.restingHighDays.length, 'days'),
    of('suspendedDays', week.suspendedDays.length, 'days'),
    of('risenMinutes', risenQuota(context), 'min'),
  ];
}
