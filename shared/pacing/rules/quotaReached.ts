import { defineRule, type Finding, fact, factText } from '#shared/pacing/define.ts';

/** Smallest step of work time that would still be below the quota: one tick, in minutes. */
const ONE_SECOND_MIN = 1 / 60;

export const quotaReached = defineRule<{ finding: Finding | null }, never>({
  id: 'L10',
  title: "Today's quota reached",
  inputs: ['minutes of work', "today's quota"],
  condition: 'Minutes of work reach the quota of today, also on a good day.',
  parameters: {},
  evidence: 'convention',
  source:
    'Time-contingent quotas: Fordyce 1976, Behavioral Methods for Chronic Pain and Illness; activity pacing review, Andrews et al. 2012, doi:10.1016/j.pain.2012.05.005',
  init: () => ({ finding: null }),
  step(state, input, { setup }) {
    if (input.type !== 'tick' || state.finding !== null) return state.finding;
    const quotaMinutes = setup.setup.quotaMinutes;
    if (input.workMinutes <= 0 || input.workMinutes < quotaMinutes) return null;
    const below = Math.max(0, quotaMinutes - ONE_SECOND_MIN);
    state.finding = {
      kind: 'done',
      sinceUs: input.atUs,
      value: input.workMinutes,
      unit: 'min',
      reason: 'quota',
      facts: [fact('workMinutes', input.workMinutes, 'min', input.atUs), fact('quotaMinutes', quotaMinutes, 'min', setup.startedUs)],
      counterfactual: {
        fact: 'workMinutes',
        value: below,
        unit: 'min',
        text: `Before ${quotaMinutes} min of work the session would have gone on.`,
      },
      confidence: 1,
    };
    return state.finding;
  },
  patientText: ({ facts }) => `You have done your ${factText(facts, 'quotaMinutes')} minutes for today. Stop here, also on a good day.`,
  ptText: ({ facts }) => `Quota of ${factText(facts, 'quotaMinutes')} min reached.`,
});
