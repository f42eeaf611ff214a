import { defineExercise } from './define.ts';

export const sitToStand = defineExercise({
  id: 'sitToStand',
  name: 'Sit to stand',
  how: 'Stand up from a chair without haste and sit down again.',
  joint: 'hip',
  sides: ['left', 'right', 'both'],
  angle: { method: 'inclination', site: 'thigh' },
  movement: { plane: 'sagittal', positive: 'extension', oneWay: true },
  rangeDeg: { from: 0, to: 110 },
  targetDeg: { from: 60, to: 95 },
  minRomDeg: 25,
  kind: 'daily',
});
