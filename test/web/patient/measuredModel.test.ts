import { expect, test } from 'vitest';
import { CheckIn } from '#shared/schema/checkIn.ts';
import { corrected } from '#shared/schema/correctable.ts';
import { aCheckIn, aCorrection, anId } from '#test/server/clinical/records.ts';
import { changedAnswers } from '#web/patient/checkInModel.ts';
import { isMeasured, MEASURED_FIELDS, measuredErrors, measuredOf, measuredWords } from '#web/patient/measuredModel.ts';

const none = measuredOf(null);

test('a field takes exactly what the record takes, and an error names it with its range and unit', () => {
  for (const { name, min, max, unit } of MEASURED_FIELDS) {
    const both = name === 'diastolicMmHg' ? { systolicMmHg: 300 } : name === 'systolicMmHg' ? { diastolicMmHg: 20 } : {};
    const withValue = (value: number) => ({ ...none, ...both, [name]: value });
    const record = (value: number) => CheckIn.safeParse({ ...aCheckIn(anId()), ...withValue(value) }).success;
    for (const value of [min, max]) expect([name, value, measuredErrors(withValue(value)), record(value)]).toEqual([name, value, {}, true]);
    for (const value of [min - 1, max + 1]) {
      expect(record(value)).toBe(false);
      expect(measuredErrors(withValue(value))[name]).toContain(`from ${min} to ${max} ${unit}`);
    }
  }
});

test('a temperature in Fahrenheit is out of range, and blood pressure needs both numbers in their order', () => {
  expect(measuredErrors({ ...none, temperatureC: 98.6 })).toEqual({ temperatureC: 'Temperature is from 30 to 45 °C.' });
  expect(Object.keys(measuredErrors({ ...none, systolicMmHg: 130 }))).toEqual(['diastolicMmHg']);
  expect(Object.keys(measuredErrors({ ...none, diastolicMmHg: 80 }))).toEqual(['systolicMmHg']);
  expect(Object.keys(measuredErrors({ ...none, systolicMmHg: 80, diastolicMmHg: 130 }))).toEqual(['diastolicMmHg']);
});

test('readings are shown with their units; nothing measured is nothing', () => {
  expect(isMeasured(none)).toBe(false);
  expect(measuredWords(none)).toEqual([]);
  expect(measuredWords({ ...none, restingHeartRateBpm: 64, systolicMmHg: 131, diastolicMmHg: 84 })).toEqual([
    ['Resting pulse', '64 beats/min'],
    ['Blood pressure', '131/84 mmHg'],
  ]);
});

test('what is added to a check-in later, also to one of an older app, is read back from its corrections', () => {
  const record = aCheckIn(anId());
  const changes = changedAnswers(measuredOf(record), { ...none, restingHeartRateBpm: 64 });
  expect(changes).toEqual([{ field: 'restingHeartRateBpm', value: 64 }]);
  const correction = aCorrection(record.patientId, { type: 'checkIn', id: record.id }, changes[0].field, changes[0].value as number);
  expect(measuredOf(corrected(record, [correction]))).toEqual({ ...none, restingHeartRateBpm: 64 });
});
