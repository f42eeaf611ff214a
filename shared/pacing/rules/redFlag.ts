import { defineRule, type Finding, fact, factText } from '#shared/pacing/define.ts';
import type { RedFlag } from '#shared/schema/event.ts';

/** As a therapist reads them. */
export const RED_FLAG_WORDS: Readonly<Record<RedFlag, string>> = {
  chestPain: 'chest pain or pressure',
  fainting: 'fainting',
  coldClammyPale: 'cold, clammy or pale skin',
  severeBreathlessness: 'severe breathlessness',
  newConfusion: 'new confusion',
  visionOrCoordination: 'vision or coordination trouble',
};

export const redFlag = defineRule<{ finding: Finding | null }, never>({
  id: 'G1',
  title: 'Red-flag symptom now',
  inputs: ['red-flag symptoms'],
  condition: 'A red-flag symptom is reported, at the gate or at any time later.',
  parameters: {},
  suspends: true,
  evidence: 'guideline',
  source:
    "ACSM's Guidelines for Exercise Testing and Prescription, 11th ed. 2021, ch. 3-4: signs and symptoms to stop exercise and call for help",
  init: () => ({ finding: null }),
  step(state, input) {
    if (input.type !== 'redFlag') return state.finding;
    const symptoms = [...new Set(input.symptoms)].sort().map((symptom) => RED_FLAG_WORDS[symptom]);
    state.finding ??= {
      kind: 'emergency',
      sinceUs: input.atUs,
      value: null,
      unit: '',
      reason: 'symptom',
      facts: [fact('redFlagSymptoms', symptoms.join(', '), '', input.atUs)],
      counterfactual: {
        fact: 'redFlagSymptoms',
        value: 'none',
        unit: '',
        text: 'Without a reported red-flag symptom the session would have gone on.',
      },
      confidence: 1,
    };
    return state.finding;
  },
  patientText: () => 'Stop now and sit or lie down. Call your emergency number.',
  ptText: ({ facts }) => `Red-flag symptom reported: ${factText(facts, 'redFlagSymptoms')}. The session was ended.`,
});
