import { expect, it } from 'vitest';
import { ruleCatalogue } from '#shared/pacing/catalogue.ts';
import {
  changedFields,
  errorsByField,
  inheritedValue,
  parametersOf,
  settingsErrors,
  settingsForm,
} from '#web/therapist/pacing/settingsForm.ts';

const rules = ruleCatalogue.flatMap((group) => group.rules);

it('keeps what is set and leaves out what is inherited', () => {
  const parameters = { A3: { risePct: 3, amberMax: 1 }, L1: { aboveS: 20 } };
  expect(settingsForm(parameters)).toEqual({ 'A3.risePct': 3, 'A3.amberMax': 1, 'L1.aboveS': 20 });
  expect(parametersOf({ ...settingsForm(parameters), 'A3.risePct': null })).toEqual({ A3: { amberMax: 1 }, L1: { aboveS: 20 } });
});

it('takes both ends of every range by themselves or names the neighbour that is out of order, and refuses what is beyond by field', () => {
  let settings = 0;
  for (const rule of rules) {
    for (const [name, { min, max }] of Object.entries(rule.parameters)) {
      settings++;
      const field = `${rule.id}.${name}`;
      for (const value of [min, max]) {
        const errors = settingsErrors({ [field]: value }, null);
        for (const message of Object.values(errors)) expect(message).toContain('is out of order');
      }
      for (const value of [min - 1, max + 1])
        expect(settingsErrors({ [field]: value }, null)[field]).toContain(`allowed are ${min} to ${max}`);
    }
  }
  expect(settings).toBeGreaterThan(60);
});

it('judges a patient’s values together with the clinic’s', () => {
  const clinic = { A1: { redRiseNrs: 3 } };
  expect(settingsErrors({ 'A1.amberRiseNrs': 2.5 }, clinic)).toEqual({});
  expect(settingsErrors({ 'A1.amberRiseNrs': 3 }, clinic)['A1.amberRiseNrs']).toContain('A1.redRiseNrs (3)');
  const rule = rules.find(({ id }) => id === 'A1');
  if (rule === undefined) throw new Error('no A1');
  expect(inheritedValue(rule.parameters.redRiseNrs, 'A1', 'redRiseNrs', clinic)).toBe(3);
  expect(inheritedValue(rule.parameters.redRiseNrs, 'A1', 'redRiseNrs', null)).toBe(rule.parameters.redRiseNrs.default);
});

it('names the field whoever found the problem, and tells what a version changed', () => {
  expect(errorsByField([['patient.parameters.A3.risePct', 'Too much.']])).toEqual({ 'A3.risePct': 'Too much.' });
  expect(changedFields({ A3: { risePct: 3 } }, { A3: { amberMax: 1 } })).toEqual([
    { field: 'A3.risePct', before: 3, after: null },
    { field: 'A3.amberMax', before: null, after: 1 },
  ]);
});
