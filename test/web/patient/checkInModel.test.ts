import { expect, test } from 'vitest';
import { CheckIn } from '#shared/schema/checkIn.ts';
import type { Plan } from '#shared/schema/plan.ts';
import { testId } from '#test/helpers/recording.ts';
import { planOf } from '#test/web/ui/fixtures.ts';
import { answersOf, changedAnswers, questionsFor } from '#web/patient/checkInModel.ts';

const plan = (tens: Plan['tens']) => ({ ...planOf({ tens }) }) as Plan;
const unanswered = {
  painNrs: null,
  sleepQuality: null,
  confidence: null,
  flare: null,
  tensInLastHour: null,
  worseAfterActivity: null,
};
const record = (part: Partial<CheckIn> = {}): CheckIn => ({
  id: testId(1),
  patientId: testId(2),
  at: { utcUs: 1, offsetMinutes: 0, zone: 'UTC' },
  localDay: '2026-11-23',
  painNrs: 3,
  sleepQuality: 6,
  confidence: 7,
  flare: false,
  tensInLastHour: null,
  ...part,
});

test('TENS is asked only where it is prescribed, right after the pain it would mask', () => {
  expect(questionsFor(null)).not.toContain('tensInLastHour');
  expect(questionsFor(plan([]))).not.toContain('tensInLastHour');
  expect(questionsFor(plan(planOf().tens)).slice(0, 2)).toEqual(['painNrs', 'tensInLastHour']);
});

test('every morning is asked whether it is worse after activity', () => {
  for (const each of [null, plan([]), plan(planOf().tens)]) expect(questionsFor(each)).toContain('worseAfterActivity');
});

test('what was not asked or not answered is no answer, never "no"', () => {
  expect(answersOf(null)).toEqual(unanswered);
  expect(answersOf(record()).worseAfterActivity).toBeNull();
  expect(CheckIn.parse(record(unanswered)).tensInLastHour).toBeNull();
});

test('only changed answers become corrections, a withdrawn one among them', () => {
  const first = answersOf(record());
  expect(changedAnswers(first, first)).toEqual([]);
  expect(changedAnswers(first, { ...first, painNrs: null, worseAfterActivity: true, flare: false })).toEqual([
    { field: 'painNrs', value: null },
    { field: 'worseAfterActivity', value: true },
  ]);
});
