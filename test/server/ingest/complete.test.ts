import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CompletedSession, DayAggregate, SessionDetail, SessionListItem } from '#shared/schema/api.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import { Profile } from '#shared/schema/profile.ts';
import { type RecordedSession, testId } from '#test/helpers/recording.ts';
import { TEST_START_US } from '#test/helpers/server.ts';
import { type IngestRig, ingestRig } from './ingestRig.ts';

let rig: IngestRig;
beforeAll(async () => {
  rig = await ingestRig();
});
afterAll(() => rig.server.close());

const sql = async (text: string) => (await rig.server.deps.store.query({ sql: text, args: [] })).rows;
const detailOf = async (recorded: RecordedSession) =>
  SessionDetail.parse(await (await rig.server.request('GET', `/api/v1/sessions/${recorded.session.id}`, { as: rig.pt })).json());

describe('POST /sessions/{id}/complete', () => {
  it('comes to the same summary as the phone, from the stored bytes', async () => {
    const recorded = await rig.record();
    await rig.sendAll(recorded);
    const answer = await rig.complete(recorded);
    expect(answer.status).toBe(200);
    const completed = CompletedSession.parse(await answer.json());
    expect(completed.differences).toEqual([]);
    expect(completed.agrees).toBe(true);
    expect(completed.summary).toEqual(recorded.complete.liveSummary);
    expect(completed.summary.heartRate?.maxBpm).toBeGreaterThan(115);
    expect(completed.decisions.length).toBeGreaterThan(0);
    await rig.server.background.idle();
    const detail = await detailOf(recorded);
    expect(detail).toMatchObject({ state: 'complete', agrees: true, decisions: completed.decisions });
    expect(detail.summary).toEqual({ ...completed.summary, notRefined: 'nothingToRefine' });
    expect(detail.chunks).toHaveLength(recorded.chunks.length);
    expect(detail.session.endedAt).toEqual(recorded.complete.endedAt);
  });

  it('lists what is missing until everything is here', async () => {
    const recorded = await rig.record();
    await rig.putSession(recorded);
    for (const chunk of recorded.chunks.filter(({ sequence }) => sequence !== 2 && sequence !== 5)) await rig.putChunk(recorded, chunk);
    const early = await rig.complete(recorded);
    expect(early.status).toBe(409);
    const [{ streamId }] = recorded.chunks;
    expect(await early.json()).toMatchObject({
      code: 'conflict',
      missing: {
        chunks: [
          { streamId, sequence: 2 },
          { streamId, sequence: 5 },
        ],
        eventsMissing: recorded.events.length,
      },
    });
    expect(await rig.count('session', `id = '${recorded.session.id}' and state = 'receiving'`)).toBe(1);
    await rig.sendAll(recorded);
    expect((await rig.complete(recorded)).status).toBe(200);
  });

  it('answers every repeat like the first, in parallel too, and keeps one of each row', async () => {
    const recorded = await rig.record();
    await rig.sendAll(recorded);
    const answers = await Promise.all(Array.from({ length: 4 }, () => rig.complete(recorded)));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
    const bodies = await Promise.all(answers.map((answer) => answer.json()));
    for (const body of bodies) expect(body).toEqual(bodies[0]);
    const ofSession = `"sessionId" = '${recorded.session.id}'`;
    expect(await rig.count('decision', ofSession)).toBe(CompletedSession.parse(bodies[0]).decisions.length);
    expect(await rig.count('audit', `"entityId" = '${recorded.session.id}' and action = 'session.complete'`)).toBe(1);
    for (const chunk of recorded.chunks) expect((await rig.putChunk(recorded, chunk)).status).toBe(200);
    expect((await rig.postEvents(recorded)).status).toBe(200);
    expect((await rig.putSession({ ...recorded, session: { ...recorded.session, endedAt: recorded.complete.endedAt } })).status).toBe(200);
  });

  it('takes nothing new once complete', async () => {
    const recorded = await rig.record({ chunkCount: 3 });
    await rig.sendAll(recorded);
    await rig.complete(recorded);
    const longer = await rig.record({ chunkCount: 4 });
    const late = { ...longer.chunks[3], streamId: recorded.stream.id };
    expect((await rig.putChunk(recorded, late)).status).toBe(422);
    const events = [{ id: testId(1), atUs: TEST_START_US, type: 'zeroPose' }];
    const answer = await rig.server.request('POST', `/api/v1/sessions/${recorded.session.id}/events`, {
      as: rig.patient,
      json: { events },
    });
    expect(answer.status).toBe(409);
  });

  it('says where the phone’s summary differs and keeps its own', async () => {
    const recorded = await rig.record();
    await rig.sendAll(recorded);
    const { liveSummary } = recorded.complete;
    const heartRate = liveSummary.heartRate && { ...liveSummary.heartRate, meanBpm: liveSummary.heartRate.meanBpm + 1e-9 };
    const answer = await rig.complete({ ...recorded, complete: { ...recorded.complete, liveSummary: { ...liveSummary, heartRate } } });
    const completed = CompletedSession.parse(await answer.json());
    expect(completed).toMatchObject({ agrees: false, differences: ['$.heartRate.meanBpm'], summary: { heartRate: liveSummary.heartRate } });
    expect((await detailOf(recorded)).agrees).toBe(false);
  });

  it('opens one flag for each decision worth telling, by severity', async () => {
    const recorded = await rig.record();
    await rig.sendAll(recorded);
    const { decisions } = CompletedSession.parse(await (await rig.complete(recorded)).json());
    const severities: Record<string, number> = { emergency: 100, block: 90, stop: 80, rest: 50, tensOff: 45, ease: 30 };
    const expected = decisions.filter(({ kind }) => kind in severities).map(({ id, kind }) => [id, severities[kind]]);
    expect(expected.length).toBeGreaterThan(0);
    const kept = await sql(
      `select "decisionId", severity from flag where "sessionId" = '${recorded.session.id}' and "resolvedAtUs" is null`,
    );
    expect(kept.toSorted()).toEqual(expected.toSorted());
  });

  it('suspends exercise on an emergency, in the same batch and once', async () => {
    const before = await rig.count('profile', `"patientId" = '${rig.patient.patientId}'`);
    for (let i = 0; i < 2; i++) {
      const recorded = await rig.record({ emergency: true });
      await rig.sendAll(recorded);
      const completed = CompletedSession.parse(await (await rig.complete(recorded)).json());
      expect(completed.decisions.map(({ kind }) => kind)).toContain('emergency');
    }
    expect(await rig.count('profile', `"patientId" = '${rig.patient.patientId}'`)).toBe(before + 1);
    const [[body]] = await sql(`select body from profile where "patientId" = '${rig.patient.patientId}' order by version desc limit 1`);
    const profile = Profile.parse(JSON.parse(String(body)));
    expect(profile.suspended?.ruleId).toMatch(/^G\d/);
    expect(profile.version).toBe(before + 1);
  });

  it('suspends as soon as the red flag arrives, and not again for the same one after the PT cleared it', async () => {
    const latest = async () => {
      const [[body]] = await sql(`select body from profile where "patientId" = '${rig.patient.patientId}' order by version desc limit 1`);
      return Profile.parse(JSON.parse(String(body))).suspended;
    };
    const clear = () =>
      rig.server.request('POST', `/api/v1/patients/${rig.patient.patientId}/clear-suspension`, { as: rig.pt, json: { reason: 'Seen.' } });
    if ((await latest()) !== null) await clear();
    rig.server.clock.advance(1_000_000);
    const recorded = await rig.record({ emergency: true, startedUs: TEST_START_US + 3_600_000_000 });
    await rig.putSession(recorded);
    await rig.postEvents(recorded);
    expect((await latest())?.ruleId).toBe('G1');
    expect((await clear()).status).toBe(200);
    await rig.sendAll(recorded);
    expect((await rig.complete(recorded)).status).toBe(200);
    expect(await latest()).toBeNull();
  });

  it('suspends on a symptom for a doctor today (G4), and says which', async () => {
    const recorded = await rig.record({ startedUs: TEST_START_US + 7_200_000_000 });
    await rig.putSession(recorded);
    const told = { id: testId(77), atUs: recorded.session.startedAt.utcUs + 1_000_000, type: 'doctorToday', symptoms: ['saddleNumbness'] };
    await rig.postEvents({ ...recorded, events: [...recorded.events, told as SessionEvent] });
    const [[body]] = await sql(`select body from profile where "patientId" = '${rig.patient.patientId}' order by version desc limit 1`);
    expect(Profile.parse(JSON.parse(String(body))).suspended).toMatchObject({
      ruleId: 'G4',
      reason: 'Reported in a session: saddle numbness.',
    });
  });

  it('says what does not fit', async () => {
    const recorded = await rig.record();
    await rig.sendAll(recorded);
    const chunkCounts = [{ streamId: testId(1), count: 1 }];
    const answer = await rig.complete({ ...recorded, complete: { ...recorded.complete, chunkCounts } });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ fields: [{ path: 'chunkCounts.0.streamId' }] });
  });
});

describe('the day', () => {
  it('adds up its sessions and shows in the list without the series', async () => {
    const startedUs = TEST_START_US + 5 * 86_400_000_000;
    const [one, two] = [await rig.record({ startedUs }), await rig.record({ startedUs: startedUs + 3_600_000_000 })];
    for (const recorded of [one, two]) {
      await rig.sendAll(recorded);
      expect((await rig.complete(recorded)).status).toBe(200);
    }
    const [[body]] = await sql(
      `select body from day_aggregate where "patientId" = '${rig.patient.patientId}' and "localDay" = '${one.session.localDay}'`,
    );
    const day = DayAggregate.parse(JSON.parse(String(body)));
    expect(day).toMatchObject({
      localDay: one.session.localDay,
      sessionCount: 2,
      doneMinutes: 3,
      maxPainNrs: 6,
      maxRpeCr10: 6,
      repetitionCount: 0,
    });
    expect(day.romMedianDeg).toBeNull();
    expect(day.worstDecision).not.toBeNull();
    const zones = one.complete.liveSummary.heartRate?.zoneSeconds;
    expect(day.zoneMinutes?.moderate).toBeCloseTo((2 * (zones?.moderate ?? Number.NaN)) / 60, 9);
    const answer = await rig.server.request('GET', `/api/v1/patients/${rig.patient.patientId}/sessions`, { as: rig.pt });
    const [newest] = SessionListItem.array().parse(await answer.json());
    expect(newest).toMatchObject({ id: two.session.id, state: 'complete', summary: { heartRateSeries: null, durationS: 90 } });
  });
});

describe('the log', () => {
  it('tells ids, counts and codes of all this and nothing of anybody’s health', () => {
    const lines = rig.server.logLines;
    expect(lines.length).toBeGreaterThan(50);
    const allowed = new Set(['at', 'level', 'event', 'requestId', 'method', 'route', 'status', 'durationMs', 'paths', 'code', 'error']);
    expect([...new Set(lines.flatMap((line) => Object.keys(line)))].filter((key) => !allowed.has(key))).toEqual([]);
    const text = JSON.stringify(lines);
    for (const secret of [rig.patient.patientId, rig.patient.userId, rig.patient.cookie, 'painNrs', 'walking', 'knee']) {
      expect(text).not.toContain(secret);
    }
    expect(lines.map((line) => line.route)).toContain('/api/v1/sessions/:sessionId/complete');
  });
});
