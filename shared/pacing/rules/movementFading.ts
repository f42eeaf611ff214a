import { defineRule, type Finding, fact, factText, type RuleContext } from '#shared/pacing/define.ts';
import type { Repetition } from '#shared/schema/summary.ts';

/** What a repetition is compared by; smoothness (SPARC) is null where it could not be measured. */
interface Quality {
  readonly romDeg: number;
  readonly seconds: number;
  readonly sparc: number | null;
}

interface State {
  /** The first good repetitions of the session, until the reference is full. */
  readonly first: Quality[];
  reference: Quality | null;
  inARow: number;
  finding: Finding | null;
}

type Parameter = 'romPct' | 'slowerPct' | 'roughPct' | 'reference' | 'inARow' | 'goodConfidence';
type Sign = 'rom' | 'time' | 'smoothness';

export const movementFading = defineRule<State, Parameter>({
  id: 'L9',
  title: 'Movement gets smaller, slower or rougher',
  inputs: ['range of motion, time and smoothness of each repetition'],
  condition:
    'Against the median of the first good {reference} (confidence {goodConfidence} or more): range of motion below {romPct}, or time {slowerPct} or more longer, or smoothness {roughPct} or more worse, in {inARow} in a row. Over with the next set.',
  parameters: {
    romPct: { unit: '%', default: 85, min: 60, max: 95, meaning: 'Share of the first range of motion below which a repetition counts' },
    slowerPct: { unit: '%', default: 25, min: 10, max: 100, meaning: 'Longer time from which a repetition counts' },
    roughPct: {
      unit: '%',
      default: 20,
      min: 10,
      max: 100,
      meaning: 'Loss of smoothness (spectral arc length) from which a repetition counts',
    },
    reference: { unit: 'repetitions', default: 5, min: 3, max: 10, meaning: 'Good repetitions at the start that are compared with' },
    inARow: { unit: 'repetitions', default: 3, min: 2, max: 10, meaning: 'Repetitions in a row before a rest is suggested' },
    goodConfidence: { unit: '1', default: 0.5, min: 0.2, max: 0.9, meaning: 'Confidence from which a repetition is looked at at all' },
  },
  evidence: 'ours',
  source:
    'Ours: fading range, tempo and smoothness as signs of fatigue; smoothness as spectral arc length, Balasubramanian et al. 2012, doi:10.1109/TBME.2011.2179545',
  init: () => ({ first: [], reference: null, inARow: 0, finding: null }),
  step(state, input, { parameters }) {
    if (input.type === 'setStarted') {
      state.inARow = 0;
      state.finding = null;
    }
    if (input.type !== 'repetition' || state.finding !== null || input.repetition.confidence < parameters.goodConfidence)
      return state.finding;
    const now = qualityOf(input.repetition);
    if (state.reference === null) {
      state.first.push(now);
      if (state.first.length >= parameters.reference) state.reference = referenceOf(state.first);
      return null;
    }
    const signs = signsOf(now, state.reference, parameters);
    state.inARow = signs.length > 0 ? state.inARow + 1 : 0;
    if (state.inARow >= parameters.inARow) state.finding = findingOf(input.atUs, now, state.reference, signs, state.inARow, parameters);
    return state.finding;
  },
  patientText: ({ reason }) => `${SENTENCES[reason as Sign]} Rest before the next set.`,
  ptText: ({ facts }) =>
    `${factText(facts, 'fadingInARow')} repetitions in a row faded: ROM ${factText(facts, 'romDeg')} of ${factText(facts, 'romReferenceDeg')} deg, time ${Math.round(10 * Number(facts.find(({ name }) => name === 'repetitionS')?.value)) / 10} of ${Math.round(10 * Number(facts.find(({ name }) => name === 'repetitionReferenceS')?.value)) / 10} s.`,
});

const SENTENCES: Readonly<Record<Sign, string>> = {
  rom: 'Your movements are getting smaller, which can be a sign of tiredness.',
  time: 'Your movements are getting slower, which can be a sign of tiredness.',
  smoothness: 'Your movements are less smooth now, which can be a sign of tiredness.',
};

function qualityOf({ romDeg, startUs, endUs, sparc }: Repetition): Quality {
  return { romDeg, seconds: (endUs - startUs) / 1_000_000, sparc };
}

function referenceOf(first: readonly Quality[]): Quality {
  const sparcs = first.flatMap(({ sparc }) => (sparc === null ? [] : [sparc]));
  return {
    romDeg: median(first.map(({ romDeg }) => romDeg)),
    seconds: median(first.map(({ seconds }) => seconds)),
    // A reference of half of them or fewer would be another movement's.
    sparc: 2 * sparcs.length > first.length ? median(sparcs) : null,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** SPARC is below 0 and further from it when rougher (motion.md, Repetitions). */
function limitsOf(reference: Quality, { romPct, slowerPct, roughPct }: RuleContext<Parameter>['parameters']): Quality {
  return {
    romDeg: (reference.romDeg * romPct) / 100,
    seconds: reference.seconds * (1 + slowerPct / 100),
    sparc: reference.sparc === null ? null : reference.sparc * (1 + roughPct / 100),
  };
}

function signsOf(now: Quality, reference: Quality, parameters: RuleContext<Parameter>['parameters']): Sign[] {
  const limits = limitsOf(reference, parameters);
  const signs: Sign[] = [];
  if (now.romDeg < limits.romDeg) signs.push('rom');
  if (now.seconds >= limits.seconds) signs.push('time');
  if (now.sparc !== null && limits.sparc !== null && now.sparc <= limits.sparc) signs.push('smoothness');
  return signs;
}

function findingOf(
  atUs: number,
  now: Quality,
  reference: Quality,
  signs: readonly Sign[],
  inARow: number,
  parameters: RuleContext<Parameter>['parameters'],
): Finding {
  const limits = limitsOf(reference, parameters);
  return {
    kind: 'rest',
    sinceUs: atUs,
    value: inARow,
    unit: 'repetitions',
    reason: signs[0],
    facts: [
      fact('romDeg', now.romDeg, 'deg', atUs),
      fact('romReferenceDeg', reference.romDeg, 'deg', atUs),
      fact('romLimitDeg', limits.romDeg, 'deg', atUs),
      fact('repetitionS', now.seconds, 's', atUs),
      fact('repetitionReferenceS', reference.seconds, 's', atUs),
      fact('repetitionLimitS', limits.seconds, 's', atUs),
      fact('sparc', now.sparc, '1', atUs, now.sparc === null ? 'missing' : 'ok'),
      fact('sparcLimit', limits.sparc, '1', atUs, limits.sparc === null ? 'missing' : 'ok'),
      fact('fadingInARow', inARow, 'repetitions', atUs),
    ],
    counterfactual: {
      fact: 'fadingInARow',
      value: inARow - 1,
      unit: 'repetitions',
      text: 'With this repetition as large, as quick and as smooth as the first ones no rest would have been suggested.',
    },
    confidence: 1,
  };
}
