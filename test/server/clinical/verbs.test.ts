import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { profile } from '#server/db/schema/patient.ts';
import { build, statement } from '#server/db/statements.ts';
import { Panel, PatientDetail, Today } from '#shared/schema/api.ts';
import { Plan } from '#shared/schema/plan.ts';
import { Problem } from '#shared/schema/problem.ts';
import { Profile } from '#shared/schema/profile.ts';
import { addDays, localDayOf } from '#shared/schema/time.ts';
import { type SeededActor, seedActor, seedClinic, startTestServer, type TestServer } from '#test/helpers/server.ts';
import { aCheckIn, aCorrection, anId, aPlanUpdate, aStimulation, momentAt } from './records.ts';

let server: TestServer;
let clinicId = '';
let pt: SeededActor;
let patient: SeededActor;
let patientId = '';

beforeAll(async () => {
  server = await startTestServer();
  clinicId = await seedClinic(server);
  pt = await seedActor(server, clinicId, 'pt', 'Dana');
});
beforeEach(async () => {
  patient = await seedActor(server, clinicId, 'patient', 'Sam');
  patientId = patient.patientId as string;
});
afterAll(() => server.close());

const send = (method: string, path: string, as: SeededActor, json?: unknown) => server.request(method, `/api/v1${path}`, { as, json });
const put = (kind: string, record: { id: string; [field: string]: unknown }, as = patient) =>
  send('PUT', `/patients/${patientId}/${kind}/${record.id}`, as, record);

async function read<S extends z.ZodType>(response: Response | Promise<Response>, schema: S, status = 200): Promise<z.infer<S>> {
  const answer = await response;
  const body = await answer.json();
  expect(answer.status, JSON.stringify(body)).toBe(status);
  return schema.parse(body);
}
const problemOf = async (response: Promise<Response>, status: number) => read(response, Problem, status);
const detail = (day = '2026-03-02') => read(send('GET', `/patients/${patientId}?day=${day}`, pt), PatientDetail);
const today = (day = '2026-03-02') => read(send('GET', `/patients/${patientId}/today?day=${day}`, patient), Today);
const audits = async (entityId: string) =>
  (await server.deps.store.query({ sql: 'select action from audit where "entityId" = ? order by id', args: [entityId] })).rows.map(
    ([action]) => action,
  );

describe('check-in', () => {
  it('is kept once however often it is sent, and its day follows', async () => {
    const record = aCheckIn(patientId, { painNrs: 5, flare: true });
    const answers = await Promise.all([1, 2, 3].map(() => put('check-ins', record)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 201]);
    expect(await audits(record.id)).toEqual(['checkIn.put']);
    expect((await today()).checkIn).toEqual(record);
    expect((await detail()).days.at(-1)).toMatchObject({ morningPainNrs: 5, flare: true, sessionCount: 0, doneMinutes: null });
  });

  it('refuses another record under the same id', async () => {
    const record = aCheckIn(patientId);
    await put('check-ins', record);
    expect((await problemOf(put('check-ins', { ...record, painNrs: 9 } as typeof record), 409)).detail).toContain('correction');
    expect((await today()).checkIn?.painNrs).toBe(4);
  });

  it('counts the latest of a day in whatever order they arrive, and keeps an unanswered question unanswered', async () => {
    const [late, early] = [aCheckIn(patientId, { at: momentAt(60), painNrs: null, flare: null }), aCheckIn(patientId, { painNrs: 6 })];
    await put('check-ins', late);
    await put('check-ins', early);
    expect((await detail()).days.at(-1)).toMatchObject({ morningPainNrs: null, flare: null });
  });

  it('belongs to the day the person lived, also after travel', async () => {
    const at = { ...momentAt(5 * 60), offsetMinutes: 780 };
    expect(localDayOf(at)).toBe('2026-03-03');
    await put('check-ins', aCheckIn(patientId, { at, localDay: '2026-03-03', painNrs: 2 }));
    expect((await today('2026-03-03')).checkIn?.painNrs).toBe(2);
    expect((await today('2026-03-02')).checkIn).toBeNull();
    const wrong = await problemOf(put('check-ins', aCheckIn(patientId, { at, localDay: '2026-03-02' })), 422);
    expect(wrong.fields).toEqual([{ path: 'localDay', message: 'At this time the local day is 2026-03-03.' }]);
  });

  it('names each bad field', async () => {
    const record = { ...aCheckIn(patientId), painNrs: 11, sleepQuality: 'good' };
    const problem = await problemOf(put('check-ins', record), 422);
    expect(problem.fields?.map((field) => field.path)).toEqual(['painNrs', 'sleepQuality']);
  });
});

describe('TENS record', () => {
  it('may be replaced until it has an end, then only corrected', async () => {
    const open = aStimulation(patientId, { endedAt: null, painAfterNrs: null });
    expect((await put('stimulations', open)).status).toBe(201);
    expect((await detail()).days.at(-1)?.tensMinutes).toBe(0);
    const ended = { ...open, endedAt: momentAt(25), painAfterNrs: 2 };
    expect((await put('stimulations', ended)).status).toBe(200);
    expect((await put('stimulations', ended)).status).toBe(200);
    expect((await put('stimulations', { ...ended, painAfterNrs: 7 } as typeof ended)).status).toBe(409);
    const seen = await detail();
    expect(seen.stimulations).toEqual([ended]);
    expect(seen.days.at(-1)?.tensMinutes).toBe(25);
    expect(seen.flags).toEqual([]);
  });

  it('takes answers that were still open after the end, once', async () => {
    const ended = aStimulation(patientId, { endedAt: momentAt(25), painAfterNrs: null, skinCheckOk: null });
    await put('stimulations', ended);
    const answered = { ...ended, painAfterNrs: 2, skinCheckOk: true };
    expect((await put('stimulations', answered)).status).toBe(200);
    expect((await detail()).stimulations).toEqual([answered]);
    expect((await put('stimulations', { ...answered, skinCheckOk: false } as typeof answered)).status).toBe(409);
  });

  it('lets one of two replacements through and tells the other', async () => {
    const open = aStimulation(patientId, { endedAt: null });
    await put('stimulations', open);
    const ends = [momentAt(10), momentAt(20)].map((endedAt) => put('stimulations', { ...open, endedAt } as typeof open));
    expect((await Promise.all(ends)).map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect([10, 20]).toContain((await detail()).days.at(-1)?.tensMinutes);
  });

  it('is kept and flagged once by rule L12 when the screen was not answered', async () => {
    const record = aStimulation(patientId, { screenAnswered: false, endedAt: null });
    await put('stimulations', record);
    await put('stimulations', { ...record, endedAt: momentAt(30) });
    const { flags, stimulations } = await detail();
    expect(stimulations).toHaveLength(1);
    expect(flags).toHaveLength(1);
    expect(flags[0].decision).toMatchObject({ ruleIds: ['L12'], kind: 'tensOff', sessionId: null });
    const panel = await read(send('GET', '/patients?day=2026-03-02', pt), Panel);
    const row = panel.rows.find((found) => found.patientId === patientId);
    expect((await read(send('GET', `/patients/${patientId}`, patient), PatientDetail)).flags).toEqual([]);
    expect(row).toMatchObject({ attention: 'look', why: flags[0].decision.ptText, openFlagCount: 1 });
  });

  it('refuses an end before the start', async () => {
    const problem = await problemOf(put('stimulations', aStimulation(patientId, { endedAt: momentAt(-1) })), 422);
    expect(problem.fields?.[0].path).toBe('endedAt');
  });
});

describe('correction', () => {
  it('changes what readers see and what the day says, and leaves the record as it was', async () => {
    const record = aCheckIn(patientId, { painNrs: 9 });
    await put('check-ins', record);
    const correction = aCorrection(patientId, { type: 'checkIn', id: record.id }, 'painNrs', 3);
    expect((await put('corrections', correction)).status).toBe(201);
    expect((await put('corrections', correction)).status).toBe(200);
    expect((await today()).checkIn).toEqual({ ...record, painNrs: 3 });
    expect((await detail()).days.at(-1)?.morningPainNrs).toBe(3);
    expect((await put('check-ins', record)).status).toBe(200);
    await put('corrections', { ...aCorrection(patientId, { type: 'checkIn', id: record.id }, 'painNrs', null), at: momentAt(90) });
    expect((await today()).checkIn?.painNrs).toBeNull();
    expect((await detail()).days.at(-1)?.morningPainNrs).toBeNull();
  });

  it('refuses identity, times and values out of range, by name', async () => {
    const record = aCheckIn(patientId);
    await put('check-ins', record);
    const target = { type: 'checkIn', id: record.id } as const;
    for (const [field, value, path] of [
      ['patientId', anId(), 'field'],
      ['localDay', '2026-01-01', 'field'],
      ['__proto__', 1, 'field'],
      ['painNrs', 11, 'value'],
      ['flare', 'yes', 'value'],
    ] as const) {
      const problem = await problemOf(put('corrections', aCorrection(patientId, target, field, value)), 422);
      expect(problem.fields?.[0].path, field).toBe(path);
    }
  });
});

describe('plan', () => {
  const post = (update: unknown) => send('POST', `/patients/${patientId}/plan`, pt, update);

  it('appends versions, is safe to repeat and tells when somebody was first', async () => {
    const first = aPlanUpdate(0);
    expect((await post(first)).status).toBe(201);
    expect((await post(first)).status).toBe(200);
    expect((await problemOf(post(aPlanUpdate(0)), 409)).detail).toContain('Somebody else');
    const raced = await Promise.all([post(aPlanUpdate(1, { quotaMinutes: 25 })), post(aPlanUpdate(1, { quotaMinutes: 30 }))]);
    expect(raced.map((answer) => answer.status).sort()).toEqual([201, 409]);
    const versions = await read(send('GET', `/patients/${patientId}/plans`, patient), z.array(Plan));
    expect(versions.map((plan) => plan.version)).toEqual([2, 1]);
    expect(await read(send('GET', `/patients/${patientId}/plan`, patient), Plan)).toEqual(versions[0]);
  });

  it('answers "not there" before the first', async () => {
    await problemOf(send('GET', `/patients/${patientId}/plan`, patient), 404);
    expect((await today()).plan).toBeNull();
  });

  it('refuses a ceiling below the band and names the field', async () => {
    const problem = await problemOf(post(aPlanUpdate(0, { heartRateCeilingBpm: 100 })), 422);
    expect(problem.fields).toEqual([{ path: 'plan.heartRateCeilingBpm', message: 'The heart-rate ceiling must not be below the band.' }]);
  });
});

describe('profile', () => {
  const current = () => read(send('GET', `/patients/${patientId}/profile`, patient), Profile);
  const update = (as: SeededActor, baseVersion: number, next: object) =>
    send('PUT', `/patients/${patientId}/profile`, as, { baseVersion, profile: next });

  it('appends versions with the author’s base and is safe to repeat', async () => {
    const before = await current();
    const next = { ...before, birthYear: 1961 };
    expect(await read(update(pt, 1, next), Profile)).toMatchObject({ version: 2, birthYear: 1961 });
    expect((await update(pt, 1, next)).status).toBe(200);
    expect((await problemOf(update(pt, 1, { ...next, birthYear: 1962 }), 409)).detail).toContain('Somebody else');
    expect((await current()).version).toBe(2);
  });

  it('lets a patient answer about themselves but not move their limits', async () => {
    const before = await current();
    const screen = { answeredAtUs: 5, contraindications: [] };
    expect((await update(patient, 1, { ...before, tensScreen: screen, massKg: 70 })).status).toBe(200);
    const greedy = { ...before, tensScreen: screen, massKg: 70, limits: { ...before.limits, heartRateCeilingBpm: 180 }, mode: 'exposure' };
    const problem = await problemOf(update(patient, 2, greedy), 403);
    expect(problem.fields?.map((field) => field.path).sort()).toEqual(['profile.limits', 'profile.mode']);
    expect(await current()).toMatchObject({ version: 2, limits: before.limits });
  });

  it('clears a suspension only by a PT with a reason, and keeps the reason', async () => {
    const before = await current();
    const suspended = { sinceUs: 1, ruleId: 'G1', reason: 'Chest pressure reported.' };
    const row = { patientId, version: 2, clinicId, createdAtUs: 1, createdByUserId: patient.userId };
    await server.deps.store.batch([
      statement(build.insert(profile).values({ ...row, body: JSON.stringify({ ...before, version: 2, suspended }) })),
    ]);
    expect((await update(pt, 2, { ...before, suspended: null })).status).toBe(403);
    expect((await update(patient, 2, { ...before, suspended: null })).status).toBe(403);
    const clear = (as: SeededActor, json: unknown) => send('POST', `/patients/${patientId}/clear-suspension`, as, json);
    expect((await clear(patient, { reason: 'I feel fine' })).status).toBe(403);
    expect((await problemOf(clear(pt, { reason: ' ' }), 422)).fields?.[0].path).toBe('reason');
    const panel = await read(send('GET', '/patients', pt), Panel);
    expect(panel.rows[0]).toMatchObject({ patientId, attention: 'now', why: 'Exercise is suspended: Chest pressure reported.' });
    expect(await read(clear(pt, { reason: 'Seen by the physician.' }), Profile)).toMatchObject({ version: 3, suspended: null });
    expect((await clear(pt, { reason: 'again' })).status).toBe(409);
    const kept = await server.deps.store.query({
      sql: `select body ->> '$.ptText' from decision where "patientId" = ?`,
      args: [patientId],
    });
    expect(kept.rows).toEqual([['Suspension cleared by a PT: Seen by the physician.']]);
  });
});

describe('flag', () => {
  it('is closed once, with a note, and leaves the panel', async () => {
    await put('stimulations', aStimulation(patientId, { skinCheckOk: false }));
    const [flag] = (await detail()).flags;
    const resolve = (note: string) => send('POST', `/flags/${encodeURIComponent(flag.id)}/resolve`, pt, { note });
    expect(await read(resolve('Called, skin is fine.'), z.looseObject({ resolvedNote: z.string() }))).toMatchObject({
      resolvedNote: 'Called, skin is fine.',
    });
    expect((await resolve('Called, skin is fine.')).status).toBe(200);
    expect((await resolve('something else')).status).toBe(409);
    expect((await detail()).flags).toEqual([]);
    expect(await audits(flag.id)).toEqual(['flag.resolve']);
  });
});

describe('patient page', () => {
  it('shows 84 days without a hole, oldest first, and refuses a day that is today nowhere', async () => {
    const { days } = await detail();
    expect(days).toHaveLength(84);
    expect(days[0].localDay).toBe(addDays('2026-03-02', -83));
    expect(days.every((day) => day.morningPainNrs === null && day.doneMinutes === null)).toBe(true);
    const problem = await problemOf(send('GET', `/patients/${patientId}?day=2026-03-09`, pt), 422);
    expect(problem.fields?.[0].path).toBe('day');
  });

  it('never sends a curve or a secret in lists', async () => {
    const body = JSON.stringify(await (await send('GET', '/patients', pt)).json());
    expect(body).not.toMatch(/passwordHash|tokenHash|email/);
  });
});
