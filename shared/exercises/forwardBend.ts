import { defineExercise } from './define.ts';

export const forwardBend = defineExercise({
  id: 'forwardBend',
  name: 'Forward bend',
  how: 'Stand, let your upper body sink forward as far as is comfortable and come up again.',
  joint: 'lowerBack',
  sides: ['none'],
  angle: { method: 'inclination', site: 'upperBack' },
  movement: { plane: 'sagittal', positive: 'flexion', oneWay: true },
  rangeDeg: { from: 0, to: 120 },
  targetDeg: { from: 30, to: 70 },
  minRomDeg: 15,
  kind: 'mobility',
});
