import type { z } from 'zod';
import { Plan, PlanDraft, type PlanExercise, type TensPrescription } from '#shared/schema/plan.ts';
import { plan as words } from '#web/copy/plan.ts';
import { type FieldErrors, formErrors } from '#web/ui/formErrors.ts';

type Empty<T> = { [K in keyof T]: T[K] extends number ? T[K] | null : T[K] };

export type ExerciseForm = Omit<Empty<PlanExercise>, 'targetAngleDeg'> & { targetFrom: number | null; targetTo: number | null };
/** `key` keeps a row's fields apart while rows come and go; it is not stored. */
export type TensForm = Empty<TensPrescription> & { key: string };

/** The plan while it is being typed: any number may be empty for a moment, bands are two fields. */
export interface PlanForm {
  goals: readonly { readonly key: string; readonly text: string }[];
  exercises: readonly ExerciseForm[];
  quotaMinutes: number | null;
  daysPerWeek: number | null;
  bandFrom: number | null;
  bandTo: number | null;
  heartRateCeilingBpm: number | null;
  tens: readonly TensForm[];
  note: string;
}

/** What a first plan starts from: short and often, the PT changes it (pacing.md, quotas). */
export const emptyPlan: PlanDraft = {
  goals: [],
  exercises: [],
  quotaMinutes: 10,
  daysPerWeek: 5,
  heartRateBandBpm: null,
  heartRateCeilingBpm: null,
  tens: [],
  note: '',
};

export function planForm(plan: PlanDraft, newKey: () => string): PlanForm {
  return {
    goals: plan.goals.map((text) => ({ key: newKey(), text })),
    exercises: plan.exercises.map(({ targetAngleDeg, ...exercise }) => ({
      ...exercise,
      targetFrom: targetAngleDeg?.from ?? null,
      targetTo: targetAngleDeg?.to ?? null,
    })),
    quotaMinutes: plan.quotaMinutes,
    daysPerWeek: plan.daysPerWeek,
    bandFrom: plan.heartRateBandBpm?.from ?? null,
    bandTo: plan.heartRateBandBpm?.to ?? null,
    heartRateCeilingBpm: plan.heartRateCeilingBpm,
    tens: plan.tens.map((tens) => ({ ...tens, key: newKey() })),
    note: plan.note,
  };
}

export type CheckedPlan = { readonly ok: true; readonly plan: PlanDraft } | { readonly ok: false; readonly errors: FieldErrors };

/** Checks with the same schema as the server. Errors carry the schema's path ("exercises.0.sets"). */
export function checkPlan(form: PlanForm): CheckedPlan {
  const halves: Record<string, string> = {};
  if ((form.bandFrom === null) !== (form.bandTo === null))
    halves[`heartRateBandBpm.${form.bandFrom === null ? 'from' : 'to'}`] = words.bandHalf;
  for (const [i, { targetFrom, targetTo }] of form.exercises.entries()) {
    if ((targetFrom === null) !== (targetTo === null))
      halves[`exercises.${i}.targetAngleDeg.${targetFrom === null ? 'from' : 'to'}`] = words.targetHalf;
    else if (targetFrom !== null && targetTo !== null && targetFrom >= targetTo)
      halves[`exercises.${i}.targetAngleDeg.to`] = words.targetOrder;
  }
  if (form.exercises.length === 0 && form.tens.length === 0) halves.exercises = words.nothingPlanned;
  const parsed = PlanDraft.safeParse(draftOf(form));
  const errors = { ...(parsed.success ? {} : formErrors(parsed.error)), ...halves };
  return parsed.success && Object.keys(errors).length === 0 ? { ok: true, plan: parsed.data } : { ok: false, errors };
}

function draftOf(form: PlanForm): Record<keyof z.input<typeof PlanDraft>, unknown> {
  const pair = (from: number | null, to: number | null) => (from === null || to === null ? null : { from, to });
  return {
    goals: form.goals.map((goal) => goal.text.trim()).filter((text) => text !== ''),
    exercises: form.exercises.map(({ targetFrom, targetTo, ...exercise }) => ({ ...exercise, targetAngleDeg: pair(targetFrom, targetTo) })),
    quotaMinutes: form.quotaMinutes,
    daysPerWeek: form.daysPerWeek,
    heartRateBandBpm: pair(form.bandFrom, form.bandTo),
    heartRateCeilingBpm: form.heartRateCeilingBpm,
    tens: form.tens.map(({ key: _key, ...tens }) => tens),
    note: form.note,
  };
}

/** The content of a version without its identity. */
export function draftOfPlan(plan: Plan): PlanDraft {
  const { id: _id, patientId: _patientId, version: _version, createdAt: _createdAt, createdByUserId: _by, ...draft } = Plan.parse(plan);
  return draft;
}

/** Moves one entry; out of range changes nothing. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  if (to < 0 || to >= list.length) return list;
  const result = [...list];
  const [entry] = result.splice(from, 1);
  result.splice(to, 0, entry);
  return result;
}
