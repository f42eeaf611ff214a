import { exercises } from '#shared/exercises/index.ts';

const names = new Map<string, string>(exercises.map((exercise) => [exercise.id, exercise.name]));

/** Name in the catalogue; an exercise of a newer version keeps its id as its name. */
export const exerciseName = (exerciseId: string): string => names.get(exerciseId) ?? exerciseId;
