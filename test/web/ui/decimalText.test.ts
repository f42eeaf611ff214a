import fc from 'fast-check';
import { expect, test } from 'vitest';
import { customImu } from '#devices/profiles/customImu.ts';
import { idOf } from '#test/web/ui/fixtures.ts';
import { EMPTY_FORM, inputOf } from '#web/live/ownSensorForm.ts';
import { measuredErrors } from '#web/patient/measuredModel.ts';
import { settingsErrors } from '#web/therapist/pacing/settingsForm.ts';
import { checkOverride } from '#web/therapist/patient/weekModel.ts';
import { decimalOf, stepped } from '#web/ui/decimalText.ts';

test('reads a point and a comma alike, and nothing as nothing', () => {
  expect(['7,5', '7.5', ' 36,7 ', '0,125', '12,', ',5', '-3', '−3', '1500'].map(decimalOf)).toEqual([
    7.5, 7.5, 36.7, 0.125, 12, 0.5, -3, -3, 1500,
  ]);
  expect(['', ' '].map(decimalOf)).toEqual([null, null]);
  expect(['6O', '1.2.3', '1,5,0', '1e3', '-', '.', '1,500', '16,384', '1.234,5'].map(decimalOf)).toEqual(Array(9).fill(Number.NaN));
});

test('every number that is shown is read back as itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 3 }), (whole, decimals) => {
      const value = whole / 10 ** decimals;
      expect(decimalOf(String(value))).toBe(value);
    }),
  );
});

test('what is no number is refused wherever it would be kept', () => {
  const nothing = { restingHeartRateBpm: null, temperatureC: null, systolicMmHg: null, diastolicMmHg: null };
  expect(Object.keys(measuredErrors({ ...nothing, temperatureC: Number.NaN }))).toEqual(['temperatureC']);
  expect(settingsErrors({ 'A3.risePct': Number.NaN }, null)).not.toEqual({});
  const limits = { doseMaxMinutes: 60 } as Parameters<typeof checkOverride>[1];
  const day = { id: idOf(1), atUs: 1_800_000_000_000_000, localDay: '2027-01-15' };
  expect(checkOverride({ doseMinutes: Number.NaN, reason: 'a hard week' }, limits, day).ok).toBe(false);
  expect(customImu(inputOf({ ...EMPTY_FORM, rateHz: Number.NaN })).ok).toBe(false);
});

test('steps inside the bounds without rounding noise; an empty field starts at its lower bound', () => {
  expect([stepped(36.7, 1, 0.1, 30, 45), stepped(12.5, 1, 1, 0, 60)]).toEqual([36.8, 13.5]);
  expect([stepped(45, 1, 0.1, 30, 45), stepped(30, -1, 0.1, 30, 45), stepped(null, 1, 1, 20, 260), stepped(Number.NaN, -1, 1)]).toEqual([
    45, 30, 20, 0,
  ]);
});
