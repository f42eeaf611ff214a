import { expect, test } from 'vitest';
import { AcceptInvitation, ProfileDraft } from '#shared/schema/api.ts';
import { formErrors } from '#web/ui/formErrors.ts';

function errorsOf(value: unknown) {
  const parsed = AcceptInvitation.safeParse(value);
  return parsed.success ? {} : formErrors(parsed.error);
}

test('says what each field wants, in plain words', () => {
  expect(errorsOf({ displayName: ' ', email: 'nobody', password: 'short' })).toEqual({
    displayName: 'Fill this in.',
    email: 'This does not look like an email address.',
    password: 'Use at least 10 characters.',
  });
  expect(errorsOf({ displayName: 'Mira', email: 'mira@example.org', password: null })).toEqual({});
});

test('names nested fields by their path and limits by their numbers', () => {
  const parsed = ProfileDraft.shape.limits.safeParse({
    heartRateCeilingBpm: 400,
    rpeCeilingCr10: 0,
    doseMinMinutes: null,
    doseMaxMinutes: 30,
    weeklyRisePct: 10,
  });
  expect(parsed.success).toBe(false);
  if (!parsed.success)
    expect(formErrors(parsed.error)).toEqual({
      heartRateCeilingBpm: 'At most 260.',
      rpeCeilingCr10: 'At least 1.',
      doseMinMinutes: 'Fill this in.',
    });
});
