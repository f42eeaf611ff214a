import { defineExercise } from './define.ts';

export const walking = defineExercise({
  id: 'walking',
  name: 'Walking',
  how: 'Walk at a pace at which you could still talk.',
  joint: 'wholeBody',
  sides: ['none'],
  angle: { method: 'none' },
  movement: null,
  rangeDeg: null,
  targetDeg: null,
  minRomDeg: null,
  kind: 'aerobic',
});
