import { defineRule, type Finding, fact, factText } from '#shared/pacing/define.ts';
import type { PacingInput } from '#shared/pacing/types.ts';

interface State {
  /** Newest usable heart rate; null before the first: a session without a sensor is not nagged. */
  lastUsableUs: number | null;
  /** Seconds of usable heart rate in a row. */
  usableS: number;
  lastTickUs: number | null;
  lastAskedUs: number | null;
  finding: Finding | null;
}

type Tick = Extract<PacingInput, { type: 'tick' }>;

/** While this rule holds a finding, the heart-rate rules are off. */
export const heartRateUnusable = defineRule<State, 'lostAfterS' | 'artefactPct' | 'askEveryS' | 'backAfterS'>({
  id: 'L6',
  title: 'Heart rate cannot be used',
  inputs: ['heart rate and its quality', 'RR artefacts of the last minute'],
  condition:
    'No usable heart rate for more than {lostAfterS}, or more than {artefactPct} artefacts among the RR intervals of a minute. Effort is asked every {askEveryS}; heart-rate rules are off until it has been usable for {backAfterS}.',
  parameters: {
    lostAfterS: { unit: 's', default: 5, min: 3, max: 30, meaning: 'Time without usable heart rate that counts as lost contact' },
    artefactPct: {
      unit: '%',
      default: 5,
      min: 1,
      max: 20,
      meaning: 'Share of artefacts among the RR intervals of a minute above which heart rate is not used',
    },
    askEveryS: { unit: 's', default: 180, min: 120, max: 600, meaning: 'Time between questions about effort while heart rate is not used' },
    backAfterS: { unit: 's', default: 10, min: 3, max: 60, meaning: 'Usable heart rate in a row before it is used again' },
  },
  evidence: 'convention',
  source:
    'Lipponen & Tarvainen 2019, doi:10.1080/03091902.2019.1640306 (RR artefacts); the limits are ours. Effort replaces heart rate: ACSM Guidelines, 11th ed. 2021',
  init: () => ({ lastUsableUs: null, usableS: 0, lastTickUs: null, lastAskedUs: null, finding: null }),
  step(state, input, { parameters, phase }) {
    if (phase === 'gate' || phase === 'done' || phase === 'stopped') return state.finding;
    if (input.type === 'rpe' && state.finding !== null) {
      state.finding = { ...state.finding, kind: 'go', sinceUs: input.atUs };
      state.lastAskedUs = input.atUs;
    }
    if (input.type !== 'tick') return state.finding;

    const present = input.heartRateQuality === 'ok' && input.heartRateBpm !== null;
    const noisy = (input.rrArtefactPct ?? 0) > parameters.artefactPct;
    const sinceTickS = state.lastTickUs === null ? 0 : Math.min(1, (input.atUs - state.lastTickUs) / 1_000_000);
    state.lastTickUs = input.atUs;
    state.usableS = present && !noisy ? state.usableS + sinceTickS : 0;
    if (present) state.lastUsableUs = input.atUs;
    if (state.lastUsableUs === null) return state.finding;

    const silentS = (input.atUs - state.lastUsableUs) / 1_000_000;
    const lost = silentS > parameters.lostAfterS;
    if (state.finding !== null && state.usableS >= parameters.backAfterS) {
      state.finding = null;
      state.lastAskedUs = null;
    } else if ((lost || noisy) && isDue(state, input.atUs, parameters.askEveryS)) {
      state.lastAskedUs = input.atUs;
      state.finding = findingOf(input, lost, noisy, silentS, parameters.artefactPct);
    }
    return state.finding;
  },
  patientText: ({ reason }) =>
    reason === 'noisy'
      ? 'Your pulse is hard to read right now. How hard does this feel, from 0 to 10?'
      : 'Your pulse cannot be read right now. How hard does this feel, from 0 to 10?',
  ptText: ({ reason, facts }) =>
    reason === 'noisy'
      ? `${factText(facts, 'rrArtefactPct')} % artefacts among the RR intervals of a minute: heart-rate rules off, effort (RPE) asked.`
      : `No usable heart rate for ${factText(facts, 'secondsWithoutHeartRate')} s: heart-rate rules off, effort (RPE) asked.`,
});

function isDue(state: State, atUs: number, askEveryS: number): boolean {
  return state.finding === null || state.lastAskedUs === null || atUs - state.lastAskedUs >= askEveryS * 1_000_000;
}

function findingOf(tick: Tick, lost: boolean, noisy: boolean, silentS: number, limitPct: number): Finding {
  const artefactPct = tick.rrArtefactPct ?? 0;
  const quality = tick.heartRateQuality === 'ok' && tick.heartRateBpm === null ? 'missing' : tick.heartRateQuality;
  return {
    kind: 'ask',
    sinceUs: tick.atUs,
    value: noisy ? artefactPct : silentS,
    unit: noisy ? '%' : 's',
    reason: noisy ? 'noisy' : 'lost',
    facts: [
      fact('heartRateUsable', false, '', tick.atUs),
      fact('heartRateQuality', quality, '', tick.atUs, quality),
      fact('secondsWithoutHeartRate', silentS, 's', tick.atUs),
      fact('rrArtefactPct', tick.rrArtefactPct, '%', tick.atUs, tick.rrArtefactPct === null ? 'missing' : 'ok'),
      fact('artefactLimit', limitPct, '%', tick.atUs),
    ],
    counterfactual: flipOf(lost, noisy, limitPct),
    confidence: 1,
  };
}

function flipOf(lost: boolean, noisy: boolean, limitPct: number): Finding['counterfactual'] {
  if (lost && noisy)
    return {
      fact: 'heartRateUsable',
      value: true,
      unit: '',
      text: 'With a usable heart rate and fewer artefacts there would have been no question.',
    };
  if (lost)
    return {
      fact: 'heartRateQuality',
      value: 'ok',
      unit: '',
      text: 'With a usable heart rate in these seconds there would have been no question.',
    };
  return {
    fact: 'rrArtefactPct',
    value: limitPct,
    unit: '%',
    text: `With ${limitPct} % artefacts or fewer heart rate would have been used.`,
  };
}
