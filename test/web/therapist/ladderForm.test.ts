import { expect, it } from 'vitest';
import { PatientEvent } from '#shared/schema/patientEvent.ts';
import { anId } from '#test/server/clinical/records.ts';
import { ladderSteps } from '#web/therapist/plan/ladderForm.ts';

const taken = (steps: string[]) =>
  PatientEvent.safeParse({ id: anId(), atUs: 1, localDay: '2026-03-02', type: 'ladderSet', steps }).success;

it('one step per line, without empty lines; an empty text takes the ladder away', () => {
  expect(ladderSteps(' bend to tie a shoe \n\n lift a bag\n')).toEqual({ steps: ['bend to tie a shoe', 'lift a bag'], error: null });
  expect(ladderSteps(' \n ')).toEqual({ steps: [], error: null });
});

it('refuses by line what the log would refuse, and a step that is there twice', () => {
  const long = 'x'.repeat(121);
  expect(ladderSteps(`bend\n${long}`).error).toContain('Step 2');
  expect([taken(['x'.repeat(120)]), taken([long])]).toEqual([true, false]);
  const many = Array.from({ length: 31 }, (_, i) => `step ${i}`);
  expect(ladderSteps(many.join('\n')).error).toContain('30');
  expect([taken(many.slice(1)), taken(many)]).toEqual([true, false]);
  expect(ladderSteps('bend\nlift\nbend').error).toContain('Step 3');
});
