import { exerciseById } from '#shared/exercises/index.ts';
import { walking } from '#shared/exercises/walking.ts';
import type { Today } from '#shared/schema/api.ts';
import type { PlanExercise } from '#shared/schema/plan.ts';
import type { BodySide } from '#shared/schema/quality.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import { buildSetup } from '#web/live/setup.ts';

/** What a found session was: an exercise of the plan only when the person says so. */
export type CountsAs =
  | { readonly type: 'beside'; readonly exerciseId: string; readonly side: BodySide }
  | { readonly type: 'planned'; readonly item: PlanExercise; readonly completed: boolean };

/** Limits and profile of today, for the zones and the load; a file has no dose and no target of its own. */
export function importedSetup(today: Today, countsAs: CountsAs): SessionSetup {
  const planned = countsAs.type === 'planned' ? countsAs.item : null;
  const beside = countsAs.type === 'beside' ? countsAs : null;
  const exerciseId = planned?.exerciseId ?? beside?.exerciseId ?? '';
  const side = planned?.side ?? beside?.side ?? 'none';
  const item: PlanExercise = planned ?? { id: '', exerciseId, side, ...UNCOUNTED };
  const exercise = exerciseById(exerciseId);
  const setup = buildSetup(today, item, exercise ?? walking);
  const ofPlan = planned === null ? { planVersion: null, planExerciseId: null, heartRateBandBpm: null, quotaMinutes: 0 } : {};
  return { ...setup, exerciseId, ...ofPlan };
}

const UNCOUNTED = { sets: 1, repetitionsPerSet: null, durationMinutes: 1, targetAngleDeg: null, note: '' } as const;
