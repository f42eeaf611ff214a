import { exerciseById } from '#shared/exercises/index.ts';

/** Activities that files know and no plan prescribes: an imported session that is no exercise of the plan has one of these as its exercise. */
export const activities = [
  { id: 'activityWalking', name: 'Walk' },
  { id: 'activityHiking', name: 'Hike' },
  { id: 'activityRunning', name: 'Run' },
  { id: 'activityCycling', name: 'Bike ride' },
  { id: 'activitySwimming', name: 'Swim' },
  { id: 'activityWater', name: 'Exercise in water' },
  { id: 'activityStrength', name: 'Strength training' },
  { id: 'activityFlexibility', name: 'Yoga or stretching' },
  { id: 'activityDance', name: 'Dance' },
  { id: 'activityOther', name: 'Other activity' },
] as const;

export type ActivityId = (typeof activities)[number]['id'];

const names = new Map<string, string>(activities.map(({ id, name }) => [id, name]));

/** What a session's exercise is called; one of a newer version keeps its id as its name. */
export function exerciseName(id: string): string {
  return exerciseById(id)?.name ?? names.get(id) ?? id;
}
