import { defineRule, type Finding, fact } from '#shared/pacing/define.ts';
import type { Fact } from '#shared/schema/decision.ts';

interface Use {
  screenAnswered: boolean;
  contraindications: number;
  painful: boolean;
  skinProblem: boolean;
  off: boolean;
}

interface State {
  /** Every use of TENS of the session by its id. */
  readonly uses: Record<string, Use>;
  finding: Finding | null;
  /** The use the finding is about. */
  about: string | null;
}

/** Counted as answered and clear until the log says otherwise: a use that began before the session has no `tensOn` in it. */
const UNKNOWN_USE: Use = { screenAnswered: true, contraindications: 0, painful: false, skinProblem: false, off: false };

export const stimulationUnsafe = defineRule<State, never>({
  id: 'L12',
  title: 'TENS on without a clear screen, or with a painful or skin problem',
  inputs: ['TENS on and off', 'contraindication answers', 'sensation and skin'],
  condition:
    'TENS is on while the contraindication questions are unanswered or one was answered with yes, or it feels painful, or the skin has a problem.',
  parameters: {},
  evidence: 'guideline',
  source:
    'Electrophysical agents: contraindications and precautions, Houghton, Nussbaum & Hoens 2010, Physiother Can 62(5), doi:10.3138/ptc.62.5',
  init: () => ({ uses: {}, finding: null, about: null }),
  step(state, input) {
    if (input.type !== 'tensOn' && input.type !== 'tensSensation' && input.type !== 'tensOff') return state.finding;
    const id = input.stimulationId;
    const use = state.uses[id] ?? { ...UNKNOWN_USE };
    state.uses[id] = use;
    if (input.type === 'tensOn') {
      use.screenAnswered = input.screenAnswered;
      use.contraindications = input.contraindicationCount;
      use.off = false;
    } else if (input.type === 'tensSensation') {
      use.painful ||= input.painful;
      use.skinProblem ||= input.skinProblem;
    } else {
      use.off = true;
      use.painful = false;
      use.skinProblem = false;
    }
    if (state.about !== null && isClear(state.uses[state.about])) {
      state.finding = null;
      state.about = null;
    }
    if (state.finding === null && !isClear(use)) {
      state.finding = findingOf(use, input.atUs);
      state.about = id;
    }
    return state.finding;
  },
  patientText: ({ reason }) => TEXTS[reason as Reason].patient,
  ptText: ({ reason }) => TEXTS[reason as Reason].pt,
});

type Reason = 'unanswered' | 'contraindicated' | 'painful' | 'skin';

const TEXTS: Readonly<Record<Reason, { readonly patient: string; readonly pt: string }>> = {
  unanswered: {
    patient: 'Turn TENS off for now. First answer the safety questions.',
    pt: 'TENS on without the contraindication questions answered.',
  },
  contraindicated: {
    patient: 'Turn TENS off for now. Ask your PT first, because of one of your answers.',
    pt: 'TENS on although a contraindication question was answered with yes.',
  },
  painful: { patient: 'Turn TENS off, it is not meant to hurt. Look at the skin under the pads.', pt: 'TENS reported as painful.' },
  skin: {
    patient: 'Turn TENS off and take the pads off. Look at the skin and tell your PT what you see.',
    pt: 'Skin problem under the TENS pads reported.',
  },
};

function isClear(use: Use): boolean {
  return use.off || problems(use).length === 0;
}

function problems(use: Use): Reason[] {
  const found: Reason[] = [];
  if (use.skinProblem) found.push('skin');
  if (use.painful) found.push('painful');
  if (!use.screenAnswered) found.push('unanswered');
  if (use.contraindications > 0) found.push('contraindicated');
  return found;
}

function findingOf(use: Use, atUs: number): Finding {
  const found = problems(use);
  const reason = found[0];
  const facts: Fact[] = [
    fact('tensOn', true, '', atUs),
    fact('screenAnswered', use.screenAnswered, '', atUs),
    fact('contraindicationCount', use.contraindications, '', atUs),
    fact('tensPainful', use.painful, '', atUs),
    fact('tensSkinProblem', use.skinProblem, '', atUs),
  ];
  // With more than one problem no single answer would have been enough: only TENS off flips it.
  const flip = found.length > 1 ? FLIPS.off : FLIPS[reason];
  return {
    kind: 'tensOff',
    sinceUs: atUs,
    value: null,
    unit: '',
    reason,
    facts,
    counterfactual: { ...flip, unit: '' },
    confidence: 1,
  };
}

const FLIPS: Readonly<Record<Reason | 'off', { readonly fact: string; readonly value: boolean | number; readonly text: string }>> = {
  unanswered: { fact: 'screenAnswered', value: true, text: 'With the questions answered this would not have been raised.' },
  contraindicated: { fact: 'contraindicationCount', value: 0, text: 'Without a yes among the answers this would not have been raised.' },
  painful: { fact: 'tensPainful', value: false, text: 'Without a painful sensation this would not have been raised.' },
  skin: { fact: 'tensSkinProblem', value: false, text: 'Without a skin problem this would not have been raised.' },
  off: { fact: 'tensOn', value: false, text: 'With TENS off this would not have been raised.' },
};
