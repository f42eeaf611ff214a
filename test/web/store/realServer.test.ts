import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CompletedSession, Me, SessionDetail, Today } from '#shared/schema/api.ts';
import { SessionSummary } from '#shared/schema/summary.ts';
import { type SeededActor, seedActor, seedClinic, startTestServer, TEST_ORIGIN, type TestServer } from '#test/helpers/server.ts';
import { intoWork, openStudio, STUDIO_START_US } from '#test/web/live/studio.ts';
import { newId } from '#web/store/ids.ts';
import { loadRecorded } from '#web/store/recorded.ts';
import { saveCheckIn, saveCorrection, saveSaid } from '#web/store/records.ts';
import { type SyncEngine, startSync } from '#web/store/syncEngine.ts';
import { handTimers, until } from './parts.ts';

let server: TestServer;
let patient: SeededActor;
let engine: SyncEngine | null = null;

beforeEach(async () => {
  server = await startTestServer();
  server.clock.advance(STUDIO_START_US - server.clock.nowUs() + 3_600_000_000);
  patient = await seedActor(server, await seedClinic(server), 'patient');
});
afterEach(async () => {
  await engine?.stop();
  await server.close();
});

/** The phone's own sync engine against the real app. */
function syncWith(db: Parameters<typeof startSync>[0]['db'], nowUs: () => number): SyncEngine {
  const send = async (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    headers.set('cookie', patient.cookie);
    headers.set('origin', TEST_ORIGIN);
    return server.app.request(`${TEST_ORIGIN}${path}`, { ...init, headers });
  };
  return startSync({
    db,
    send,
    whoAmI: async () => Me.parse(await (await send('/api/v1/auth/me', { method: 'GET' })).json()).patientId,
    nowUs,
    locks: undefined,
    random: () => 0.5,
    after: handTimers().after,
  });
}

describe('phone and server', () => {
  it('a session recorded offline arrives whole, and the server’s own numbers and reasons are the same', async () => {
    const studio = openStudio({ heartRateBpm: 112, patientId: patient.patientId ?? '' });
    await intoWork(studio);
    await studio.run(42);
    studio.live.dispatch({ type: 'pain', painNrs: 3 });
    await studio.run(3);
    studio.live.dispatch({ type: 'pain', painNrs: 6 });
    await studio.run(5);
    studio.live.dispatch({ type: 'rest' });
    await studio.run(67);
    studio.live.dispatch({ type: 'finish' });
    studio.live.dispatch({ type: 'rpe', rpeCr10: 4 });
    studio.live.dispatch({ type: 'answered' });
    await studio.live.complete();
    const patientId = patient.patientId ?? '';
    await saveCheckIn(studio.db, {
      id: newId(),
      patientId,
      at: studio.deps.now.moment(),
      localDay: studio.deps.now.localDay(),
      painNrs: 3,
      sleepQuality: 6,
      confidence: 7,
      flare: false,
      tensInLastHour: null,
    });
    const painEvent = (await loadRecorded(studio.db, studio.live.id))?.events.find((event) => event.type === 'pain');
    const target = { type: 'sessionEvent', id: painEvent?.id ?? '' } as const;
    const at = studio.deps.now.moment();
    await saveCorrection(
      studio.db,
      { id: newId(), patientId, at, target, field: 'painNrs', value: 4, reason: 'tapped the wrong number' },
      studio.live.id,
    );

    const agreed = { id: newId(), atUs: at.utcUs, localDay: studio.deps.now.localDay(), type: 'riseAgreed', agreed: true } as const;
    await saveSaid(studio.db, patientId, agreed);

    engine = syncWith(studio.db, studio.deps.now.nowUs);
    await until(engine, (state) => state.lastSyncedUs !== null || state.parked > 0);
    expect(await studio.db.outbox.toArray()).toEqual([]);
    const row = await studio.db.sessions.get(studio.live.id);
    expect(row).toMatchObject({ state: 'acknowledged', agrees: true });

    await server.background.idle();
    const answer = await server.request('GET', `/api/v1/sessions/${studio.live.id}`, { as: patient });
    const detail = SessionDetail.parse(await answer.json());
    expect(detail.state).toBe('complete');
    const summary = SessionSummary.parse(JSON.parse(JSON.stringify(row?.summary)));
    expect({ ...detail.summary, refined: null }).toEqual({ ...summary, pain: { first: 4, max: 6, last: 6 } });
    expect(detail.summary?.refined?.motion?.repetitions.length).toBeGreaterThan(5);
    expect(detail.decisions.map((decision) => decision.id).sort()).toEqual(row?.decisions.map((decision) => decision.id).sort());
    expect(detail.decisions.length).toBeGreaterThan(0);
    expect(detail.corrections).toHaveLength(1);
    expect(detail.chunks).toHaveLength(await studio.db.chunks.raw.count());

    const { rows } = await server.deps.store.query({ sql: 'select body from patient_event where id = ?', args: [agreed.id] });
    expect(rows.map(([body]) => JSON.parse(String(body)))).toEqual([agreed]);
    const today = await server.request('GET', `/api/v1/patients/${patientId}/today?day=${row?.session.localDay}`, { as: patient });
    expect(Today.parse(await today.json()).falls).toEqual([{ exerciseId: 'kneeBend', fall60sBpm: 0 }]);

    const again = await server.request('POST', `/api/v1/sessions/${studio.live.id}/complete`, {
      as: patient,
      json: { endedAt: row?.session.endedAt, chunkCounts: [], eventCount: 0, liveSummary: row?.summary },
      headers: { origin: TEST_ORIGIN },
    });
    expect(CompletedSession.parse(await again.json()).agrees).toBe(true);
  });
});
