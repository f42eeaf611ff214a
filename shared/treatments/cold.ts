import { defineTreatment } from './define.ts';

export const cold = defineTreatment({
  id: 'cold',
  name: 'Cold',
  kind: 'passive',
  loggedBy: 'patient',
  how: 'A cold pack in a damp cloth, for a short time. Stop when the skin turns white or numb.',
  doseFields: [{ name: 'durationMinutes', unit: 'min', min: 3, max: 20, step: 1 }],
  cautions: [
    { id: 'numbSkin', question: 'Is the skin there numb or broken?' },
    { id: 'coldIllness', question: 'Do your fingers turn white in the cold, or do you get a rash from cold?' },
    { id: 'circulation', question: 'Do you have poor blood flow there?' },
  ],
  afterYes: 'Ask your PT first, and leave it off until then.',
  placements: [],
  programmes: [],
  sources: [
    'Houghton, Nussbaum, Hoens: Electrophysical agents, contraindications and precautions, Physiotherapy Canada 62(5), 2010, doi 10.3138/ptc.62.5',
  ],
});
