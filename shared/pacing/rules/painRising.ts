import { defineRule, type Finding, fact, factText } from '#shared/pacing/define.ts';

interface State {
  startNrs: number | null;
  finding: Finding | null;
}

export const painRising = defineRule<State, 'riseNrs' | 'aboveNrs' | 'referenceBelowNrs'>({
  id: 'L7',
  title: 'Pain rising in the session',
  inputs: ['pain (NRS)', 'first answer of the session', 'usual morning pain'],
  condition:
    'Pain {riseNrs} or more above the first answer of the session, or above {aboveNrs} when the usual pain is below {referenceBelowNrs}.',
  parameters: {
    riseNrs: { unit: 'NRS', default: 2, min: 1, max: 5, meaning: 'Rise above the first answer of the session' },
    aboveNrs: { unit: 'NRS', default: 5, min: 3, max: 9, meaning: 'Pain above which to ease, for people whose usual pain is low' },
    referenceBelowNrs: { unit: 'NRS', default: 4, min: 1, max: 10, meaning: 'Usual pain below which the fixed limit applies' },
  },
  evidence: 'convention',
  source:
    'Change of 2 NRS points: Farrar et al. 2001, doi:10.1016/S0304-3959(01)00349-9. Pain up to 5 accepted: pain-monitoring model, Silbernagel et al. 2007, doi:10.1177/0363546506298279',
  init: () => ({ startNrs: null, finding: null }),
  step(state, input, { parameters, setup }) {
    if (input.type !== 'pain') return state.finding;
    const pain = input.painNrs;
    const startNrs = state.startNrs;
    state.startNrs ??= pain;
    const referenceNrs = setup.setup.painReferenceNrs;
    const riseLimit = startNrs === null ? Number.POSITIVE_INFINITY : Math.ceil(startNrs + parameters.riseNrs) - 1;
    const fixedLimit =
      referenceNrs !== null && referenceNrs < parameters.referenceBelowNrs ? Math.floor(parameters.aboveNrs) : Number.POSITIVE_INFINITY;
    const highestQuiet = Math.min(riseLimit, fixedLimit);
    if (pain <= highestQuiet) {
      state.finding = null;
    } else {
      // A further high answer brings the facts up to date and is no new finding.
      state.finding = {
        kind: 'ease',
        sinceUs: state.finding?.sinceUs ?? input.atUs,
        value: pain,
        unit: 'NRS',
        reason: pain > riseLimit ? 'risen' : 'high',
        facts: [
          fact('painNrs', pain, 'NRS', input.atUs),
          fact('painAtStart', startNrs ?? pain, 'NRS', input.atUs),
          fact('painReference', referenceNrs, 'NRS', setup.startedUs, referenceNrs === null ? 'missing' : 'ok'),
        ],
        counterfactual: {
          fact: 'painNrs',
          value: highestQuiet,
          unit: 'NRS',
          text: `With pain at ${highestQuiet} or less this would not have been raised.`,
        },
        confidence: 1,
      };
    }
    return state.finding;
  },
  patientText: ({ reason }) =>
    reason === 'risen'
      ? 'Your pain is higher than when you started. Make it lighter or shorter.'
      : 'Your pain is higher than usual for you. Make it lighter or shorter.',
  ptText: ({ facts }) =>
    `Pain ${factText(facts, 'painNrs')} NRS; ${factText(facts, 'painAtStart')} at the start, reference ${factText(facts, 'painReference')}.`,
});
