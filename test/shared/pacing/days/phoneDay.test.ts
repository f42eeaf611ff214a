import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configHash, defaultPacingConfig } from '#shared/pacing/config.ts';
import { doseOf } from '#shared/pacing/days/dayDose.ts';
import { decideLog } from '#shared/pacing/days/decideLog.ts';
import { phoneDay, STALE_AFTER_DAYS } from '#shared/pacing/days/phoneDay.ts';
import type { DayState } from '#shared/pacing/days/types.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import { atHour, localDayOf, morning, on, plan, profileOf, trial } from './diary.ts';
import { live } from './life.ts';
import { diary, livedDays, runs } from './lives.ts';
import { phoneRecordsOf, serverEvents, together } from './phoneLife.ts';

const profile = profileOf();
const config = defaultPacingConfig;
const configs = [{ fromDay: '0000-01-01', config, hash: configHash(config) }];
const nowOf = (day: number) => ({ atUs: atHour(day, 23), localDay: localDayOf(day) });
const NOTHING = together([]);

/** What the server sends on the evening of that day, as it comes out of JSON. */
function sentState(log: readonly PatientEvent[], day: number): DayState {
  return JSON.parse(JSON.stringify(decideLog(profile, configs, log, nowOf(day)).state)) as DayState;
}

const said = (phone: ReturnType<typeof phoneDay>) => ({ dose: phone?.dose, decisions: phone?.decisions });

function serverSays(log: readonly PatientEvent[], day: number) {
  const { today, decisions } = decideLog(profile, configs, log, nowOf(day));
  return { dose: doseOf(today, decisions), decisions: decisions.filter(({ localDay }) => localDay === localDayOf(day)) };
}

describe('the dose on a phone without network', () => {
  it('is the server’s own, with its reasons, once the server has read what the phone recorded', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(diary, fc.integer({ min: 1, max: 5 }), fc.boolean(), fc.boolean(), ({ seed, days }, offline, tensLast, unsentEvening) => {
        const last = days.length - 1;
        const log = live(days, config, profile).log;
        const state = sentState(log, last);
        const away = livedDays(seed + 1, offline).map((lived, i) => phoneRecordsOf(lived, last + 1 + i, seed));
        // Something of the last day that the server saw, recorded after it was asked.
        if (unsentEvening) away.unshift(phoneRecordsOf(livedDays(seed + 2, 1)[0], last, seed));
        const records = together(away);
        const until = last + offline;
        const phone = phoneDay({ config, profile, state }, records, nowOf(until));
        expect(said(phone)).toEqual(serverSays([...log, ...serverEvents(records, tensLast)], until));
        for (const { ruleIds } of phone?.decisions ?? []) seen.add(ruleIds[0]);
      }),
      runs(0.03),
    );
    expect(seen.size).toBeGreaterThanOrEqual(5);
  });

  it('is the same when part of it had reached the server before the phone went offline', () => {
    fc.assert(
      fc.property(diary, fc.boolean(), ({ seed, days }, tensLast) => {
        const last = days.length - 1;
        const log = live(days, config, profile).log;
        const records = phoneRecordsOf(livedDays(seed + 2, 1)[0], last, seed);
        const known = serverEvents({ ...records, corrections: [], stimulations: tensLast ? [] : records.stimulations }, false);
        const phone = phoneDay({ config, profile, state: sentState([...log, ...known], last) }, records, nowOf(last + 1));
        expect(said(phone)).toEqual(serverSays([...log, ...serverEvents(records, tensLast)], last + 1));
      }),
      runs(0.015),
    );
  });

  const steady = [...[0, 1, 2, 3, 4, 5, 6, 7].map((day) => morning(day, 3)), trial(1, 20), trial(3, 25), trial(5, 30), plan(7, 1, 20)];

  it('follows the morning: a flare gives the flare plan in the engine’s words', () => {
    const state = sentState(steady, 7);
    const at = { utcUs: atHour(8, 7), offsetMinutes: 0, zone: 'UTC' };
    const flare = { ...phoneRecordsOf({ ...livedDays(1, 1)[0], checkIn: true }, 8, 1).checkIns[0], at, painNrs: 6, flare: true };
    const dose = (flares: boolean) =>
      phoneDay({ config, profile, state }, { ...NOTHING, checkIns: [{ ...flare, flare: flares }] }, nowOf(8))?.dose;
    expect(dose(true)).toMatchObject({ doseMinutes: 16, colour: 'red', patientText: expect.stringContaining('about 16 minutes') });
    expect(phoneDay({ config, profile, state }, NOTHING, nowOf(8))?.dose).toMatchObject({ doseMinutes: 20, colour: 'unknown' });
  });

  it('says nothing from a state that is too old, and nothing of a plan it never had', () => {
    const state = sentState(steady, 7);
    expect(phoneDay({ config, profile, state }, NOTHING, nowOf(7 + STALE_AFTER_DAYS))).not.toBeNull();
    expect(phoneDay({ config, profile, state }, NOTHING, nowOf(8 + STALE_AFTER_DAYS))).toBeNull();
    expect(phoneDay({ config, profile, state: null }, NOTHING, nowOf(3))?.dose).toMatchObject({ state: 'baseline', doseMinutes: null });
  });

  it('stays locked by a red flag, and on the day that has begun when the clock says yesterday', () => {
    const flagged = [...steady, on(7, 9, { type: 'redFlag', symptoms: ['fainting'] })];
    expect(phoneDay({ config, profile, state: sentState(flagged, 7) }, NOTHING, nowOf(10))?.dose).toMatchObject({
      state: 'suspended',
      doseMinutes: 0,
    });
    const told = phoneRecordsOf({ ...livedDays(1, 1)[0], planned: 'endedEarly', redFlag: true }, 8, 1);
    expect(phoneDay({ config, profile, state: sentState(steady, 7) }, told, nowOf(9))?.dose).toMatchObject({ state: 'suspended' });
    expect(phoneDay({ config, profile, state: sentState(steady, 7) }, NOTHING, nowOf(6))?.dose.localDay).toBe(localDayOf(7));
  });

  it('leaves the kept state as it was, so that it can be asked again', () => {
    const state = sentState(steady, 7);
    const before = JSON.stringify(state);
    phoneDay({ config, profile, state }, phoneRecordsOf(livedDays(3, 1)[0], 7, 3), nowOf(9));
    expect(JSON.stringify(state)).toBe(before);
  });

  const screened = on(7, 6, { type: 'modeSet', mode: 'pemSafe', reason: 'screened' });
  const calm = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => morning(from + i, 3));
  const riseOn = (day: number, log: readonly PatientEvent[], more: readonly PatientEvent[] = []) =>
    phoneDay({ config, profile, state: sentState(log, day) }, { ...NOTHING, said: [...more] }, nowOf(day))?.rise;

  it('offers the agreement to a rise only in the PEM-safe mode and once stable days make one possible', () => {
    const log = [...steady, screened, ...calm(8, 30)];
    const until = (day: number) => log.filter(({ localDay }) => localDay <= localDayOf(day));
    expect([12, 14, 20].map((day) => riseOn(day, until(day)))).toEqual([null, 'offered', 'offered']);
    expect(riseOn(20, [...steady, ...calm(8, 21)])).toBeNull();
    expect(riseOn(20, [...until(19), morning(20, 3, { worseAfterActivity: true })])).toBeNull();
    expect(riseOn(21, [...until(17), morning(18, 3, { worseAfterActivity: true }), ...calm(19, 22)])).toBeNull();
    expect(riseOn(20, [...until(20), on(20, 9, { type: 'redFlag', symptoms: ['fainting'] })])).toBeNull();
  });

  it('an agreement counts for a week, can be taken back, and is what the rise of A10 waits for', () => {
    const agreed = on(20, 9, { type: 'riseAgreed', agreed: true });
    const log = [...steady, screened, ...calm(8, 29)];
    const until = (day: number) => log.filter(({ localDay }) => localDay <= localDayOf(day));
    expect(riseOn(20, until(20), [agreed])).toBe('given');
    expect(riseOn(20, until(20), [agreed, { ...on(20, 10, { type: 'riseAgreed', agreed: false }) }])).toBe('offered');
    expect([27, 28].map((day) => riseOn(day, [...until(day), agreed]))).toEqual(['given', 'offered']);
  });

  it('shows the ladder with the step that comes next; a try that went better than the guess opens the next one', () => {
    const ladder = on(7, 10, { type: 'ladderSet', steps: ['bend to tie a shoe', 'lift a bag'] });
    const tried = (day: number, actualHarm: number | null) => on(day, 11, { type: 'exposureTried', step: 0, expectedHarm: 60, actualHarm });
    const on8 = (log: readonly PatientEvent[], more: readonly PatientEvent[] = [], day = 8) =>
      phoneDay({ config, profile, state: sentState([...steady, ...log], 7) }, { ...NOTHING, said: [...more] }, nowOf(day))?.ladder;
    const steps = ['bend to tie a shoe', 'lift a bag'];
    expect(on8([ladder])).toEqual({ steps, step: 0, triedToday: false, offer: null });
    expect(on8([ladder], [tried(8, 20)])).toMatchObject({ step: 1, triedToday: true });
    expect(on8([ladder], [tried(8, 70)])).toMatchObject({ step: 0, triedToday: true });
    expect(on8([ladder], [tried(8, null)], 9)).toMatchObject({ step: 0, triedToday: false });
    const exposure = on(7, 6, { type: 'modeSet', mode: 'exposure', reason: 'agreed' });
    const green = phoneRecordsOf({ ...livedDays(1, 1)[0], checkIn: true }, 8, 1).checkIns[0];
    const fine = { ...green, painNrs: 3, flare: false, tensInLastHour: false, worseAfterActivity: false };
    const offered = phoneDay(
      { config, profile, state: sentState([...steady, exposure, ladder], 7) },
      { ...NOTHING, checkIns: [fine] },
      nowOf(8),
    );
    expect(offered?.ladder?.offer).toContain('next small step today');
    expect([on8([]), on8([ladder, screened]), on8([ladder, on(7, 11, { type: 'redFlag', symptoms: ['fainting'] })])]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
