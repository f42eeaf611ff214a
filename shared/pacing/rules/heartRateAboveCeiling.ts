import { defineRule, type Finding, fact, factText } from '#shared/pacing/define.ts';
import { type HoldState, initHold, isMoving, resetHold, stepHold, usableShare } from '#shared/pacing/hold.ts';

interface State {
  readonly hold: HoldState;
  finding: Finding | null;
}

export const heartRateAboveCeiling = defineRule<State, 'aboveS' | 'hysteresisBpm' | 'backS'>({
  id: 'L1',
  title: 'Heart rate above the ceiling',
  parameters: {
    aboveS: { unit: 's', default: 30, min: 10, max: 120, meaning: 'Time above the ceiling before it is said' },
    hysteresisBpm: { unit: 'bpm', default: 3, min: 0, max: 10, meaning: 'Distance below the ceiling that counts as back under it' },
    backS: { unit: 's', default: 30, min: 5, max: 120, meaning: 'Time back under the ceiling before the light is green again' },
  },
  evidence: 'convention',
  source:
    'Ceiling set by the PT from heart-rate reserve (ACSM position stand, Garber et al. 2011, doi:10.1249/MSS.0b013e318213fefb); times and hysteresis are ours',
  init: () => ({ hold: initHold(), finding: null }),
  step(state, input, context) {
    const { parameters, setup, phase } = context;
    const ceilingBpm = setup.setup.heartRateCeilingBpm;
    if (ceilingBpm === null) return null;
    if (context.finding('L6') !== null) {
      resetHold(state.hold);
      // Effort speaks for the pulse while that cannot be read: only an answer under the ceiling lifts what held before.
      if (input.type === 'rpe' && input.rpeCr10 <= setup.setup.rpeCeilingCr10) state.finding = null;
      return state.finding;
    }
    const bpm = context.heartRateMedianBpm;
    if (bpm === null) return state.finding;

    const { hold } = state;
    const above = bpm > ceilingBpm && isMoving(phase);
    stepHold(hold, input.atUs, above, bpm <= ceilingBpm - parameters.hysteresisBpm);
    if (state.finding !== null) {
      if (hold.belowS >= parameters.backS) state.finding = null;
    } else if (above && hold.aboveS >= parameters.aboveS) {
      state.finding = {
        kind: 'ease',
        sinceUs: input.atUs,
        value: bpm,
        unit: 'bpm',
        reason: 'aboveCeiling',
        facts: [
          fact('heartRateMedian5s', bpm, 'bpm', input.atUs),
          fact('heartRateCeiling', ceilingBpm, 'bpm', setup.startedUs),
          fact('secondsAboveCeiling', hold.aboveS, 's', input.atUs),
        ],
        counterfactual: {
          fact: 'heartRateMedian5s',
          value: ceilingBpm,
          unit: 'bpm',
          text: `With ${ceilingBpm} beats/min or less this would not have been raised.`,
        },
        confidence: usableShare(hold, input.atUs),
      };
    }
    return state.finding;
  },
  patientText: ({ facts }) =>
    `Your pulse has been above the range you agreed for ${factText(facts, 'secondsAboveCeiling')} seconds. Slow down a little.`,
  ptText: ({ facts }) =>
    `Heart rate ${factText(facts, 'heartRateMedian5s')} bpm (5 s median), above the ceiling of ${factText(facts, 'heartRateCeiling')} bpm for ${factText(facts, 'secondsAboveCeiling')} s.`,
});
