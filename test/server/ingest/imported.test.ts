import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FoundSession } from '#shared/import/found.ts';
import type { ImportAnswers } from '#shared/import/session.ts';
import { CompletedSession, PatientDetail, SessionDetail, SessionListItem } from '#shared/schema/api.ts';
import { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Moment } from '#shared/schema/time.ts';
import { fitFile } from '#test/helpers/fitFile.ts';
import { TEST_START_US } from '#test/helpers/server.ts';
import { makeSetup } from '#test/web/live/studio.ts';
import { fit } from '#web/import/formats/fit.ts';
import { identify, prepare } from '#web/import/prepare.ts';
import type { ImportedRecords } from '#web/store/importedRecords.ts';
import { type IngestRig, ingestRig } from './ingestRig.ts';

const START_MS = Math.floor(TEST_START_US / 1000) - 7_200_000;
const BESIDE = makeSetup({
  planVersion: null,
  planExerciseId: null,
  exerciseId: 'activityWalking',
  side: 'none',
  heartRateCeilingBpm: 100,
});
const answered = (patch: Partial<ImportAnswers> = {}): ImportAnswers => ({
  setup: BESIDE,
  completed: null,
  painNrs: 4,
  rpeCr10: 3,
  ...patch,
});
const momentAt = (utcUs: number): Moment => ({ utcUs, offsetMinutes: 60, zone: 'Europe/Berlin' });

let rig: IngestRig;
beforeEach(async () => {
  rig = await ingestRig();
});
afterEach(() => rig.server.close());

/** Twenty minutes of a walk well over the ceiling. */
async function foundWalk(): Promise<FoundSession> {
  const bytes = fitFile({ startMs: START_MS, seconds: 1200, heartRateBpm: (s) => 110 + (s % 30) });
  return (await fit.read(new File([bytes], 'walk.fit'), { fromUs: 0, csv: null, progress: () => undefined })).found[0];
}

async function imported(answers: ImportAnswers, zone = momentAt): Promise<ImportedRecords> {
  const found = await foundWalk();
  const patientId = rig.patient.patientId as string;
  return prepare(found, await identify(found, patientId), patientId, answers, zone);
}

/** As the phone's outbox sends it; the status of each request. */
async function send({ session, events, chunks, summary }: ImportedRecords): Promise<number[]> {
  const as = rig.patient;
  const path = `/api/v1/sessions/${session.id}`;
  const chunkCounts = session.streams.map(({ id }) => ({ streamId: id, count: chunks.filter(({ streamId }) => streamId === id).length }));
  const answers = [
    await rig.server.request('PUT', path, { as, json: session }),
    await rig.server.request('POST', `${path}/events`, { as, json: { events } }),
  ];
  for (const { streamId, sequence, bytes, sha256Hex } of chunks) {
    const headers = { 'x-content-sha256': sha256Hex };
    answers.push(await rig.server.request('PUT', `${path}/streams/${streamId}/chunks/${sequence}`, { as, body: bytes, headers }));
  }
  const complete = { endedAt: session.endedAt, chunkCounts, eventCount: events.length, liveSummary: summary };
  answers.push(await rig.server.request('POST', `${path}/complete`, { as, json: complete }));
  if (answers.at(-1)?.ok) expect(CompletedSession.parse(await answers.at(-1)?.json()).agrees).toBe(true);
  return answers.map(({ status }) => status);
}

async function dayOf(localDay: string) {
  const answer = await rig.server.request('GET', `/api/v1/patients/${rig.patient.patientId}?day=${localDay}`, { as: rig.pt });
  return PatientDetail.parse(await answer.json()).days.find((day) => day.localDay === localDay);
}

async function sessionEvents() {
  const { rows } = await rig.server.deps.store.query({ sql: `select body from patient_event where type = 'session'`, args: [] });
  return rows.map(([body]) => PatientEvent.parse(JSON.parse(String(body))));
}

describe('a session from a file', () => {
  it('is analysed by the server as the phone did, with its source, and prompts nobody', async () => {
    const records = await imported(answered());
    expect(await send(records)).toEqual([201, 200, 201, 201, 200]);
    const detail = SessionDetail.parse(
      await (await rig.server.request('GET', `/api/v1/sessions/${records.session.id}`, { as: rig.pt })).json(),
    );
    expect(detail.session.imported).toMatchObject({ format: 'fit', source: 'Garmin Vivoactive' });
    expect(detail.session.streams.every(({ clock }) => clock === 'file')).toBe(true);
    expect(detail.summary?.heartRate?.meanBpm).toBeCloseTo(124.5, 0);
    expect(detail.summary?.heartRate?.aboveCeilingS).toBeGreaterThan(1100);
    expect(detail.summary).toMatchObject({ durationS: 1200, rpeCr10: 3, pain: { max: 4 } });
    expect(detail.decisions).toEqual([]);
  });

  it('is load of the day and never a planned exercise that was done', async () => {
    const records = await imported(answered());
    await send(records);
    const day = await dayOf(records.session.localDay);
    expect(day).toMatchObject({ sessionCount: 0, doneMinutes: null, besidePlanMinutes: 20, maxPainNrs: 4, maxRpeCr10: 3 });
    expect(day?.zoneMinutes).not.toBeNull();
    expect(await sessionEvents()).toMatchObject([{ planned: false, completed: false, minutes: 20, rpeCr10: 3 }]);
    const list = await (await rig.server.request('GET', `/api/v1/patients/${rig.patient.patientId}/sessions`, { as: rig.patient })).json();
    expect(SessionListItem.array().parse(list)).toMatchObject([{ imported: 'fit', besidePlan: true, exerciseId: 'activityWalking' }]);
  });

  it('is the planned exercise when the person says so, and done only when all of it was', async () => {
    const setup = makeSetup({ planVersion: 1, exerciseId: 'walking', side: 'none' });
    const records = await imported(answered({ setup, completed: true }));
    await send(records);
    expect(await dayOf(records.session.localDay)).toMatchObject({ sessionCount: 1, doneMinutes: 20, besidePlanMinutes: null });
    expect(await sessionEvents()).toMatchObject([{ planned: true, completed: true }]);
    const stopped = await imported(answered({ setup, completed: false }));
    expect(stopped.events.at(-1)).toMatchObject({ type: 'phase', phase: 'stopped' });
  });

  it('comes once, also from a second phone in another zone, with another profile and before the first has finished', async () => {
    const first = await imported(answered());
    const second = await imported(answered({ setup: { ...BESIDE, restingHeartRateBpm: 50, maxHeartRateBpm: 190 } }), (utcUs) => ({
      ...{ utcUs, offsetMinutes: 60, zone: 'Africa/Lagos' },
    }));
    expect(second.session.id).toBe(first.session.id);
    const put = await rig.server.request('PUT', `/api/v1/sessions/${first.session.id}`, { as: rig.patient, json: first.session });
    expect(put.status).toBe(201);
    expect(await send(first)).toEqual([200, 200, 201, 201, 200]);
    const path = `/api/v1/sessions/${second.session.id}`;
    expect((await rig.server.request('PUT', path, { as: rig.patient, json: second.session })).status).toBe(200);
    expect(await send(second)).toEqual([200, 200, 200, 200, 200]);
    expect(await rig.count('session')).toBe(1);
    expect(await rig.count('session_event')).toBe(first.events.length);
    expect(await sessionEvents()).toHaveLength(1);
  });

  it('of another patient is another session', async () => {
    const found = await foundWalk();
    const ids = await Promise.all([rig.patient, rig.otherPatient].map(({ patientId }) => identify(found, patientId as string)));
    expect(ids[0].sessionId).not.toBe(ids[1].sessionId);
  });
});
