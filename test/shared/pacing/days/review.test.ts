import { describe, expect, it } from 'vitest';
import { DayDecision } from '#shared/schema/dayDecision.ts';
import { decidedBy, decisionsOf, morning, plan, session, told, trial } from './diary.ts';

const baseline = [0, 1, 2, 3, 4, 5, 6].map((day) => morning(day, 3));
const trials = [trial(1, 20), trial(3, 25), trial(5, 30)];
const week = (from: number, pains: readonly (number | null)[]) => pains.flatMap((nrs, i) => (nrs === null ? [] : [morning(from + i, nrs)]));
const sessions = (from: number, days: readonly number[], minutes = 20) => days.map((day) => session(from + day, minutes));

describe('from the baseline to the first reviews', () => {
  const log = [
    ...baseline,
    ...trials,
    morning(7, 3),
    plan(7, 1, 20),
    ...week(8, [3, 4, 5, 3, 2, 3]),
    ...sessions(7, [0, 1, 3, 4, 6]),
    ...week(14, [5, 5, 3, 3, 5, 3, 3]),
    ...sessions(14, [0, 1, 3, 4, 6]),
    morning(21, 3),
  ];
  const decided = decidedBy(21, log);

  it('proposes 0.8 of the mean trial, then 5 % more after a steady week, then holds after three amber mornings', () => {
    expect(decided.refused).toEqual([]);
    expect(told(decided.days).filter((line) => !line.includes('A1'))).toEqual(['14 A3 proposal 21', '15 A4 dose 16', '21 A3 hold 20']);
    expect(told(decidedBy(7, [...baseline, ...trials]).days)).toEqual(['7 A2 proposal 20']);
    expect(decided.today).toMatchObject({ state: 'quota', quotaMinutes: 20, doseMinutes: 20 });
  });

  it('says what would have been different', () => {
    const hold = decisionsOf(decided).find(({ kind }) => kind === 'hold');
    expect(DayDecision.parse(hold)).toEqual(hold);
    expect(hold).toMatchObject({
      ruleIds: ['A3'],
      counterfactual: { text: 'Without 1 amber morning the quota would have risen to 21 min.' },
      patientText: 'There were some sore mornings. Your time stays the same this week.',
    });
  });
});
