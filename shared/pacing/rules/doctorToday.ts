import { defineRule, type Finding, fact, factText } from '#shared/pacing/define.ts';
import type { DoctorSymptom } from '#shared/schema/event.ts';

/** As a therapist reads them. */
export const DOCTOR_SYMPTOM_WORDS: Readonly<Record<DoctorSymptom, string>> = {
  saddleNumbness: 'saddle numbness',
  bladderOrBowelChange: 'bladder or bowel change',
  progressiveWeakness: 'progressive weakness',
  nightPainWithWeightLossOrFever: 'night pain with weight loss or fever',
};

export const doctorToday = defineRule<{ finding: Finding | null }, never>({
  id: 'G4',
  title: 'Symptom for a doctor today',
  inputs: ['symptoms that a doctor should look at today'],
  condition: 'Saddle numbness, a bladder or bowel change, progressive weakness, or night pain with weight loss or fever is reported.',
  parameters: {},
  suspends: true,
  evidence: 'guideline',
  source:
    'International framework for red flags for potential serious spinal pathologies, Finucane et al. 2020, doi:10.2519/jospt.2020.9971',
  init: () => ({ finding: null }),
  step(state, input) {
    if (input.type !== 'doctorToday' || state.finding !== null) return state.finding;
    const symptoms = [...new Set(input.symptoms)].sort().map((symptom) => DOCTOR_SYMPTOM_WORDS[symptom]);
    state.finding = {
      kind: 'block',
      sinceUs: input.atUs,
      value: null,
      unit: '',
      reason: 'symptom',
      facts: [fact('doctorSymptoms', symptoms.join(', '), '', input.atUs)],
      counterfactual: {
        fact: 'doctorSymptoms',
        value: 'none',
        unit: '',
        text: 'Without one of these symptoms the session would have gone on.',
      },
      confidence: 1,
    };
    return state.finding;
  },
  patientText: () => 'Please see a doctor today about what you feel. Exercise waits until your PT has spoken with you.',
  ptText: ({ facts }) =>
    `Reported: ${factText(facts, 'doctorSymptoms')}. Told to see a doctor today; exercise is suspended until you clear it.`,
});
