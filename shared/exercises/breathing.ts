import { defineExercise } from './define.ts';

export const breathing = defineExercise({
  id: 'breathing',
  name: 'Calm breathing',
  how: 'Sit or lie comfortably and let your breath become slow and even.',
  joint: 'wholeBody',
  sides: ['none'],
  angle: { method: 'none' },
  movement: null,
  rangeDeg: null,
  targetDeg: null,
  minRomDeg: null,
  kind: 'relaxation',
});
