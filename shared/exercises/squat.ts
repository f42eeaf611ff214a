import { defineExercise } from './define.ts';

export const squat = defineExercise({
  id: 'squat',
  name: 'Squat',
  how: 'Stand with your feet apart, bend your knees and hips as far as is comfortable and come up again.',
  joint: 'knee',
  sides: ['left', 'right', 'both'],
  angle: { method: 'hinge', proximal: 'thigh', distal: 'shank' },
  movement: { plane: 'sagittal', positive: 'flexion', oneWay: true },
  rangeDeg: { from: 0, to: 140 },
  targetDeg: { from: 40, to: 90 },
  minRomDeg: 18,
  kind: 'strength',
});
