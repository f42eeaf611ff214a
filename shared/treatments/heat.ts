import { defineTreatment } from './define.ts';

export const heat = defineTreatment({
  id: 'heat',
  name: 'Heat',
  kind: 'passive',
  loggedBy: 'patient',
  how: 'A warm pack with a cloth between it and the skin. Warm, never hot.',
  doseFields: [{ name: 'durationMinutes', unit: 'min', min: 5, max: 30, step: 1 }],
  cautions: [
    { id: 'numbSkin', question: 'Is the skin there numb, broken or burnt?' },
    { id: 'freshInjury', question: 'Is it a fresh injury of the last two days, or hot and swollen?' },
    { id: 'circulation', question: 'Do you have poor blood flow or a blood clot there?' },
  ],
  afterYes: 'Ask your PT first, and leave it off until then.',
  placements: [],
  programmes: [],
  sources: [
    'Houghton, Nussbaum, Hoens: Electrophysical agents, contraindications and precautions, Physiotherapy Canada 62(5), 2010, doi 10.3138/ptc.62.5',
  ],
});
