import { defineExercise } from './define.ts';

export const sittingKneeExtension = defineExercise({
  id: 'sittingKneeExtension',
  name: 'Knee straightening, sitting',
  how: 'Sit with your feet on the floor, straighten one knee slowly and lower the foot again.',
  joint: 'knee',
  sides: ['left', 'right'],
  angle: { method: 'hinge', proximal: 'thigh', distal: 'shank' },
  movement: { plane: 'sagittal', positive: 'extension', oneWay: true },
  rangeDeg: { from: 0, to: 100 },
  targetDeg: { from: 50, to: 80 },
  minRomDeg: 18,
  minHalfPeriodS: 0.6,
  kind: 'strength',
});
