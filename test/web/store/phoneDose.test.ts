import 'fake-indexeddb/auto';
import { liveQuery } from 'dexie';
import { describe, expect, it } from 'vitest';
import { configHash, defaultPacingConfig } from '#shared/pacing/config.ts';
import { doseOf } from '#shared/pacing/days/dayDose.ts';
import { decideLog } from '#shared/pacing/days/decideLog.ts';
import { ENGINE_VERSION } from '#shared/pacing/version.ts';
import type { Today } from '#shared/schema/api.ts';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import { aPlanUpdate } from '#test/server/clinical/records.ts';
import { atHour, localDayOf, morning, on, PATIENT_ID, plan, profileOf, session, trial } from '#test/shared/pacing/days/diary.ts';
import { newId } from '#web/store/ids.ts';
import { saveCheckIn, saveCorrection, saveSaid } from '#web/store/records.ts';
import { dosedToday } from '#web/store/today.ts';
import { freshDb } from './parts.ts';

const steady = [...[0, 1, 2, 3, 4, 5, 6, 7].map((day) => morning(day, 3)), trial(1, 20), trial(3, 25), trial(5, 30), plan(7, 1, 20)];

/** What the clinic said on the evening of day 7. */
function todayOn7(more: readonly PatientEvent[] = [], engineVersion = ENGINE_VERSION): Today {
  const profile = profileOf({ mode: more.some(({ type }) => type === 'modeSet') ? 'pemSafe' : 'standard' });
  const config = { version: 1, parameters: {} };
  const configs = [{ fromDay: '0000-01-01', config: defaultPacingConfig, hash: configHash(defaultPacingConfig) }];
  const { today, decisions, state } = decideLog(profileOf(), configs, [...steady, ...more], {
    atUs: atHour(7, 23),
    localDay: localDayOf(7),
  });
  const { plan: draft } = aPlanUpdate(0, { quotaMinutes: 20, daysPerWeek: 5 });
  return {
    localDay: localDayOf(7),
    profile,
    plan: { ...draft, id: newId(), patientId: PATIENT_ID, version: 1, createdAt: moment(7), createdByUserId: newId() },
    days: [],
    checkIn: null,
    sessions: [],
    stimulations: [],
    clinicName: 'Clinic',
    ptName: null,
    pacing: {
      today: doseOf(today, decisions),
      decisions: [],
      engine: { engineVersion, config, profile: profileOf(), state: { ...state } },
    },
  };
}

const moment = (day: number, hour = 7) => ({ utcUs: atHour(day, hour), offsetMinutes: 0, zone: 'UTC' });
const aMorning = (day: number, changes: Partial<CheckIn> = {}): CheckIn => ({
  ...{ id: newId(), patientId: PATIENT_ID, at: moment(day), localDay: localDayOf(day) },
  ...{ painNrs: 3, sleepQuality: 6, confidence: 6, flare: false, tensInLastHour: false, ...changes },
});

async function dosedOn(day: number, today: Today, db = freshDb()) {
  const dosed = await dosedToday(
    { today, from: 'cache', savedUs: 7 },
    { db, nowUs: () => atHour(day, 9), localDay: () => localDayOf(day) },
  );
  return {
    ...dosed.today.pacing?.today,
    mayChange: dosed.mayChange,
    rise: dosed.rise,
    pemDue: dosed.pemDue,
    suspended: dosed.today.profile.suspended,
  };
}

describe('the dose of the day without network', () => {
  it('follows the check-in of this phone and its correction, with the reason', async () => {
    const db = freshDb();
    expect(await dosedOn(9, todayOn7(), db)).toMatchObject({ localDay: localDayOf(9), doseMinutes: 20, colour: 'unknown' });
    const flare = aMorning(9, { painNrs: 6, flare: true });
    await saveCheckIn(db, flare);
    const words = 'A sore time, so do a little less today: about 16 minutes. Moving a little is still good.';
    expect(await dosedOn(9, todayOn7(), db)).toMatchObject({ doseMinutes: 16, colour: 'red', patientText: words, mayChange: false });
    const target = { type: 'checkIn', id: flare.id } as const;
    const correction = { id: newId(), patientId: PATIENT_ID, at: moment(9, 8), target, reason: 'Mistyped.' };
    await saveCorrection(db, { ...correction, field: 'flare', value: false });
    await saveCorrection(db, { ...correction, id: newId(), field: 'painNrs', value: 3 });
    expect(await dosedOn(9, todayOn7(), db)).toMatchObject({ doseMinutes: 20, colour: 'green', patientText: null });
  });

  it('is worked out again, by itself, when a record is added', async () => {
    const db = freshDb();
    const doses: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      const subscription = liveQuery(() => dosedOn(9, todayOn7(), db)).subscribe({
        next: ({ doseMinutes }) => {
          doses.push(doseMinutes);
          if (doses.length === 1) void saveCheckIn(db, aMorning(9, { flare: true }));
          if (doseMinutes !== 16) return;
          subscription.unsubscribe();
          resolve();
        },
        error: reject,
      });
    });
    expect([doses[0], doses.at(-1)]).toEqual([20, 16]);
  });

  it('says that it may change while a record of an earlier day is still here', async () => {
    const db = freshDb();
    await saveCheckIn(db, aMorning(6));
    expect(await dosedOn(8, todayOn7(), db)).toMatchObject({ doseMinutes: 20, mayChange: true });
  });

  it('reads what was told to the pacing itself, and waits for it like for a record', async () => {
    const db = freshDb();
    const pemSafe = todayOn7([on(7, 6, { type: 'modeSet', mode: 'pemSafe', reason: 'screened' })]);
    await saveSaid(db, PATIENT_ID, on(8, 8, { type: 'riseAgreed', agreed: true }));
    expect(await dosedOn(8, pemSafe, db)).toMatchObject({ rise: 'given', mayChange: false });
    expect(await dosedOn(8, todayOn7(), db)).toMatchObject({ rise: null });
    await saveSaid(db, PATIENT_ID, on(6, 8, { type: 'riseAgreed', agreed: true }));
    expect(await dosedOn(8, pemSafe, db)).toMatchObject({ mayChange: true });
  });

  it('asks the PEM questions where the engine does, until they are answered here or four weeks have passed since', async () => {
    const worse = [session(5, 20), session(6, 20), morning(7, 3, { worseAfterActivity: true }, 1)];
    const asking = todayOn7(worse);
    const answeredOn = (pemAnsweredDay: string) => ({ ...asking, pacing: { ...asking.pacing, pemAnsweredDay } }) as Today;
    const why = 'You felt worse some time after being active. A few questions help your PT plan with you.';
    expect(await dosedOn(7, todayOn7())).toMatchObject({ pemDue: null });
    expect(await dosedOn(7, asking)).toMatchObject({ pemDue: why });
    expect(await dosedOn(7, answeredOn(localDayOf(-20)))).toMatchObject({ pemDue: null });
    expect(await dosedOn(7, answeredOn(localDayOf(-21)))).toMatchObject({ pemDue: why });
    const db = freshDb();
    const answers = Array.from({ length: 5 }, () => ({ frequency: 0, severity: 0 }));
    await saveSaid(db, PATIENT_ID, on(7, 9, { type: 'pemAnswered', answers }));
    expect(await dosedOn(7, asking, db)).toMatchObject({ pemDue: null });
  });

  it('takes no other person’s records', async () => {
    const db = freshDb();
    await saveCheckIn(db, aMorning(8, { patientId: newId(), flare: true }));
    expect(await dosedOn(8, todayOn7(), db)).toMatchObject({ doseMinutes: 20, colour: 'unknown' });
  });

  it('falls back to the agreed time, and says so, when the clinic was last reached weeks ago or by another engine', async () => {
    const agreed = { doseMinutes: 20, patientText: expect.stringContaining('could not be reached'), decisionId: null };
    expect(await dosedOn(22, todayOn7())).toMatchObject({ ...agreed, localDay: localDayOf(22) });
    expect(await dosedOn(8, todayOn7([], '0.1'))).toMatchObject(agreed);
    expect(await dosedOn(7, todayOn7([], '0.1'))).toMatchObject({ doseMinutes: 20, patientText: null });
  });

  it('never says more in the PEM-safe mode than was said last', async () => {
    const pemSafe = todayOn7([on(7, 6, { type: 'modeSet', mode: 'pemSafe', reason: 'screened' })]);
    const last = Number(pemSafe.pacing?.today.doseMinutes);
    expect(last).toBeLessThan(20);
    expect(await dosedOn(8, pemSafe)).toMatchObject({ state: 'pemSafe', doseMinutes: last });
    expect(await dosedOn(30, pemSafe)).toMatchObject({ state: 'pemSafe', doseMinutes: last });
  });

  it('stays at nothing while the clinic’s profile is suspended, whatever the kept state says', async () => {
    const today = todayOn7();
    const suspended = { sinceUs: 1, ruleId: 'G1', reason: 'Reported: fainting.' };
    expect(await dosedOn(8, { ...today, profile: { ...today.profile, suspended } })).toMatchObject({ state: 'suspended', doseMinutes: 0 });
    expect(await dosedOn(40, { ...today, profile: { ...today.profile, suspended } })).toMatchObject({ state: 'suspended', doseMinutes: 0 });
    expect(await dosedOn(40, todayOn7([on(7, 9, { type: 'redFlag', symptoms: ['fainting'] })]))).toMatchObject({
      state: 'suspended',
      doseMinutes: 0,
    });
  });
});
