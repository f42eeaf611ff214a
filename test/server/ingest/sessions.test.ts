import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionDetail, SessionListItem } from '#shared/schema/api.ts';
import { Problem } from '#shared/schema/problem.ts';
import { Session } from '#shared/schema/session.ts';
import { MAX_SESSION_STREAMS } from '#shared/schema/stream.ts';
import { type RecordedSession, testId } from '#test/helpers/recording.ts';
import { TEST_START_US } from '#test/helpers/server.ts';
import { type IngestRig, ingestRig } from './ingestRig.ts';

let rig: IngestRig;
beforeAll(async () => {
  rig = await ingestRig();
});
afterAll(() => rig.server.close());

const problem = async (response: Response) => {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return Problem.parse(await response.json());
};
const withSession = (recorded: RecordedSession, change: Partial<Session>) => ({ ...recorded, session: { ...recorded.session, ...change } });

describe('PUT /sessions/{id}', () => {
  it('creates once and answers the same again', async () => {
    const recorded = await rig.record();
    const first = await rig.putSession(recorded);
    expect(first.status).toBe(201);
    expect(Session.parse(await first.json())).toEqual(recorded.session);
    const again = await rig.putSession(recorded);
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual(recorded.session);
    expect(await rig.count('session', `id = '${recorded.session.id}'`)).toBe(1);
    expect(await rig.count('audit', `"entityId" = '${recorded.session.id}'`)).toBe(1);
  });

  it('ends in one session when the same arrives many times at once', async () => {
    const recorded = await rig.record();
    const answers = await Promise.all(Array.from({ length: 8 }, () => rig.putSession(recorded)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect(await rig.count('session', `id = '${recorded.session.id}'`)).toBe(1);
  });

  it('takes a stream picked anew and the end, and an older copy changes nothing', async () => {
    const recorded = await rig.record();
    await rig.putSession(recorded);
    const repicked = { ...recorded.stream, id: testId(TEST_START_US / 1000), sensorLabel: 'Other strap' };
    const longer = withSession(recorded, { streams: [recorded.stream, repicked], endedAt: recorded.complete.endedAt });
    expect((await rig.putSession(longer)).status).toBe(200);
    const older = await rig.putSession(recorded);
    expect(older.status).toBe(200);
    const kept = Session.parse(await older.json());
    expect(kept.streams.map((stream) => stream.id)).toEqual([recorded.stream.id, repicked.id]);
    expect(kept.endedAt).toEqual(recorded.complete.endedAt);
  });

  it('takes as many streams as a session may have through to its end, and no more', async () => {
    const recorded = await rig.record();
    const more = Array.from({ length: MAX_SESSION_STREAMS - 1 }, () => ({ ...recorded.stream, id: testId(TEST_START_US / 1000) }));
    const full = withSession(recorded, { streams: [recorded.stream, ...more] });
    await rig.sendAll(full);
    const chunkCounts = [...recorded.complete.chunkCounts, ...more.map(({ id }) => ({ streamId: id, count: 0 }))];
    expect((await rig.complete({ ...full, complete: { ...full.complete, chunkCounts } })).status).toBe(200);
    const tooMany = withSession(recorded, {
      streams: [...full.session.streams, { ...recorded.stream, id: testId(TEST_START_US / 1000) }],
    });
    const refused = await rig.putSession(tooMany);
    expect(refused.status).toBe(422);
    expect(await problem(refused)).toMatchObject({ fields: [{ path: 'streams' }] });
  });

  it('refuses another body under the same id and names what differs', async () => {
    const recorded = await rig.record();
    await rig.putSession(recorded);
    const other = withSession(recorded, { setup: { ...recorded.session.setup, quotaMinutes: 99 } });
    const answer = await rig.putSession(other);
    expect(answer.status).toBe(409);
    expect(await problem(answer)).toMatchObject({ code: 'conflict', fields: [{ path: 'setup' }] });
    const relabelled = withSession(recorded, { streams: [{ ...recorded.stream, nominalRateHz: 2 }] });
    expect((await problem(await rig.putSession(relabelled))).fields).toMatchObject([{ path: 'streams' }]);
  });

  it('names each bad field', async () => {
    const recorded = await rig.record();
    const wrong = { ...recorded.session, localDay: 'yesterday', setup: { ...recorded.session.setup, quotaMinutes: -1 } };
    const answer = await rig.server.request('PUT', `/api/v1/sessions/${recorded.session.id}`, { as: rig.patient, json: wrong });
    expect(answer.status).toBe(422);
    const told = await problem(answer);
    expect(told.fields?.map(({ path }) => path).sort()).toEqual(['localDay', 'setup.quotaMinutes']);
    expect(told.requestId).toBe(answer.headers.get('x-request-id'));
  });

  it('refuses a record that says another identity than its address', async () => {
    const recorded = await rig.record();
    const elsewhere = await rig.server.request('PUT', `/api/v1/sessions/${testId(1)}`, { as: rig.patient, json: recorded.session });
    expect((await problem(elsewhere)).fields).toMatchObject([{ path: 'id' }]);
    const strayStream = withSession(recorded, { streams: [{ ...recorded.stream, sessionId: testId(1) }] });
    expect((await problem(await rig.putSession(strayStream))).fields).toMatchObject([{ path: 'streams.0.sessionId' }]);
  });

  it('answers a body that is not JSON with 400', async () => {
    const recorded = await rig.record();
    const answer = await rig.server.request('PUT', `/api/v1/sessions/${recorded.session.id}`, {
      as: rig.patient,
      body: '{"id":',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
    expect((await problem(answer)).code).toBe('badRequest');
  });
});

describe('who may', () => {
  it('lets nobody write into or read another patient’s session, with the same answer as for none', async () => {
    const recorded = await rig.record();
    await rig.sendAll(recorded);
    const rows = await rig.count('session_event');
    const none = await rig.server.request('GET', `/api/v1/sessions/${testId(1)}`, { as: rig.patient });
    const expected = { ...(await problem(none)), requestId: '' };
    const tries = [
      await rig.server.request('GET', `/api/v1/sessions/${recorded.session.id}`, { as: rig.otherPatient }),
      await rig.server.request('GET', `/api/v1/sessions/${recorded.session.id}`, { as: rig.foreignPt }),
      await rig.server.request('GET', `/api/v1/patients/${rig.patient.patientId}/sessions`, { as: rig.foreignPt }),
      await rig.putSession(recorded, rig.otherPatient),
      await rig.postEvents(recorded, rig.otherPatient),
      await rig.putChunk(recorded, recorded.chunks[0], { as: rig.otherPatient }),
      await rig.complete(recorded, rig.otherPatient),
    ];
    for (const answer of tries) {
      expect(answer.status).toBe(404);
      expect({ ...(await problem(answer)), requestId: '' }).toEqual(expected);
    }
    expect(await rig.count('session_event')).toBe(rows);
    expect(await rig.count('session', `id = '${recorded.session.id}' and state = 'receiving'`)).toBe(1);
  });

  it('asks everybody to sign in', async () => {
    const recorded = await rig.record();
    const answer = await rig.server.request('PUT', `/api/v1/sessions/${recorded.session.id}`, { json: recorded.session });
    expect(answer.status).toBe(401);
    expect((await problem(answer)).code).toBe('unauthenticated');
  });

  it('does not take a session of one patient under the id of another’s', async () => {
    const recorded = await rig.record();
    await rig.putSession(recorded);
    const stolen = withSession(recorded, { patientId: rig.otherPatient.patientId as string });
    expect((await rig.putSession(stolen, rig.otherPatient)).status).toBe(404);
    expect(await rig.count('session', `id = '${recorded.session.id}' and "patientId" = '${rig.patient.patientId}'`)).toBe(1);
  });
});

describe('POST /sessions/{id}/events', () => {
  it('keeps each event once, however often it comes', async () => {
    const recorded = await rig.record();
    await rig.putSession(recorded);
    const answers = await Promise.all(Array.from({ length: 6 }, () => rig.postEvents(recorded)));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 200]);
    for (const answer of answers) expect(await answer.json()).toEqual({ received: recorded.events.length });
    expect(await rig.count('session_event', `"sessionId" = '${recorded.session.id}'`)).toBe(recorded.events.length);
    const detail = await rig.server.request('GET', `/api/v1/sessions/${recorded.session.id}`, { as: rig.patient });
    expect(SessionDetail.parse(await detail.json()).events).toEqual(recorded.events);
  });

  it('refuses another event under a known id and keeps nothing of that request', async () => {
    const recorded = await rig.record();
    await rig.putSession(recorded);
    await rig.postEvents(recorded);
    const [first] = recorded.events;
    const events = [
      { id: testId(TEST_START_US / 1000), atUs: first.atUs, type: 'zeroPose' },
      { ...first, atUs: first.atUs + 1 },
    ];
    const answer = await rig.server.request('POST', `/api/v1/sessions/${recorded.session.id}/events`, {
      as: rig.patient,
      json: { events },
    });
    expect(answer.status).toBe(409);
    expect((await problem(answer)).fields).toMatchObject([{ path: 'events.1.id' }]);
    expect(await rig.count('session_event', `"sessionId" = '${recorded.session.id}'`)).toBe(recorded.events.length);
  });

  it('names the field of a bad event', async () => {
    const recorded = await rig.record();
    await rig.putSession(recorded);
    const events = [{ ...recorded.events[2], painNrs: 11 }];
    const answer = await rig.server.request('POST', `/api/v1/sessions/${recorded.session.id}/events`, {
      as: rig.patient,
      json: { events },
    });
    expect(answer.status).toBe(422);
    expect((await problem(answer)).fields?.[0].path).toBe('events.0.painNrs');
  });
});

describe('GET /patients/{id}/sessions', () => {
  it('lists the newest first, for the patient and the clinic’s PT', async () => {
    const later = await rig.record({ startedUs: TEST_START_US + 3_600_000_000 });
    await rig.putSession(later);
    for (const as of [rig.patient, rig.pt]) {
      const answer = await rig.server.request('GET', `/api/v1/patients/${rig.patient.patientId}/sessions`, { as });
      const items = SessionListItem.array().parse(await answer.json());
      expect(items[0]).toMatchObject({ id: later.session.id, state: 'receiving', exerciseId: 'walking', summary: null });
      expect(items.map((item) => item.startedAt.utcUs)).toEqual(items.map((item) => item.startedAt.utcUs).sort((a, b) => b - a));
    }
  });
});
