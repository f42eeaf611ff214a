import { defineRule, type Finding, fact, factText, type RuleContext } from '#shared/pacing/define.ts';
import { isMoving } from '#shared/pacing/hold.ts';

interface State {
  moving: boolean;
  /** 5 s median at the newest usable tick of exercise. */
  endBpm: number | null;
  endUs: number;
  restUs: number | null;
  /** Heart rate was looked at 60 s after the end. */
  lookedAfter60: boolean;
  /** Heart rate was looked at against the ceiling: once per rest, so that nothing flickers around it. */
  lookedAtCeiling: boolean;
  /** Below this the rest is long enough. */
  backBpm: number;
  finding: Finding | null;
}

type Parameter = 'mads' | 'leastSpreadBpm' | 'sessions' | 'belowCeilingBpm' | 'afterS';

/** Heart rate is looked at up to this long after the moment: what comes later says something else. */
const SLACK_US = 5_000_000;
const MINUTE_US = 60_000_000;

/**
 * Two looks at a rest. The first compares with this person's own history, so a higher pulse at the end of the set alone makes the fall look
 * better; the second does not know the end, and is why a higher pulse in the rest never acts less strictly.
 */
export const slowRecovery = defineRule<State, Parameter>({
  id: 'L5',
  title: 'Heart rate comes down slowly in a rest',
  inputs: ['5 s median of heart rate at the end of a set and in the rest', "the person's own falls in 60 s", 'heart-rate ceiling'],
  condition:
    'In a rest: the fall in 60 s is smaller than the own median - {mads} (the median absolute deviation taken as at least {leastSpreadBpm}; known from {sessions} or more); or after {afterS} heart rate is not yet {belowCeilingBpm} below the ceiling. Over once heart rate is down, or with the next set.',
  parameters: {
    mads: { unit: 'MAD', default: 2, min: 1, max: 5, meaning: 'Median absolute deviations below the own median fall' },
    leastSpreadBpm: {
      unit: 'bpm',
      default: 2,
      min: 0,
      max: 10,
      meaning: 'Smallest deviation taken, so that very even sessions do not make it strict',
    },
    sessions: { unit: 'sessions', default: 6, min: 6, max: 30, meaning: 'Sessions with a fall needed for the own median' },
    belowCeilingBpm: { unit: 'bpm', default: 10, min: 0, max: 40, meaning: 'Distance below the ceiling that a rest should reach' },
    afterS: { unit: 's', default: 120, min: 60, max: 300, meaning: 'Time of rest after which that is looked at' },
  },
  evidence: 'ours',
  source: 'Ours: heart-rate recovery depends on posture and protocol, so it is compared with the own sessions only',
  init: () => ({
    moving: false,
    endBpm: null,
    endUs: 0,
    restUs: null,
    lookedAfter60: false,
    lookedAtCeiling: false,
    backBpm: 0,
    finding: null,
  }),
  step(state, input, context) {
    followPhase(state, input.atUs, context);
    const bpm = context.heartRateMedianBpm;
    if (bpm === null || context.finding('L6') !== null) return state.finding;
    if (isMoving(context.phase)) {
      state.endBpm = bpm;
      state.endUs = input.atUs;
    }
    if (state.finding !== null && bpm < state.backBpm) state.finding = null;
    if (state.restUs !== null) state.finding ??= afterMinute(state, input.atUs, bpm, context);
    if (state.restUs !== null) state.finding = notDown(state, input.atUs, bpm, context) ?? state.finding;
    return state.finding;
  },
  patientText: () => 'Your pulse is coming down slowly this time. Rest a little longer before you go on.',
  ptText: ({ reason, facts }) =>
    reason === 'fall'
      ? `Heart rate fell ${factText(facts, 'fall60s')} bpm in 60 s of rest; own median ${factText(facts, 'ownMedianFall')} bpm, MAD ${factText(facts, 'ownMadFall')} bpm of ${factText(facts, 'sessionsKnown')} sessions.`
      : `Heart rate ${factText(facts, 'heartRateMedian5s')} bpm after ${factText(facts, 'secondsOfRest')} s of rest; ceiling ${factText(facts, 'heartRateCeiling')} bpm.`,
});

function followPhase(state: State, atUs: number, { phase }: RuleContext): void {
  const moving = isMoving(phase);
  if (moving) {
    if (!state.moving) state.endBpm = null;
    // Who goes on has ended the rest; the rules of the set take over.
    state.restUs = null;
    state.finding = null;
  } else if (phase !== 'rest') {
    state.restUs = null;
    state.finding = null;
  } else if (state.restUs === null) {
    state.restUs = atUs;
    state.lookedAfter60 = false;
    state.lookedAtCeiling = false;
  }
  state.moving = moving;
}

function afterMinute(state: State, atUs: number, bpm: number, { parameters, setup }: RuleContext<Parameter>): Finding | null {
  // A session kept by an older version of the app has no such field.
  const history = setup.setup.recoveryHistory ?? null;
  const restUs = state.restUs ?? atUs;
  if (state.lookedAfter60 || atUs < restUs + MINUTE_US) return null;
  state.lookedAfter60 = true;
  if (atUs > restUs + MINUTE_US + SLACK_US || state.endBpm === null || state.endUs < restUs - SLACK_US) return null;
  if (history === null || history.sessions < parameters.sessions) return null;
  const fall = state.endBpm - bpm;
  const leastFall = history.fall60sMedianBpm - parameters.mads * Math.max(history.fall60sMadBpm, parameters.leastSpreadBpm);
  if (fall >= leastFall) return null;
  state.backBpm = state.endBpm - leastFall;
  const highest = Math.floor(state.backBpm);
  return {
    kind: 'rest',
    sinceUs: atUs,
    value: fall,
    unit: 'bpm',
    reason: 'fall',
    facts: [
      fact('fall60s', fall, 'bpm', atUs),
      fact('heartRateAfter60s', bpm, 'bpm', atUs),
      fact('heartRateAtSetEnd', state.endBpm, 'bpm', state.endUs),
      fact('ownMedianFall', history.fall60sMedianBpm, 'bpm', setup.startedUs),
      fact('ownMadFall', history.fall60sMadBpm, 'bpm', setup.startedUs),
      fact('leastFall', leastFall, 'bpm', setup.startedUs),
      fact('sessionsKnown', history.sessions, 'sessions', setup.startedUs),
    ],
    counterfactual: {
      fact: 'heartRateAfter60s',
      value: highest,
      unit: 'bpm',
      text: `With ${highest} beats/min or less after 60 s no longer rest would have been suggested.`,
    },
    confidence: 1,
  };
}

function notDown(state: State, atUs: number, bpm: number, { parameters, setup }: RuleContext<Parameter>): Finding | null {
  const ceilingBpm = setup.setup.heartRateCeilingBpm;
  const restS = (atUs - (state.restUs ?? atUs)) / 1_000_000;
  if (ceilingBpm === null || restS < parameters.afterS || state.lookedAtCeiling) return null;
  state.lookedAtCeiling = true;
  const targetBpm = ceilingBpm - parameters.belowCeilingBpm;
  if (bpm < targetBpm) return null;
  state.backBpm = state.finding === null ? targetBpm : Math.min(state.backBpm, targetBpm);
  if (state.finding !== null) return state.finding;
  const highest = Math.ceil(targetBpm) - 1;
  return {
    kind: 'rest',
    sinceUs: atUs,
    value: bpm,
    unit: 'bpm',
    reason: 'notDown',
    facts: [
      fact('heartRateMedian5s', bpm, 'bpm', atUs),
      fact('heartRateCeiling', ceilingBpm, 'bpm', setup.startedUs),
      fact('restTargetBpm', targetBpm, 'bpm', setup.startedUs),
      fact('secondsOfRest', restS, 's', atUs),
    ],
    counterfactual: {
      fact: 'heartRateMedian5s',
      value: highest,
      unit: 'bpm',
      text: `With ${highest} beats/min or less by then no longer rest would have been suggested.`,
    },
    confidence: 1,
  };
}
