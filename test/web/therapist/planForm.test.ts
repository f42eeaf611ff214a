import { expect, test } from 'vitest';
import type { PlanDraft } from '#shared/schema/plan.ts';
import { idOf, planOf } from '#test/web/ui/fixtures.ts';
import { planDifferences } from '#web/therapist/plan/differences.ts';
import { checkPlan, emptyPlan, moved, type PlanForm, planForm } from '#web/therapist/plan/planForm.ts';

let keys = 0;
const formOf = (plan: PlanDraft = planOf()): PlanForm => planForm(plan, () => `k${keys++}`);
const errorsOf = (form: PlanForm) => {
  const checked = checkPlan(form);
  return checked.ok ? {} : checked.errors;
};

test('a plan survives the way through the form unchanged', () => {
  for (const plan of [planOf(), planOf({ heartRateBandBpm: null, heartRateCeilingBpm: null, tens: [] })]) {
    expect(checkPlan(formOf(plan))).toEqual({ ok: true, plan });
  }
});

test('a plan with nothing in it is not saved', () => {
  expect(errorsOf(formOf(emptyPlan))).toHaveProperty('exercises');
});

test('empty numbers are asked for by name, never read as 0', () => {
  const form = formOf();
  const exercises = form.exercises.map((exercise) => ({ ...exercise, sets: null, repetitionsPerSet: null }));
  expect(errorsOf({ ...form, quotaMinutes: null, exercises })).toEqual({
    quotaMinutes: 'Fill this in.',
    'exercises.0.sets': 'Fill this in.',
  });
});

test('half a band and half a target are pointed out at the empty end', () => {
  const form = formOf();
  const exercises = form.exercises.map((exercise) => ({ ...exercise, targetFrom: null }));
  expect(Object.keys(errorsOf({ ...form, bandTo: null, exercises }))).toEqual(['heartRateBandBpm.to', 'exercises.0.targetAngleDeg.from']);
});

test('a band above the ceiling and a target the wrong way round are refused', () => {
  expect(errorsOf({ ...formOf(), heartRateCeilingBpm: 100 })).toEqual({
    heartRateCeilingBpm: 'The heart-rate ceiling must not be below the band.',
  });
  expect(Object.keys(errorsOf({ ...formOf(), bandFrom: 112, bandTo: 92 }))).toContain('heartRateBandBpm.to');
  const form = formOf();
  const exercises = form.exercises.map((exercise) => ({ ...exercise, targetFrom: 100, targetTo: 80 }));
  expect(Object.keys(errorsOf({ ...form, exercises }))).toEqual(['exercises.0.targetAngleDeg.to']);
});

test('out of range names the limit; TENS needs a place', () => {
  const form = formOf();
  const tens = form.tens.map((entry) => ({ ...entry, site: '', frequencyHz: 500 }));
  expect(errorsOf({ ...form, daysPerWeek: 8, tens })).toEqual({
    daysPerWeek: 'At most 7.',
    'tens.0.site': 'Fill this in.',
    'tens.0.frequencyHz': 'At most 250.',
  });
});

test('blank goals are left out', () => {
  const form = formOf();
  const checked = checkPlan({ ...form, goals: [...form.goals, { key: 'new', text: '  ' }] });
  expect(checked.ok && checked.plan.goals).toEqual(['Carry the shopping']);
});

test('differences name what changed, was added and removed', () => {
  const before = planOf();
  const walking = {
    ...before.exercises[0],
    id: idOf(21),
    exerciseId: 'walking',
    side: 'none' as const,
    sets: 1,
    repetitionsPerSet: null,
    targetAngleDeg: null,
  };
  const after = planOf({
    quotaMinutes: 18,
    heartRateCeilingBpm: null,
    exercises: [{ ...before.exercises[0], sets: 2 }, walking],
    tens: [],
    goals: [],
  });
  expect(planDifferences(before, after, (id) => id)).toEqual([
    'removed: Carry the shopping',
    'Minutes a day: 16 → 18',
    'Ceiling: 118 → none',
    'kneeBend: kneeBend, left, 3 × 10, 8 min, 80–100° → kneeBend, left, 2 × 10, 8 min, 80–100°',
    'added: walking, 1 × 8 min',
    'removed: TENS low back, 80 Hz, 200 µs, 30 min',
  ]);
  expect(planDifferences(before, planOf(), (id) => id)).toEqual([]);
});

test('moving keeps every entry', () => {
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
});
