import { expect, it } from 'vitest';
import { PEM_QUESTIONS, PemAnswers, pemPositives } from '#shared/pacing/pemQuestions.ts';

const all = (frequency: number, severity: number) => PEM_QUESTIONS.map(() => ({ frequency, severity }));

it('counts what is there about half of the time or more and at least moderate: both, not one of them (Cotler et al. 2018)', () => {
  expect([all(2, 2), all(4, 1), all(1, 4), all(0, 0)].map(pemPositives)).toEqual([5, 0, 0, 0]);
  expect(pemPositives([...all(1, 1).slice(1), { frequency: 3, severity: 2 }])).toBe(1);
});

it('takes five answers from 0 to 4', () => {
  expect(PemAnswers.safeParse(all(4, 4)).success).toBe(true);
  for (const bad of [all(5, 0), all(0, -1), all(1.5, 2), all(1, 1).slice(1)]) expect(PemAnswers.safeParse(bad).success).toBe(false);
});
