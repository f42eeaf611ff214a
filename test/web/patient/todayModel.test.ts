import { describe, expect, it } from 'vitest';
import type { DayAggregate, SessionListItem, Today } from '#shared/schema/api.ts';
import { corrected as applied } from '#shared/schema/correctable.ts';
import type { Plan } from '#shared/schema/plan.ts';
import { addDays } from '#shared/schema/time.ts';
import { testId } from '#test/helpers/recording.ts';
import { dayDoseOf } from '#test/web/ui/fixtures.ts';
import { todayView } from '#web/patient/todayModel.ts';

const DAY = '2026-11-23';
const START_US = Date.parse(`${DAY}T09:00:00Z`) * 1000;
const moment = (minutes: number) => ({ utcUs: START_US + minutes * 60e6, offsetMinutes: 60, zone: 'Europe/Berlin' });
const patientId = testId(1);

function session(minutes: number, change: Partial<SessionListItem> = {}): SessionListItem {
  const startedAt = moment(0);
  return {
    id: testId(2),
    startedAt,
    endedAt: moment(minutes),
    localDay: DAY,
    exerciseId: 'kneeBend',
    state: 'complete',
    summary: null,
    decisionCount: 0,
    ...change,
  };
}

const planned = (exerciseId: string) => ({
  id: testId(3),
  exerciseId,
  side: 'right' as const,
  sets: 3,
  repetitionsPerSet: 10,
  durationMinutes: 8,
  targetAngleDeg: null,
  note: '',
});

function makeToday(change: Partial<Today> = {}): Today {
  const plan = { quotaMinutes: 16, exercises: [planned('kneeBend'), planned('walking')] } as unknown as Plan;
  return {
    localDay: DAY,
    profile: {} as Today['profile'],
    plan,
    days: [],
    checkIn: null,
    sessions: [],
    stimulations: [],
    clinicName: 'Lake',
    ptName: null,
    ...change,
  };
}
const nothingLocal = { sessions: [], checkIn: null };

describe('today', () => {
  it('counts what is left of the dose from the clinic’s sessions and those still on the phone, each once', () => {
    const known = session(5);
    const onPhone = session(4);
    const view = todayView(makeToday({ sessions: [known] }), DAY, { sessions: [known, onPhone], checkIn: null });
    expect(view.doneMinutes).toBe(9);
    expect(view.leftMinutes).toBe(7);
  });

  it('never shows less than nothing left, and no dose without a plan', () => {
    expect(todayView(makeToday({ sessions: [session(30)] }), DAY, nothingLocal).leftMinutes).toBe(0);
    expect(todayView(makeToday({ plan: null }), DAY, nothingLocal).leftMinutes).toBeNull();
  });

  it('counts against the engine’s dose of the day, not the quota of the plan', () => {
    const pacing = { today: dayDoseOf(DAY, { doseMinutes: 12.8 }), decisions: [] } as unknown as Today['pacing'];
    expect(todayView(makeToday({ pacing, sessions: [session(5)] }), DAY, nothingLocal)).toMatchObject({ doseMinutes: 13, leftMinutes: 8 });
    const small = { today: dayDoseOf(DAY, { doseMinutes: 6.735 }), decisions: [] } as unknown as Today['pacing'];
    expect(todayView(makeToday({ pacing: small, sessions: [session(5)] }), DAY, nothingLocal)).toMatchObject({
      doseMinutes: 6.7,
      leftMinutes: 1.7,
    });
  });

  it('offers the first item that is not done yet', () => {
    const view = todayView(makeToday({ sessions: [session(8)] }), DAY, nothingLocal);
    expect(view.items.map((item) => item.doneAtUs !== null)).toEqual([true, false]);
    expect(view.next?.exerciseId).toBe('walking');
  });

  it('does not count yesterday’s session or a running one as done', () => {
    const yesterday = session(8, { localDay: addDays(DAY, -1) });
    const running = session(8, { endedAt: null });
    const view = todayView(makeToday({ sessions: [yesterday, running] }), DAY, nothingLocal);
    expect(view.doneMinutes).toBe(0);
    expect(view.items.every((item) => item.doneAtUs === null)).toBe(true);
  });

  it('shows fourteen days with gaps as gaps', () => {
    const day = { localDay: addDays(DAY, -2), doneMinutes: 12, plannedMinutes: 16 } as DayAggregate;
    const { strip } = todayView(makeToday({ days: [day] }), DAY, nothingLocal);
    expect(strip).toHaveLength(14);
    expect(strip[11]).toEqual({ localDay: day.localDay, doneMinutes: 12, plannedMinutes: 16 });
    expect(strip[10]).toMatchObject({ doneMinutes: null, plannedMinutes: null });
  });

  it('does not show an older day’s check-in as today’s', () => {
    const checkIn = { id: testId(4), patientId, at: moment(-1440), localDay: addDays(DAY, -1) } as unknown as Today['checkIn'];
    expect(todayView(makeToday({ checkIn }), DAY, nothingLocal).checkIn).toBeNull();
  });
});

describe('corrections', () => {
  it('apply in their order, to their own record only, and leave the record as it is', () => {
    const record = { id: testId(5), painNrs: 4 };
    const correction = (value: number, minutes: number, id = record.id) => ({
      id: testId(6),
      patientId,
      at: moment(minutes),
      target: { type: 'checkIn' as const, id },
      field: 'painNrs',
      value,
      reason: '',
    });
    const corrected = applied(record, [correction(6, 1), correction(7, 2), correction(1, 3, testId(7))]);
    expect(corrected.painNrs).toBe(7);
    expect(record.painNrs).toBe(4);
  });
});
