import { defineRule, fact, factText } from '#shared/pacing/define.ts';
import { type HeldAboveState, initHeldAbove, stepHeldAbove } from '#shared/pacing/heldAbove.ts';
import { isMoving } from '#shared/pacing/hold.ts';

export const heartRateAboveCeiling = defineRule<HeldAboveState, 'aboveS' | 'hysteresisBpm' | 'backS'>({
  id: 'L1',
  title: 'Heart rate above the ceiling',
  inputs: ['5 s median of heart rate', 'heart-rate ceiling'],
  condition: 'Heart rate above the ceiling for {aboveS}; over once it has been {hysteresisBpm} or more below the ceiling for {backS}.',
  parameters: {
    aboveS: { unit: 's', default: 30, min: 10, max: 120, meaning: 'Time above the ceiling before it is said' },
    hysteresisBpm: { unit: 'bpm', default: 3, min: 0, max: 10, meaning: 'Distance below the ceiling that counts as back under it' },
    backS: { unit: 's', default: 30, min: 5, max: 120, meaning: 'Time back under the ceiling before the light is green again' },
  },
  evidence: 'convention',
  source:
    'Ceiling set by the PT from heart-rate reserve (ACSM position stand, Garber et al. 2011, doi:10.1249/MSS.0b013e318213fefb); times and hysteresis are ours',
  init: initHeldAbove,
  step(state, input, context) {
    const { parameters, setup } = context;
    const ceilingBpm = setup.setup.heartRateCeilingBpm;
    if (ceilingBpm === null) return null;
    const limit = {
      aboveBpm: ceilingBpm,
      backBpm: ceilingBpm - parameters.hysteresisBpm,
      aboveS: parameters.aboveS,
      backS: parameters.backS,
      counts: isMoving(context.phase),
    };
    return stepHeldAbove(state, input, context, limit, ({ bpm, seconds, confidence }) => ({
      kind: 'ease',
      sinceUs: input.atUs,
      value: bpm,
      unit: 'bpm',
      reason: 'aboveCeiling',
      facts: [
        fact('heartRateMedian5s', bpm, 'bpm', input.atUs),
        fact('heartRateCeiling', ceilingBpm, 'bpm', setup.startedUs),
        fact('secondsAboveCeiling', seconds, 's', input.atUs),
      ],
      counterfactual: {
        fact: 'heartRateMedian5s',
        value: ceilingBpm,
        unit: 'bpm',
        text: `With ${ceilingBpm} beats/min or less this would not have been raised.`,
      },
      confidence,
    }));
  },
  patientText: ({ facts }) =>
    `Your pulse has been above the range you agreed for ${factText(facts, 'secondsAboveCeiling')} seconds. Slow down a little.`,
  ptText: ({ facts }) =>
    `Heart rate ${factText(facts, 'heartRateMedian5s')} bpm (5 s median), above the ceiling of ${factText(facts, 'heartRateCeiling')} bpm for ${factText(facts, 'secondsAboveCeiling')} s.`,
});
