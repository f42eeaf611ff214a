import { defineExercise } from './define.ts';

export const kneeBend = defineExercise({
  id: 'kneeBend',
  name: 'Knee bend',
  how: 'Stand tall and hold on to something, bend one knee as far as is comfortable and straighten it again.',
  joint: 'knee',
  sides: ['left', 'right'],
  angle: { method: 'hinge', proximal: 'thigh', distal: 'shank' },
  movement: { plane: 'sagittal', positive: 'flexion', oneWay: true },
  rangeDeg: { from: 0, to: 140 },
  targetDeg: { from: 50, to: 90 },
  minRomDeg: 15,
  kind: 'mobility',
});
