import { describe, expect, it } from 'vitest';
import { defaultPacingConfig } from '#shared/pacing/config.ts';
import { explainChanges } from '#shared/pacing/days/changes.ts';
import { createDayEngine } from '#shared/pacing/days/engine.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import { atHour, decidedBy, decisionsOf, localDayOf, morning, on, plan, profileOf, session } from './diary.ts';

const green = Array.from({ length: 14 }, (_, day) => morning(day, 3));
const quiet = [...green, plan(0, 1, 20), ...[1, 2, 4, 5, 6].map((day) => session(day, 20))];

describe('the log', () => {
  it('refuses what it cannot read, by the name of the field', () => {
    const [check] = green;
    const refused = (event: object) => decidedBy(13, [...quiet, event]).refused.map(({ eventId, field }) => [eventId, field]);
    const other = { ...morning(3, 3, {}, 9) };
    expect(refused({ ...other, painNrs: 11 })).toEqual([[other.id, 'painNrs']]);
    expect(refused({ ...other, temperatureF: 99 })).toEqual([[other.id, 'temperatureF']]);
    expect(refused({ ...other, type: 'mood' })).toEqual([[other.id, 'type']]);
    expect(refused({ ...other, localDay: '2026-02-31' })).toEqual([[other.id, 'localDay']]);
    expect(refused({ ...other, atUs: atHour(14, 1) })).toEqual([[other.id, 'atUs']]);
    expect(refused({ ...other, localDay: localDayOf(14) })).toEqual([[other.id, 'localDay']]);
    expect(refused({ ...other, localDay: localDayOf(5) })).toEqual([[other.id, 'localDay']]);
    expect(refused({ ...check, painNrs: 8 })).toEqual([[check.id, 'id']]);
    expect(refused({})).toEqual([[null, 'type']]);
    expect(refused(check)).toEqual([]);
  });

  it('takes the worse of two check-ins of one morning', () => {
    const twice = decidedBy(13, [...quiet, morning(13, 8, {}, 9)]);
    expect([twice.today.colour, twice.refused]).toEqual(['red', []]);
  });

  it('applies corrections in their order and keeps what they correct', () => {
    const correct = (field: string, value: number | null, n: number) =>
      on(13, 9 + n, { type: 'correction', targetId: green[13].id, field, value, reason: 'slip' }, n);
    const corrected = decidedBy(13, [...quiet, correct('painNrs', 9, 1), correct('painNrs', 5, 2)]);
    expect([corrected.today.colour, corrected.refused]).toEqual(['amber', []]);
    const wrong = decidedBy(13, [...quiet, correct('painNrs', 12, 1), correct('mood', 1, 2), correct('atUs', 1, 3)]);
    expect([wrong.today.colour, wrong.refused.map(({ field }) => field)]).toEqual(['green', ['painNrs', 'mood', 'atUs']]);
    const nobody = on(13, 9, { type: 'correction', targetId: plan(13, 9, 20).id, field: 'quotaMinutes', value: 5, reason: '' });
    expect(decidedBy(13, [...quiet, nobody]).refused.map(({ field }) => field)).toEqual(['targetId']);
  });

  it('says why an answer changed when something came late', () => {
    const before = decisionsOf(decidedBy(13, quiet));
    const late = morning(3, 9, {}, 5);
    const changes = explainChanges(before, decisionsOf(decidedBy(13, [...quiet, late])), [late]);
    expect(changes.decisions.filter(({ changedBecause }) => changedBecause !== null)).toMatchObject([
      { ruleIds: ['A1'], localDay: localDayOf(3), changedBecause: `Changed because of a check-in of ${localDayOf(3)} that came later.` },
      { ruleIds: ['A4'], localDay: localDayOf(3) },
      { ruleIds: ['A3'], localDay: localDayOf(7), kind: 'hold' },
    ]);
    const back = explainChanges(decisionsOf(decidedBy(13, [...quiet, late])), before, [
      on(13, 20, { type: 'correction', targetId: late.id, field: 'painNrs', value: 3, reason: 'slip' }),
    ]);
    expect(back.withdrawn.map(({ ruleIds }) => ruleIds[0])).toEqual(['A1', 'A4']);
  });

  it('marks a proposal as answered, also when the PT chooses another quota, and keeps it in sight', () => {
    const [proposal] = [
      decidedBy(
        7,
        quiet.filter(({ localDay }) => localDay <= localDayOf(7)),
      ).today.proposal,
    ];
    expect(proposal).toMatchObject({ ruleId: 'A3', quotaMinutes: 21, answer: null });
    const own = decidedBy(9, [...quiet.filter(({ localDay }) => localDay <= localDayOf(9)), plan(8, 2, 18, { proposalId: proposal?.id })]);
    expect(own.today).toMatchObject({ quotaMinutes: 18, proposal: { quotaMinutes: 21, answer: 'edited' } });
  });
});

describe('a plan version with the same quota', () => {
  it('does not undo what worse mornings took off in the PEM-safe mode', () => {
    const pemSafe = [
      ...green.slice(0, 9),
      plan(0, 1, 20),
      on(1, 6, { type: 'modeSet', mode: 'pemSafe', reason: 'screened' }),
      morning(9, 3, { worseAfterActivity: true }),
    ];
    expect(decidedBy(10, pemSafe).today.doseMinutes).toBeCloseTo(18, 9);
    expect(decidedBy(10, [...pemSafe, plan(10, 2, 20, { daysPerWeek: 3 })]).today.doseMinutes).toBeCloseTo(18, 9);
    expect(decidedBy(10, [...pemSafe, plan(10, 2, 15)]).today.doseMinutes).toBe(15);
  });
});

describe('the incremental engine', () => {
  const events = quiet.filter(({ localDay }) => localDay < localDayOf(9));

  it('goes on from its stored state as if it had never stopped', () => {
    let engine = createDayEngine(defaultPacingConfig, profileOf());
    const sorted = [...events].sort((a, b) => a.atUs - b.atUs);
    for (const event of sorted) {
      engine.append(event);
      engine = createDayEngine(defaultPacingConfig, profileOf(), JSON.parse(JSON.stringify(engine.state)));
    }
    expect(engine.view(localDayOf(9))).toEqual(decidedBy(9, events).today);
  });

  it('knows duplicates, says when an event is too late for it, and does not grow', () => {
    const engine = createDayEngine(defaultPacingConfig, profileOf());
    const told: string[] = [];
    for (const event of [morning(3, 3), morning(3, 3), morning(2, 3), morning(4, 3)]) told.push(engine.append(event));
    expect(told).toEqual(['added', 'duplicate', 'late', 'added']);
    expect(() => engine.view(localDayOf(3))).toThrow(/is closed/);
    const sizes = [60, 120, 400].map((day) => {
      for (let d = engine.state.day as number; d < day + 20_514; d++) engine.append(morning(d + 1 - 20_514, 3) as PatientEvent);
      return JSON.stringify(engine.state).length;
    });
    expect(sizes[2]).toBeLessThan(1.05 * sizes[0]);
  });
});
