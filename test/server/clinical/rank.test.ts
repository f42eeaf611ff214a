import { describe, expect, it } from 'vitest';
import type { PanelInput } from '#server/services/patient/panel/facts.ts';
import { compareRankings, rankPatient } from '#server/services/patient/panel/rank.ts';
import type { DayAggregate, Flag } from '#shared/schema/api.ts';
import { addDays } from '#shared/schema/time.ts';

const TODAY = '2026-03-12';

const emptyDay = (localDay: string): DayAggregate => ({
  localDay,
  plannedMinutes: 20,
  doneMinutes: null,
  sessionCount: 0,
  repetitionCount: 0,
  morningPainNrs: null,
  flare: null,
  maxPainNrs: null,
  maxRpeCr10: null,
  tensMinutes: 0,
  romMedianDeg: null,
  zoneMinutes: null,
  worstDecision: null,
});

/** Fourteen days ending today; `changes` by days ago. */
function days(changes: Readonly<Record<number, Partial<DayAggregate>>>): DayAggregate[] {
  return Array.from({ length: 14 }, (_, i) => ({ ...emptyDay(addDays(TODAY, i - 13)), ...changes[13 - i] }));
}

/** Sessions on every second day: a quiet patient. */
const quiet = Object.fromEntries([1, 3, 5, 7, 9, 11, 13].map((ago) => [ago, { doneMinutes: 20, sessionCount: 1 }]));

const even: NonNullable<PanelInput['pacing']> = { suspended: false, ambers: 0, reds: 0, boomBustEvents: 0, waiting: null };

const input = (changes: Partial<PanelInput>): PanelInput => ({
  suspendedReason: null,
  openFlags: [],
  days: days(quiet),
  daysPerWeek: 3,
  planAgeDays: 30,
  silentDays: 0,
  handledDay: null,
  knownDays: 60,
  pacing: null,
  ...changes,
});

function flag(kind: Flag['decision']['kind'], ruleId: string, ptText: string, severity: number): Flag {
  const decision = {
    id: `s:${ruleId}:1`,
    sessionId: null,
    kind,
    value: null,
    unit: '',
    validFromUs: 1,
    ruleIds: [ruleId],
    facts: [],
    counterfactual: null,
    confidence: 1,
    evidence: 'convention' as const,
    patientText: 'Please rest.',
    ptText,
    engineVersion: '1',
    configHash: 'x',
  };
  return {
    id: `f-${ruleId}`,
    patientId: '0190a000-0000-7000-8000-000000000001',
    sessionId: null,
    decision,
    severity,
    openedAtUs: 1,
    resolvedAtUs: null,
    resolvedNote: null,
  };
}

const cases: readonly [name: string, input: PanelInput, attention: string, why: string][] = [
  [
    'an emergency',
    input({
      openFlags: [flag('emergency', 'G1', 'Chest pressure reported. Stopped and suspended.', 100)],
      suspendedReason: 'Chest pressure',
    }),
    'now',
    'Chest pressure reported. Stopped and suspended. Exercise is suspended until you clear it.',
  ],
  ['a suspension', input({ suspendedReason: 'Chest pressure reported.' }), 'now', 'Exercise is suspended: Chest pressure reported.'],
  [
    'a red flag that the profile does not know',
    input({ pacing: { ...even, suspended: true } }),
    'now',
    'A red flag is not cleared: exercise is suspended until you clear it.',
  ],
  ['pain rising in a session', input({ openFlags: [flag('ease', 'L7', 'Pain rose from 2 to 5', 50)] }), 'today', 'Pain rose from 2 to 5.'],
  ['high pain', input({ days: days({ ...quiet, 1: { maxPainNrs: 8, sessionCount: 1, doneMinutes: 20 } }) }), 'today', 'Pain 8 yesterday.'],
  ['high morning pain', input({ days: days({ ...quiet, 0: { morningPainNrs: 7 } }) }), 'today', 'Pain 7 today.'],
  ['high effort', input({ days: days({ ...quiet, 2: { maxRpeCr10: 9.5 } }) }), 'today', 'Effort 9.5 of 10 on Tuesday.'],
  ['two booms', input({ pacing: { ...even, boomBustEvents: 2 } }), 'today', 'Two booms in 14 days, each followed by a poor day.'],
  ['red mornings', input({ pacing: { ...even, ambers: 1, reds: 3 } }), 'today', '3 red and 1 amber mornings in the last 14 days.'],
  [
    'missed sessions',
    input({ days: days({ 9: { sessionCount: 1 } }) }),
    'look',
    '3 of 3 planned sessions did not take place in the last 7 days.',
  ],
  [
    'loss of motion',
    input({
      days: days(Object.fromEntries([13, 11, 9, 5, 3, 1].map((ago) => [ago, { sessionCount: 1, romMedianDeg: ago > 6 ? 100 : 80 }]))),
    }),
    'look',
    'Range of motion is 20 % smaller than before.',
  ],
  ['another flag', input({ openFlags: [flag('ease', 'L1', 'Above the ceiling for 40 s.', 30)] }), 'look', 'Above the ceiling for 40 s.'],
  [
    'a quota that waits',
    input({ pacing: { ...even, waiting: { quotaMinutes: 21.04, currentMinutes: 20 } } }),
    'look',
    'A quota of 21 min instead of 20 waits for your answer.',
  ],
  ['sore mornings', input({ pacing: { ...even, ambers: 4, reds: 1 } }), 'look', '1 red and 4 amber mornings in the last 14 days.'],
  ['silence', input({ silentDays: 9 }), 'look', 'Nothing heard for 9 days.'],
  ['no plan', input({ daysPerWeek: null, planAgeDays: null }), 'look', 'Has no plan yet.'],
  ['a quiet patient', input({}), 'steady', 'Exercised on 7 of the last 14 days, nothing unusual.'],
];

describe('panel ranking', () => {
  for (const [name, patient, attention, why] of cases) {
    it(`says why: ${name}`, () => {
      expect(rankPatient(patient)).toMatchObject({ attention, why });
    });
  }

  it('puts the cases in the order of the product', () => {
    const order = cases.map(([, patient]) => rankPatient(patient));
    expect(order.toSorted(compareRankings).map((r) => r.why)).toEqual(order.map((r) => r.why));
  });

  it('lets pain rest once a PT has closed a flag that day or later', () => {
    const painful = days({ ...quiet, 1: { maxPainNrs: 8, sessionCount: 1, doneMinutes: 20 } });
    expect(rankPatient(input({ days: painful, handledDay: addDays(TODAY, -1) })).attention).toBe('steady');
    expect(rankPatient(input({ days: painful, handledDay: addDays(TODAY, -2) })).attention).toBe('today');
  });

  it('shows the most severe of two flags', () => {
    const flags = [flag('ease', 'L1', 'Mild.', 30), flag('stop', 'L8', 'Severe.', 80)];
    expect(rankPatient(input({ openFlags: flags })).why).toBe('Severe.');
  });

  it('does not judge a plan younger than a week', () => {
    expect(rankPatient(input({ days: days({}), planAgeDays: 3 })).attention).toBe('steady');
  });
});
