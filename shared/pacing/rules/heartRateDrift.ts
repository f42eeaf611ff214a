import { defineRule, type Finding, fact, factText } from '#shared/pacing/define.ts';

interface State {
  /** Heart rate that could not be used (L6) is in the minute that is compared up to here. */
  doubtfulUntilUs: number;
  /** Work per minute below which the person has eased. */
  easedBelow: number;
  finding: Finding | null;
}

type Parameter = 'easePct' | 'finishPct' | 'backPct' | 'afterMinutes' | 'workTolerancePct';

/** Length of the reference and of the mean compared with it (shared/cardio/driftAtEqualWork.ts), s. */
const REFERENCE_S = 120;
const WINDOW_S = 60;
/** The compared mean and the 5 s median it is made of begin after the reference, also when samples come every 5 s. */
const SETTLE_S = 10;

/** The engine measures the drift with this rule's `afterMinutes` and `workTolerancePct`; see RuleContext.heartRateDrift. */
export const heartRateDrift = defineRule<State, Parameter>({
  id: 'L4',
  title: 'Heart rate drifts up at the same work',
  inputs: ['5 s median of heart rate', 'work per minute', 'time since the start of the exercise'],
  condition:
    'From {afterMinutes} of exercise on, at the same work within {workTolerancePct}: the mean heart rate of the last minute is {easePct} or more (ease) or {finishPct} or more (finish) above that of the two minutes after it. Ease is over once the drift is {backPct} below its limit or the work is less.',
  parameters: {
    easePct: { unit: '%', default: 5, min: 3, max: 15, meaning: 'Rise of heart rate from which to ease' },
    finishPct: { unit: '%', default: 10, min: 5, max: 25, meaning: 'Rise of heart rate from which to finish' },
    backPct: { unit: '%', default: 1, min: 0, max: 5, meaning: 'Distance below the limit for ease that counts as back' },
    afterMinutes: { unit: 'min', default: 10, min: 5, max: 30, meaning: 'Warm-up before the reference of two minutes' },
    workTolerancePct: { unit: '%', default: 10, min: 5, max: 25, meaning: 'Greatest difference of work that counts as the same' },
  },
  evidence: 'ours',
  source: 'Ours: heart rate that drifts up at constant work is taken as a sign of fatigue or heat; no trial of these limits',
  init: () => ({ doubtfulUntilUs: Number.MIN_SAFE_INTEGER, easedBelow: 0, finding: null }),
  step(state, input, { parameters, heartRateDrift: drift, finding }) {
    if (input.type !== 'tick' || state.finding?.kind === 'done') return state.finding;
    if (finding('L6') !== null) state.doubtfulUntilUs = input.atUs + WINDOW_S * 1_000_000;
    const work = input.workPerMinute;
    if (work === null || input.atUs <= state.doubtfulUntilUs) return state.finding;
    // Who does less has eased: what is left of the drift is not theirs to answer for.
    if (state.finding !== null && work < state.easedBelow) state.finding = null;
    if (drift === null || drift.elapsedS < 60 * parameters.afterMinutes + REFERENCE_S + WINDOW_S + SETTLE_S) return state.finding;
    // The means lag: while work is changing, pulse and work of the same moment are not in them alike.
    const tolerance = parameters.workTolerancePct / 100;
    if (Math.abs(work / drift.referenceWork - 1) > tolerance) return state.finding;
    const pct = drift.heartRateDriftPct;
    const kind = pct >= parameters.finishPct ? 'done' : pct >= parameters.easePct ? 'ease' : null;
    if (kind === null) {
      if (pct < parameters.easePct - parameters.backPct) state.finding = null;
    } else if (state.finding === null || kind === 'done') {
      const limitPct = kind === 'done' ? parameters.finishPct : parameters.easePct;
      // Without an ease before it, only less than the limit for ease says nothing at all.
      const quietPct = state.finding === null ? parameters.easePct : parameters.finishPct;
      const highestBpm = Math.ceil(drift.referenceBpm * (1 + quietPct / 100)) - 1;
      state.easedBelow = (1 - tolerance) * drift.referenceWork;
      state.finding = {
        kind,
        sinceUs: input.atUs,
        value: pct,
        unit: '%',
        reason: kind,
        facts: [
          fact('heartRateDriftPct', pct, '%', input.atUs),
          fact('driftLimitPct', limitPct, '%', input.atUs),
          fact('heartRateLastMinute', drift.heartRateBpm, 'bpm', input.atUs),
          fact('heartRateReference', drift.referenceBpm, 'bpm', input.atUs),
          fact('workRatio', drift.workRatio, '1', input.atUs),
          fact('minutesOfExercise', drift.elapsedS / 60, 'min', input.atUs),
        ],
        counterfactual: {
          fact: 'heartRateLastMinute',
          value: highestBpm,
          unit: 'bpm',
          text: `With ${highestBpm} beats/min or less in the last minute this would not have been raised.`,
        },
        confidence: 1,
      };
    }
    return state.finding;
  },
  patientText: ({ kind }) =>
    kind === 'done'
      ? 'Your pulse keeps rising though you do the same. Let it be enough for today.'
      : 'Your pulse is rising though you do the same. Slow down a little.',
  ptText: ({ facts }) =>
    `Heart rate ${factText(facts, 'heartRateLastMinute')} bpm in the last minute, ${factText(facts, 'heartRateReference')} bpm in the reference: drift ${factText(facts, 'heartRateDriftPct')} % at the same work, limit ${factText(facts, 'driftLimitPct')} %.`,
});
