import { afterEach, beforeEach, expect, it } from 'vitest';
import { phoneDay } from '#shared/pacing/days/phoneDay.ts';
import type { DayState } from '#shared/pacing/days/types.ts';
import { Today } from '#shared/schema/api.ts';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import { Problem } from '#shared/schema/problem.ts';
import { Profile } from '#shared/schema/profile.ts';
import { aCorrection } from '#test/server/clinical/records.ts';
import { doneSession, type PacingRig, pacingRig, quietWeek } from './pacingRig.ts';

let rig: PacingRig;
beforeEach(async () => {
  rig = await pacingRig();
});
afterEach(() => rig.close());

it('a phone that went offline says each day what the server says once it has the check-ins', async () => {
  const today = () => rig.ok(Today, 200, 'GET', `/patients/${rig.patientId}/today?day=${rig.day()}`, rig.patient);
  await rig.post(rig.pt, { type: 'painReferenceSet', painReferenceNrs: 3 });
  await rig.plan(20);
  await quietWeek(rig, 20);
  const engine = (await today()).pacing?.engine;
  if (engine === undefined) throw new Error('no engine');
  const checkIns: CheckIn[] = [];
  for (const changes of [{ painNrs: 6 }, { painNrs: 6, flare: true }, { painNrs: null }, { painNrs: 3 }]) {
    rig.nextDay();
    checkIns.push(await rig.checkIn(changes));
    const records = { checkIns, sessions: [], stimulations: [], corrections: [], said: [] };
    const now = { atUs: rig.now().utcUs, localDay: rig.day() };
    const phone = phoneDay({ ...engine, state: engine.state as unknown as DayState }, records, now);
    const { pacing } = await today();
    expect(phone?.dose).toEqual(pacing?.today);
    expect(phone?.decisions.map(({ id, patientText }) => [id, patientText]).sort()).toEqual(
      pacing?.decisions.map(({ id, patientText }) => [id, patientText]).sort(),
    );
  }
});

it('readings added to a check-in afterwards are read by the rules across days (A8)', async () => {
  for (let day = 0; day < 9; day++) {
    const record = await rig.checkIn();
    const reading = aCorrection(rig.patientId, { type: 'checkIn', id: record.id }, 'restingHeartRateBpm', day < 7 ? 60 : 70);
    const sent = { ...reading, at: rig.now() };
    expect((await rig.send('PUT', `/patients/${rig.patientId}/corrections/${sent.id}`, rig.patient, sent)).status).toBe(201);
    if (day < 8) rig.nextDay();
  }
  const { todayDecisions } = await rig.pacing();
  expect(todayDecisions.find(({ ruleIds }) => ruleIds[0] === 'A8')?.ptText).toContain('Resting heart rate 70 bpm (own median 60)');
  const fahrenheit = aCorrection(rig.patientId, { type: 'checkIn', id: (await rig.checkIn()).id }, 'temperatureC', 98.6);
  const answer = await rig.ok(Problem, 422, 'PUT', `/patients/${rig.patientId}/corrections/${fahrenheit.id}`, rig.patient, {
    ...fahrenheit,
    at: rig.now(),
  });
  expect(answer.fields?.map(({ path }) => path)).toEqual(['value']);
});

it('answers to the PEM questions reach the PT, who makes the screen; until then the engine goes on asking and nothing rises', async () => {
  await rig.plan(20);
  for (let day = 0; day < 5; day++) {
    await rig.checkIn({ worseAfterActivity: day > 0 });
    await doneSession(rig, 20);
    rig.nextDay();
  }
  await rig.checkIn({ worseAfterActivity: true });
  const asked = await rig.pacing();
  expect(asked.todayDecisions.some(({ kind }) => kind === 'screen')).toBe(true);
  expect(asked.pemAnswers).toBeNull();
  const answers = [{ frequency: 3, severity: 2 }, ...Array.from({ length: 4 }, () => ({ frequency: 0, severity: 0 }))];
  expect((await rig.post(rig.patient, { type: 'pemAnswered', answers })).status).toBe(200);
  expect((await rig.post(rig.pt, { type: 'pemAnswered', answers })).status).toBe(403);
  const answered = await rig.pacing();
  expect(answered.pemAnswers).toEqual({ localDay: rig.day(), answers });
  expect(answered).toMatchObject({ settings: { pemStatus: 'notScreened', mode: 'standard' }, refused: [] });
  expect(answered.todayDecisions.some(({ kind }) => kind === 'screen')).toBe(true);
  const phone = await rig.ok(Today, 200, 'GET', `/patients/${rig.patientId}/today?day=${rig.day()}`, rig.patient);
  expect(phone.pacing?.pemAnsweredDay).toBe(rig.day());
  expect((await rig.post(rig.pt, { type: 'pemScreened', result: 'positive' })).status).toBe(200);
  expect((await rig.pacing()).settings).toMatchObject({ pemStatus: 'positive', mode: 'pemSafe' });
});

it('a complaint that is mainly fatigue, first said in a later profile version, asks the PEM questions', async () => {
  const path = `/patients/${rig.patientId}`;
  const { profile } = await rig.ok(Today, 200, 'GET', `${path}/today?day=${rig.day()}`, rig.patient);
  const { patientId: _, version, ...draft } = profile;
  expect(draft).not.toHaveProperty('fatigueDominant');
  const update = { baseVersion: version, profile: { ...draft, pemStatus: 'notScreened', fatigueDominant: true } };
  await rig.ok(Profile, 200, 'PUT', `${path}/profile`, rig.pt, update);
  const screen = (await rig.pacing()).todayDecisions.find(({ kind }) => kind === 'screen');
  expect(screen?.patientText).toContain('Being tired');
});
