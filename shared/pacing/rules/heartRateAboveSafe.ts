import { defineRule, fact, factText } from '#shared/pacing/define.ts';
import { type HeldAboveState, initHeldAbove, stepHeldAbove } from '#shared/pacing/heldAbove.ts';
import { isExercise } from '#shared/pacing/hold.ts';
import type { SessionSetup } from '#shared/schema/session.ts';

type Parameter = 'restingPlusBpm' | 'maxPct' | 'aboveS' | 'hysteresisBpm' | 'backS';

export const heartRateAboveSafe = defineRule<HeldAboveState, Parameter>({
  id: 'L11',
  title: 'Heart rate above the limit of the PEM-safe mode',
  inputs: ['5 s median of heart rate', 'mode', 'heart-rate ceiling', 'resting and highest heart rate'],
  condition:
    'In the PEM-safe mode: heart rate above the lowest of the ceiling of the PT, resting heart rate + {restingPlusBpm} and {maxPct} of the highest heart rate for {aboveS}; over once it has been {hysteresisBpm} or more below for {backS}.',
  parameters: {
    restingPlusBpm: { unit: 'bpm', default: 15, min: 5, max: 40, meaning: 'Distance above the resting heart rate' },
    maxPct: { unit: '%HRmax', default: 55, min: 40, max: 70, meaning: 'Share of the highest heart rate' },
    aboveS: { unit: 's', default: 10, min: 5, max: 60, meaning: 'Time above the limit before it is said' },
    hysteresisBpm: { unit: 'bpm', default: 3, min: 0, max: 10, meaning: 'Distance below the limit that counts as back under it' },
    backS: { unit: 's', default: 30, min: 5, max: 300, meaning: 'Time back under the limit before the pause is over' },
  },
  evidence: 'convention',
  source: 'Heart-rate pacing as people with ME/CFS practise it (resting heart rate + 15 or 55 % of the highest); no trial; times are ours',
  init: initHeldAbove,
  step(state, input, context) {
    const { parameters, setup } = context;
    if (setup.setup.mode !== 'pemSafe') return null;
    const { limitBpm, from } = limitOf(setup.setup, parameters.restingPlusBpm, parameters.maxPct);
    if (limitBpm === Number.POSITIVE_INFINITY) return null;
    const limit = {
      aboveBpm: limitBpm,
      backBpm: limitBpm - parameters.hysteresisBpm,
      aboveS: parameters.aboveS,
      backS: parameters.backS,
      counts: isExercise(context.phase),
    };
    return stepHeldAbove(state, input, context, limit, ({ bpm, seconds, confidence }) => ({
      kind: 'rest',
      sinceUs: input.atUs,
      value: bpm,
      unit: 'bpm',
      reason: from,
      facts: [
        fact('mode', 'pemSafe', '', setup.startedUs),
        fact('heartRateMedian5s', bpm, 'bpm', input.atUs),
        fact('safeLimit', limitBpm, 'bpm', setup.startedUs),
        fact('safeLimitFrom', from, '', setup.startedUs),
        fact('secondsAboveLimit', seconds, 's', input.atUs),
      ],
      counterfactual: {
        fact: 'heartRateMedian5s',
        value: limitBpm,
        unit: 'bpm',
        text: `With ${Math.floor(limitBpm)} beats/min or less this pause would not have been suggested.`,
      },
      confidence,
    }));
  },
  patientText: () => 'Pause now, and sit or lie down. Wait until your pulse has come down.',
  ptText: ({ facts }) =>
    `PEM-safe: heart rate ${factText(facts, 'heartRateMedian5s')} bpm (5 s median) above ${factText(facts, 'safeLimit')} bpm (${factText(facts, 'safeLimitFrom')}) for ${factText(facts, 'secondsAboveLimit')} s.`,
});

/** What the screen shows as the limit, at the rule's defaults; null when nothing is known to make one of. */
export function safeLimitBpm(setup: SessionSetup): number | null {
  const { restingPlusBpm, maxPct } = heartRateAboveSafe.parameters;
  const { limitBpm } = limitOf(setup, restingPlusBpm.default, maxPct.default);
  return limitBpm === Number.POSITIVE_INFINITY ? null : Math.floor(limitBpm);
}

/** The lowest of the limits that are known, infinite without any. */
function limitOf(setup: SessionSetup, restingPlusBpm: number, maxPct: number): { readonly limitBpm: number; readonly from: string } {
  const limits: readonly (readonly [number | null, string])[] = [
    [setup.heartRateCeilingBpm, 'ceiling'],
    [setup.restingHeartRateBpm === null ? null : setup.restingHeartRateBpm + restingPlusBpm, 'resting heart rate'],
    [setup.maxHeartRateBpm === null ? null : (setup.maxHeartRateBpm * maxPct) / 100, 'highest heart rate'],
  ];
  let limitBpm = Number.POSITIVE_INFINITY;
  let from = '';
  for (const [bpm, name] of limits) {
    if (bpm === null || bpm >= limitBpm) continue;
    limitBpm = bpm;
    from = name;
  }
  return { limitBpm, from };
}
