import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDayEngine } from '#shared/pacing/days/engine.ts';
import type { DayState } from '#shared/pacing/days/types.ts';
import { Today } from '#shared/schema/api.ts';
import { PatientEventsKept } from '#shared/schema/pacingApi.ts';
import { Problem } from '#shared/schema/problem.ts';
import { Profile } from '#shared/schema/profile.ts';
import { addDays } from '#shared/schema/time.ts';
import { aCheckIn, aCorrection, anId, aStimulation } from '#test/server/clinical/records.ts';
import { doneSession, type EventBody, type PacingRig, pacingRig, quietWeek } from './pacingRig.ts';

let rig: PacingRig;
beforeEach(async () => {
  rig = await pacingRig();
  await rig.post(rig.pt, { type: 'painReferenceSet', painReferenceNrs: 3 });
  await rig.plan(20);
});
afterEach(() => rig.close());

const eventsPath = () => `/patients/${rig.patientId}/events`;

describe('a red flag', () => {
  const told: EventBody = { type: 'redFlag', symptoms: ['chestPain'] };

  it('means 0 until a PT clears the ones they have seen', async () => {
    await rig.checkIn();
    await rig.post(rig.patient, told);
    const suspended = await rig.pacing();
    expect(suspended.today).toMatchObject({ state: 'suspended', doseMinutes: 0 });
    expect(suspended.openRedFlags).toMatchObject([{ symptoms: ['chestPain'] }]);
    rig.nextDay();
    await rig.checkIn({ painNrs: 0 });
    expect((await rig.pacing()).today.doseMinutes).toBe(0);

    await rig.post(rig.patient, { type: 'redFlag', symptoms: ['saddleNumbness'] });
    const clear = (ids: readonly string[]) =>
      rig.send('POST', `/patients/${rig.patientId}/clear-suspension`, rig.pt, { reason: 'Seen by the doctor.', redFlagIds: ids });
    expect((await clear(suspended.openRedFlags.map(({ id }) => id))).status).toBe(409);
    const both = (await rig.pacing()).openRedFlags;
    expect(both).toHaveLength(2);
    expect((await clear(both.map(({ id }) => id))).status).toBe(200);
    const after = await rig.pacing();
    expect(after.openRedFlags).toEqual([]);
    expect(after.today).toMatchObject({ state: 'quota', doseMinutes: 20 });
  });

  it('suspends the profile too, and the panel says so', async () => {
    await rig.post(rig.patient, { type: 'redFlag', symptoms: ['saddleNumbness'] });
    const profile = await rig.ok(Profile, 200, 'GET', `/patients/${rig.patientId}/profile`, rig.patient);
    expect(profile.suspended).toMatchObject({ ruleId: 'G4' });
    const panel = (await (await rig.send('GET', `/patients?day=${rig.day()}`, rig.pt)).json()) as {
      rows: { attention: string; why: string }[];
    };
    expect(panel.rows[0]).toMatchObject({ attention: 'now', why: expect.stringContaining('suspended') });
  });

  it('keeps the dose at 0 where only the profile knows of it', async () => {
    const sql = `update profile set body = json_set(body, '$.suspended', json(?)) where version = (select max(version) from profile)`;
    const suspended = JSON.stringify({ sinceUs: 1, ruleId: 'G1', reason: 'Before the log.' });
    await rig.server.deps.store.batch([{ sql, args: [suspended] }]);
    expect((await rig.pacing()).today).toMatchObject({ state: 'suspended', doseMinutes: 0, engineDoseMinutes: 0 });
  });
});

describe('the log', () => {
  it('keeps an event once, and refuses another one under its id by name', async () => {
    const event = { id: anId(), atUs: rig.now().utcUs, localDay: rig.day(), type: 'trial', exerciseId: 'walking', minutes: 10 } as const;
    const send = (json: unknown) => rig.send('POST', eventsPath(), rig.patient, { events: [json] });
    expect(PatientEventsKept.parse(await (await send(event)).json())).toEqual({ created: 1, known: 0 });
    expect(PatientEventsKept.parse(await (await send(event)).json())).toEqual({ created: 0, known: 1 });
    const other = await send({ ...event, minutes: 11 });
    expect(other.status).toBe(409);
    expect(Problem.parse(await other.json()).fields).toEqual([{ path: 'events.0.id', message: 'This id is taken.' }]);
  });

  it('names what is not theirs to say, what no zone has, and what belongs into the check-in', async () => {
    const fields = async (answer: Response) => ({
      status: answer.status,
      paths: Problem.parse(await answer.json()).fields?.map(({ path }) => path),
    });
    const dose = { type: 'doseOverridden', doseMinutes: 40, reason: 'I feel fine.' } as const;
    expect(await fields(await rig.post(rig.patient, dose))).toEqual({ status: 403, paths: ['events.0.type'] });
    expect(await fields(await rig.post(rig.pt, { type: 'riseAgreed', agreed: true }))).toEqual({ status: 403, paths: ['events.0.type'] });
    const plan = { type: 'planVersion', version: 9, quotaMinutes: 60, daysPerWeek: 7, tensPrescribed: false, proposalId: null } as const;
    for (const as of [rig.patient, rig.pt]) expect((await rig.post(as, plan)).status).toBe(403);
    const trial = { type: 'trial', exerciseId: 'walking', minutes: 10, localDay: '2026-03-09' } as const;
    expect(await fields(await rig.post(rig.patient, trial))).toEqual({ status: 422, paths: ['events.0.localDay'] });
    const pain = { ...morning, painNrs: 1 };
    expect(await fields(await rig.post(rig.patient, pain))).toEqual({ status: 422, paths: ['events.0.painNrs'] });
  });

  it('takes a flare that begins after the check-in', async () => {
    await rig.checkIn();
    expect((await rig.pacing()).today.colour).toBe('green');
    expect((await rig.post(rig.patient, { ...morning, flare: true })).status).toBe(200);
    expect((await rig.pacing()).today).toMatchObject({ colour: 'red', doseMinutes: 16 });
  });

  it('says what changed because of an answer that came late, and what no longer holds', async () => {
    await rig.checkIn();
    rig.nextDay();
    const late = aCheckIn(rig.patientId, { at: rig.now(), painNrs: 9, tensInLastHour: false });
    rig.nextDay();
    await rig.checkIn({ painNrs: 6 });
    const before = await rig.pacing();
    expect(before.today).toMatchObject({ colour: 'amber', doseMinutes: 20 });
    expect((await rig.send('PUT', `/patients/${rig.patientId}/check-ins/${late.id}`, rig.patient, late)).status).toBe(201);
    const after = await rig.pacing();
    expect(after.today).toMatchObject({ colour: 'amber', doseMinutes: 16 });
    const red = after.decisions.find(({ localDay, ruleIds }) => localDay === late.localDay && ruleIds[0] === 'A1');
    expect(red).toMatchObject({ changedBecause: `Changed because of a check-in of ${late.localDay} that came later.` });

    const correction = aCorrection(rig.patientId, { type: 'checkIn', id: late.id }, 'painNrs', 3);
    const sent = { ...correction, at: rig.now() };
    expect((await rig.send('PUT', `/patients/${rig.patientId}/corrections/${sent.id}`, rig.patient, sent)).status).toBe(201);
    const corrected = await rig.pacing();
    expect(corrected.today.doseMinutes).toBe(20);
    expect(corrected.withdrawn.map(({ id, changedBecause }) => [id, changedBecause])).toContainEqual([
      `${rig.patientId}:A1:${late.localDay}`,
      'Changed because of a correction of painNrs.',
    ]);
    expect((await rig.pacing()).withdrawn).toEqual(corrected.withdrawn);
  });

  it('reads a TENS use that was logged for the hour before the answers, whichever came first', async () => {
    const minutesBefore = (minutes: number) => ({ ...rig.now(), utcUs: rig.now().utcUs - minutes * 60_000_000 });
    const use = () => aStimulation(rig.patientId, { startedAt: minutesBefore(50), endedAt: minutesBefore(20), localDay: rig.day() });
    const put = (record: ReturnType<typeof use>) =>
      rig.send('PUT', `/patients/${rig.patientId}/stimulations/${record.id}`, rig.patient, record);
    await rig.checkIn({ tensInLastHour: false });
    expect((await rig.pacing()).today.colour).toBe('green');
    expect((await put(use())).status).toBe(201);
    expect((await rig.pacing()).today.colour).not.toBe('green');
    rig.nextDay();
    expect((await put(use())).status).toBe(201);
    await rig.checkIn({ tensInLastHour: false });
    expect((await rig.pacing()).today.colour).not.toBe('green');
  });

  it('is made from the records of a patient who is older than it, with the same answer', async () => {
    await quietWeek(rig, 20);
    rig.nextDay();
    await rig.checkIn({ painNrs: 6 });
    const before = await rig.pacing();
    await rig.server.deps.store.batch([
      { sql: "delete from patient_event where type <> 'session'", args: [] },
      { sql: 'delete from pacing_state', args: [] },
    ]);
    const after = await rig.pacing();
    expect(after.today).toEqual(before.today);
    expect(after.proposal).toEqual(before.proposal);
    expect(after.decisions).toEqual(before.decisions);
  });
});

describe('a phone without network', () => {
  it('says from what it was given what the server says with the same events', async () => {
    await quietWeek(rig, 20);
    const today = await rig.ok(Today, 200, 'GET', `/patients/${rig.patientId}/today?day=${rig.day()}`, rig.patient);
    const engine = today.pacing?.engine;
    if (engine === undefined || engine.state === null) throw new Error('nothing to go on from');
    const phone = createDayEngine(engine.config, engine.profile, engine.state as unknown as DayState);
    expect(phone.view(rig.day()).doseMinutes).toBe(today.pacing?.today.doseMinutes);
    await doneSession(rig, 20);
    rig.nextDay(2);
    await rig.checkIn({ painNrs: 9 });
    const { rows } = await rig.server.deps.store.query({ sql: 'select body from patient_event order by seq desc limit 2', args: [] });
    for (const [body] of rows.toReversed()) expect(phone.append(JSON.parse(String(body)))).toBe('added');
    const view = phone.view(rig.day());
    const { today: server } = await rig.pacing();
    expect(view).toMatchObject({
      colour: server.colour,
      doseMinutes: server.doseMinutes,
      quotaMinutes: server.quotaMinutes,
      state: server.state,
    });
    expect(server.colour).toBe('red');
  });
});

describe('a PT at a distance', () => {
  it('acts on the day the patient lives, and does not end it', async () => {
    const auckland = { ...rig.now(), offsetMinutes: 13 * 60, zone: 'Pacific/Auckland' };
    rig.server.clock.advance(5 * 3_600_000_000);
    const at = { ...auckland, utcUs: rig.server.clock.nowUs() };
    const localDay = addDays(rig.day(), 1);
    await rig.checkIn({ at, localDay });
    expect((await rig.pacing()).today.localDay).toBe(localDay);
    await rig.plan(18, 1);
    expect((await rig.pacing()).today).toMatchObject({ localDay, quotaMinutes: 18 });
  });
});

const morning = {
  type: 'checkIn',
  painNrs: null,
  sleepQuality: null,
  confidence: null,
  flare: null,
  tensInLastHour: null,
  worseAfterActivity: null,
  restingHeartRateBpm: null,
  systolicMmHg: null,
  diastolicMmHg: null,
  temperatureC: null,
} as const;
