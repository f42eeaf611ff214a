import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PacingProposal, PatientPacing } from '#shared/schema/pacingApi.ts';
import type { Plan } from '#shared/schema/plan.ts';
import { addDays } from '#shared/schema/time.ts';
import { dayDecisionOf, dayDoseOf, idOf, planOf, START_US } from '#test/web/ui/fixtures.ts';
import {
  checkAnswer,
  checkOverride,
  lastReview,
  lightOfColour,
  nextReviewDay,
  proposedFrom,
  quotaRange,
  spokenToday,
} from '#web/therapist/patient/weekModel.ts';

const DAY = '2027-01-15';
const at = { utcUs: START_US, offsetMinutes: 60, zone: 'Europe/Berlin' };
const limits = { heartRateCeilingBpm: null, rpeCeilingCr10: 5, doseMinMinutes: 5, doseMaxMinutes: 30, weeklyRisePct: 5 };
const plan = (version: number, day = DAY): Plan => ({
  ...planOf(),
  id: idOf(9),
  patientId: idOf(2),
  version,
  createdAt: { ...at, utcUs: Date.parse(`${day}T08:00:00Z`) * 1000 },
  createdByUserId: idOf(3),
});

function pacingOf(part: Partial<PatientPacing> = {}): PatientPacing {
  return { today: dayDoseOf(DAY), todayDecisions: [], decisions: [], ...part } as PatientPacing;
}
const proposalOf = (part: Partial<PacingProposal> = {}): PacingProposal => ({
  id: `${idOf(2)}:A3:${DAY}`,
  ruleId: 'A3',
  quotaMinutes: 21,
  scheduleMinutes: 21,
  answer: null,
  answerReason: null,
  decision: null,
  ...part,
});

describe('the next review', () => {
  test('is seven days after the newest one, also where the quota was held or followed tolerance', () => {
    const decisions = [
      dayDecisionOf('A4', addDays(DAY, -1)),
      dayDecisionOf('A13', addDays(DAY, -3)),
      dayDecisionOf('A3', addDays(DAY, -10)),
    ];
    expect(lastReview({ todayDecisions: [], decisions })?.ruleIds).toEqual(['A13']);
    expect(nextReviewDay(pacingOf({ decisions }), plan(3))).toBe(addDays(DAY, 4));
    expect(nextReviewDay(pacingOf({ todayDecisions: [dayDecisionOf('A3', DAY)] }), plan(3))).toBe(addDays(DAY, 7));
  });

  test('counts from the first plan before the first review', () => {
    expect(nextReviewDay(pacingOf(), plan(1, addDays(DAY, -2)))).toBe(addDays(DAY, 5));
    expect(nextReviewDay(pacingOf(), plan(1))).toBe(addDays(DAY, 7));
  });

  test('is never today or in the past, and never more than a week away', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 83 }), (ago) => {
        const review = nextReviewDay(pacingOf({ decisions: [dayDecisionOf('A3', addDays(DAY, -ago))] }), plan(2));
        expect(review !== null && review > DAY && review <= addDays(DAY, 7)).toBe(true);
      }),
    );
  });

  test('is not guessed: without a plan, while suspended, or when its weekday is not known here', () => {
    expect(nextReviewDay(pacingOf(), null)).toBeNull();
    expect(nextReviewDay(pacingOf({ today: dayDoseOf(DAY, { state: 'suspended' }) }), plan(1))).toBeNull();
    expect(nextReviewDay(pacingOf(), plan(2))).toBeNull();
  });
});

describe('where a proposal starts', () => {
  const facts = [{ name: 'quotaMinutes', value: 20, unit: 'min', atUs: START_US, quality: 'ok' as const }];

  test('is what the engine looked at, also after the answer changed the quota', () => {
    const decision = dayDecisionOf('A3', DAY, { kind: 'proposal', value: 21, facts });
    expect(proposedFrom(proposalOf({ decision, answer: 'accepted' }), 21)).toBe(20);
  });

  test('is the present quota only while nothing has been answered', () => {
    expect(proposedFrom(proposalOf(), 20)).toBe(20);
    expect(proposedFrom(proposalOf({ answer: 'accepted' }), 21)).toBeNull();
    expect(proposedFrom(proposalOf(), null)).toBeNull();
  });
});

describe('an answer', () => {
  const identity = { id: idOf(30), planId: idOf(31), at };
  const errorsOf = (answer: 'accepted' | 'edited' | 'rejected', quotaMinutes: number | null, reason: string) => {
    const checked = checkAnswer({ answer, quotaMinutes, reason }, limits, identity);
    return checked.ok ? {} : checked.errors;
  };

  test('needs no reason when it accepts, and sends no quota of its own', () => {
    const checked = checkAnswer({ answer: 'accepted', quotaMinutes: 21, reason: '  ' }, limits, identity);
    expect(checked).toEqual({ ok: true, value: { ...identity, answer: 'accepted', quotaMinutes: null, reason: null } });
  });

  test('asks for the reason of a rejection and of an edit', () => {
    expect(errorsOf('rejected', null, ' ')).toHaveProperty('reason');
    expect(errorsOf('edited', 19, '')).toHaveProperty('reason');
    expect(errorsOf('rejected', null, 'Holiday.')).toEqual({});
  });

  test('keeps an edit within the limits of the patient; empty is never 0', () => {
    expect(errorsOf('edited', null, 'Travel.')).toEqual({ quotaMinutes: 'Fill this in.' });
    expect(errorsOf('edited', 4, 'Travel.')).toEqual({ quotaMinutes: 'At least 5.' });
    expect(errorsOf('edited', 31, 'Travel.')).toEqual({ quotaMinutes: 'At most 30.' });
    expect(errorsOf('edited', 19.5, 'Travel.')).toEqual({});
    expect(quotaRange({ ...limits, doseMinMinutes: 0 }).from).toBe(1);
  });
});

test('a dose of the PT needs minutes and a reason; 0 is a choice, an empty field is not', () => {
  const identity = { id: idOf(32), atUs: START_US, localDay: DAY };
  const check = (doseMinutes: number | null, reason: string) => checkOverride({ doseMinutes, reason }, limits, identity);
  expect(check(0, 'Travel day')).toEqual({
    ok: true,
    value: { ...identity, type: 'doseOverridden', doseMinutes: 0, reason: 'Travel day' },
  });
  expect(check(null, 'Travel day')).toEqual({ ok: false, errors: { doseMinutes: 'Fill this in.' } });
  expect(check(31, '')).toMatchObject({ ok: false, errors: { doseMinutes: 'At most 30.', reason: 'Fill this in.' } });
});

test('every colour but the unknown one has a shape of its own', () => {
  const { unknown, ...known } = lightOfColour;
  expect(unknown).toBeNull();
  expect(new Set(Object.values(known)).size).toBe(3);
});

test('what is said of the day leaves out the review and the PT’s own choice, the most grave first', () => {
  const said = [
    dayDecisionOf('A1', DAY, { kind: 'colour' }),
    dayDecisionOf('A3', DAY, { kind: 'proposal' }),
    dayDecisionOf('A12', DAY, { kind: 'override' }),
    dayDecisionOf('G1', DAY, { kind: 'suspend' }),
    dayDecisionOf('A4', DAY, { kind: 'dose' }),
  ];
  expect(spokenToday(said, 'quota').map(({ ruleIds }) => ruleIds[0])).toEqual(['G1', 'A4', 'A1']);
  expect(spokenToday(said, 'suspended').map(({ ruleIds }) => ruleIds[0])).toEqual(['G1', 'A1']);
});
