import { breathing } from './breathing.ts';
import type { ExerciseDefinition } from './define.ts';
import { elbowFlexion } from './elbowFlexion.ts';
import { forwardBend } from './forwardBend.ts';
import { kneeBend } from './kneeBend.ts';
import { shoulderAbduction } from './shoulderAbduction.ts';
import { sitToStand } from './sitToStand.ts';
import { sittingKneeExtension } from './sittingKneeExtension.ts';
import { squat } from './squat.ts';
import { walking } from './walking.ts';

/** Catalogue of exercises, in the order in which they are offered. */
export const exercises: readonly ExerciseDefinition[] = [
  kneeBend,
  sittingKneeExtension,
  squat,
  sitToStand,
  elbowFlexion,
  shoulderAbduction,
  forwardBend,
  walking,
  breathing,
];

/** The exercise with this id; undefined for one this version does not know. */
export function exerciseById(id: string): ExerciseDefinition | undefined {
  return exercises.find((exercise) => exercise.id === id);
}
