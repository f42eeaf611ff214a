import { defineExercise } from './define.ts';

export const elbowFlexion = defineExercise({
  id: 'elbowFlexion',
  name: 'Elbow bend',
  how: 'Let your arm hang, bend the elbow and lower the hand again.',
  joint: 'elbow',
  sides: ['left', 'right'],
  angle: { method: 'hinge', proximal: 'upperArm', distal: 'forearm' },
  movement: { plane: 'sagittal', positive: 'flexion', oneWay: true },
  rangeDeg: { from: 0, to: 150 },
  targetDeg: { from: 80, to: 130 },
  minRomDeg: 30,
  kind: 'strength',
});
