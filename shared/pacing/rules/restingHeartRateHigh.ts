import { defineRule, type Finding, fact, factText } from '#shared/pacing/define.ts';

interface State {
  /** First lying reading of a run of high ones. */
  highLyingUs: number | null;
  finding: Finding | null;
}

export const restingHeartRateHigh = defineRule<State, 'aboveBpm' | 'lyingBpm' | 'apartMin'>({
  id: 'G2',
  title: 'Resting heart rate too high to start',
  inputs: ['resting heart rate measured today', 'posture'],
  condition:
    'A resting heart rate above {aboveBpm}; or {lyingBpm} or more while lying in two readings at least {apartMin} apart, with no lower one between.',
  parameters: {
    aboveBpm: { unit: 'bpm', default: 120, min: 100, max: 140, meaning: 'Resting heart rate above which exercise does not start' },
    lyingBpm: { unit: 'bpm', default: 100, min: 80, max: 120, meaning: 'Lying heart rate from which a second reading decides' },
    apartMin: { unit: 'min', default: 5, min: 2, max: 30, meaning: 'Time between the two lying readings' },
  },
  evidence: 'ours',
  source: 'Ours: a fast pulse at rest has a reason that should be known before exercise; the limits belong to the PT',
  init: () => ({ highLyingUs: null, finding: null }),
  step(state, input, { parameters }) {
    if (input.type !== 'restingReading' || state.finding !== null) return state.finding;
    const bpm = input.heartRateBpm;
    const highLying = input.lying && bpm >= parameters.lyingBpm;
    if (highLying) state.highLyingUs ??= input.atUs;
    else if (input.lying) state.highLyingUs = null;
    const apartMin = highLying && state.highLyingUs !== null ? (input.atUs - state.highLyingUs) / 60_000_000 : 0;
    const twice = highLying && apartMin >= parameters.apartMin;
    if (bpm <= parameters.aboveBpm && !twice) return null;
    const highest = twice ? Math.ceil(parameters.lyingBpm) - 1 : Math.floor(parameters.aboveBpm);
    state.finding = {
      kind: 'block',
      sinceUs: input.atUs,
      value: bpm,
      unit: 'bpm',
      reason: twice ? 'twice' : 'high',
      facts: [
        fact('restingHeartRateBpm', bpm, 'bpm', input.atUs),
        fact('lying', input.lying, '', input.atUs),
        fact('minutesBetweenReadings', apartMin, 'min', input.atUs),
      ],
      counterfactual: {
        fact: 'restingHeartRateBpm',
        value: highest,
        unit: 'bpm',
        text: `With ${highest} beats/min or less in this reading the session would have gone on.`,
      },
      confidence: 1,
    };
    return state.finding;
  },
  patientText: () => 'Your pulse at rest is high, so no exercise for now. Please ask your PT before you go on.',
  ptText: ({ reason, facts }) =>
    reason === 'twice'
      ? `Resting heart rate ${factText(facts, 'restingHeartRateBpm')} bpm lying, high in two readings ${factText(facts, 'minutesBetweenReadings')} min apart: exercise held back until you have looked.`
      : `Resting heart rate ${factText(facts, 'restingHeartRateBpm')} bpm: exercise held back until you have looked.`,
});
