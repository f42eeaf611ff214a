import { defineExercise } from './define.ts';

export const shoulderAbduction = defineExercise({
  id: 'shoulderAbduction',
  name: 'Arm raise to the side',
  how: 'Let your arm hang, raise it to the side as far as is comfortable and lower it again.',
  joint: 'shoulder',
  sides: ['left', 'right'],
  angle: { method: 'inclination', site: 'upperArm' },
  movement: { plane: 'frontal', positive: 'abduction', oneWay: true },
  rangeDeg: { from: 0, to: 180 },
  targetDeg: { from: 60, to: 120 },
  minRomDeg: 25,
  kind: 'mobility',
});
