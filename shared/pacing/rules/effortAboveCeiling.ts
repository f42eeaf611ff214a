import { defineRule, type Finding, fact, factText } from '#shared/pacing/define.ts';

export const effortAboveCeiling = defineRule<{ finding: Finding | null }, 'restOver'>({
  id: 'L3',
  title: 'Effort above the ceiling, whatever heart rate says',
  inputs: ['effort (RPE CR10)', 'effort ceiling'],
  condition: 'Effort above the ceiling: ease. {restOver} or more above it: rest.',
  parameters: {
    restOver: {
      unit: 'CR10',
      default: 2,
      min: 0.5,
      max: 5,
      meaning: 'Distance above the effort ceiling from which a rest is suggested instead of easing',
    },
  },
  evidence: 'guideline',
  source:
    "Borg CR10 and ACSM's Guidelines for Exercise Testing and Prescription, 11th ed. 2021: perceived effort overrules heart rate, above all on beta blockers; the step to rest is ours",
  init: () => ({ finding: null }),
  step(state, input, { parameters, setup }) {
    if (input.type === 'setStarted') state.finding = null;
    if (input.type !== 'rpe') return state.finding;
    const ceiling = setup.setup.rpeCeilingCr10;
    const kind = input.rpeCr10 >= ceiling + parameters.restOver ? 'rest' : 'ease';
    if (input.rpeCr10 <= ceiling) {
      state.finding = null;
    } else {
      // A further answer of the same kind brings the facts up to date and is no new finding.
      state.finding = {
        kind,
        sinceUs: state.finding?.kind === kind ? state.finding.sinceUs : input.atUs,
        value: input.rpeCr10,
        unit: 'CR10',
        reason: kind,
        facts: [fact('rpeCr10', input.rpeCr10, 'CR10', input.atUs), fact('rpeCeiling', ceiling, 'CR10', setup.startedUs)],
        counterfactual: {
          fact: 'rpeCr10',
          value: ceiling,
          unit: 'CR10',
          text: `With an effort of ${ceiling} or less this would not have been raised.`,
        },
        confidence: 1,
      };
    }
    return state.finding;
  },
  patientText: ({ kind }) =>
    kind === 'rest'
      ? 'This feels much harder than planned. Rest, then go on more gently.'
      : 'This feels harder than planned. Slow down a little.',
  ptText: ({ facts }) => `Effort ${factText(facts, 'rpeCr10')} on CR10, above the ceiling of ${factText(facts, 'rpeCeiling')}.`,
});
