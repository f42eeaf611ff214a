import type { ExerciseDefinition } from '#shared/exercises/define.ts';
import { exerciseById } from '#shared/exercises/index.ts';
import { anyDirection, type DirectionParams } from '#shared/motion/angle.ts';
import { minRomFor, type RepetitionParams, repetitionDefaults } from '#shared/motion/repetitions.ts';
import type { SessionSetup } from '#shared/schema/session.ts';

/** What counts as a repetition of the session's exercise: by the prescribed range, else by the exercise's own. */
export function repetitionParamsOf(setup: SessionSetup): RepetitionParams {
  const exercise = exerciseById(setup.exerciseId);
  const prescribedDeg = setup.targetAngleDeg?.to ?? null;
  const minRomDeg = prescribedDeg === null ? (exercise?.minRomDeg ?? minRomFor(null)) : minRomFor(prescribedDeg);
  return { ...repetitionDefaults, minRomDeg, minHalfPeriodS: exercise?.minHalfPeriodS ?? repetitionDefaults.minHalfPeriodS };
}

/** What an exercise declares of its way; an excursion too small for a repetition does not show it. */
export function directionOf(exercise: ExerciseDefinition | undefined): DirectionParams {
  if (exercise === undefined || exercise.movement === null) return anyDirection;
  return { clearDeg: exercise.minRomDeg ?? anyDirection.clearDeg, oneWay: exercise.movement.oneWay };
}
