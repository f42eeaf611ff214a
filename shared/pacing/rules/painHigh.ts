import { defineRule, type Finding, fact, factText } from '#shared/pacing/define.ts';

interface State {
  startNrs: number | null;
  /** Answers at or above start + riseNrs. */
  highAnswers: number;
  finding: Finding | null;
}

export const painHigh = defineRule<State, 'riseNrs' | 'answers' | 'severeNrs'>({
  id: 'L8',
  title: "Pain that ends today's training",
  inputs: ['pain (NRS)', 'first answer of the session'],
  condition: 'Pain {riseNrs} or more above the first answer of the session, {answers}, or one answer of {severeNrs} or more.',
  parameters: {
    riseNrs: { unit: 'NRS', default: 3, min: 2, max: 6, meaning: 'Rise above the first answer of the session' },
    answers: { unit: 'times', default: 2, min: 1, max: 5, meaning: 'Answers with that rise' },
    severeNrs: { unit: 'NRS', default: 8, min: 6, max: 10, meaning: 'Pain that ends the training with one answer' },
  },
  evidence: 'ours',
  source:
    'Chosen above the change of 2 points that matters (Farrar et al. 2001, doi:10.1016/S0304-3959(01)00349-9) and asked twice; severe pain from 7-8: Boonstra et al. 2016, doi:10.3389/fpsyg.2016.01466',
  init: () => ({ startNrs: null, highAnswers: 0, finding: null }),
  step(state, input, { parameters }) {
    if (input.type !== 'pain' || state.finding !== null) return state.finding;
    const pain = input.painNrs;
    const startNrs = state.startNrs ?? pain;
    state.startNrs = startNrs;
    if (pain >= startNrs + parameters.riseNrs) state.highAnswers++;
    const severe = pain >= parameters.severeNrs;
    const repeated = pain >= startNrs + parameters.riseNrs && state.highAnswers >= parameters.answers;
    if (!severe && !repeated) return null;
    const severeLimit = Math.ceil(parameters.severeNrs) - 1;
    const highest = repeated ? Math.min(severeLimit, Math.ceil(startNrs + parameters.riseNrs) - 1) : severeLimit;
    state.finding = {
      kind: 'stop',
      sinceUs: input.atUs,
      value: pain,
      unit: 'NRS',
      reason: severe ? 'severe' : 'repeated',
      facts: [
        fact('painNrs', pain, 'NRS', input.atUs),
        fact('painAtStart', startNrs, 'NRS', input.atUs),
        fact('answersWithRise', state.highAnswers, 'times', input.atUs),
      ],
      counterfactual: {
        fact: 'painNrs',
        value: highest,
        unit: 'NRS',
        text: `With pain at ${highest} or less the training would not have ended here.`,
      },
      confidence: 1,
    };
    return state.finding;
  },
  patientText: ({ reason }) =>
    reason === 'severe'
      ? "That is a lot of pain, so today's training ends here. Rest, and your PT will see this."
      : "Your pain has gone up twice, so today's training ends here. Rest, and your PT will see this.",
  ptText: ({ facts }) =>
    `Pain ${factText(facts, 'painNrs')} NRS, ${factText(facts, 'painAtStart')} at the start, ${factText(facts, 'answersWithRise')} answers with that rise: training of the day ended.`,
});
