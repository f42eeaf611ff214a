import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';
import { parkedRows, retryParked } from '#web/store/outbox.ts';
import { saveCheckIn, saveChunk, saveCorrection, saveSession } from '#web/store/records.ts';
import type { SyncEngine } from '#web/store/syncEngine.ts';
import { type Clinic, openClinic } from './clinic.ts';
import { makeChunk } from './madeRecords.ts';
import { engineFor, freshDb, handTimers, networkTo, recordSession, simulatedLocks, until } from './parts.ts';

const patientId = newId();
let clinic: Clinic;
let engines: SyncEngine[] = [];
const run = (...args: Parameters<typeof engineFor>) => {
  const engine = engineFor(...args);
  engines.push(engine);
  return engine;
};
const uploads = () => clinic.seen.filter((each) => !each.path.endsWith('/ping'));

beforeEach(async () => {
  clinic = await openClinic(patientId);
});
afterEach(async () => {
  for (const engine of engines) await engine.stop();
  engines = [];
  await clinic.close();
});

describe('sync', () => {
  it('keeps everything offline and drains it once, in order, when the network is back', async () => {
    const db = freshDb();
    const network = networkTo(clinic);
    network.up = false;
    const timers = handTimers();
    const engine = run(db, clinic, { send: network.send, after: timers.after });
    const { session, streamId } = await recordSession(db, patientId);
    await until(engine, (state) => state.problem === 'offline' && state.pending === 7);
    expect(timers.waits()).toHaveLength(1);

    network.up = true;
    engine.kick();
    await until(engine, (state) => state.pending === 0 && state.lastSyncedUs !== null);
    const parts = uploads().map((each) => each.path.replace(session.id, 'S').replace(streamId, 's'));
    expect(parts).toEqual([
      '/sessions/S',
      '/sessions/S/events',
      ...[0, 1, 2].map((n) => `/sessions/S/streams/s/chunks/${n}`),
      '/sessions/S/complete',
    ]);
    expect(clinic.sessions.get(session.id)?.events.size).toBe(3);
    expect(engine.state.value.problem).toBeNull();
    expect((await db.sessions.get(session.id))?.state).toBe('acknowledged');
    expect((await db.sessions.get(session.id))?.agrees).toBe(true);
    expect(await db.chunks.raw.count()).toBe(3);
  });

  it('goes on after a kill between two requests, without sending the acknowledged part again', async () => {
    const db = freshDb();
    const { session } = await recordSession(db, patientId, 6);
    const timers = handTimers();
    let sent = 0;
    const network = networkTo(clinic);
    const first = run(db, clinic, {
      after: timers.after,
      send: (path, init) => (!path.endsWith('/ping') && ++sent > 4 ? Promise.reject(new TypeError('killed')) : network.send(path, init)),
    });
    await until(first, (state) => state.problem === 'offline');
    await first.stop();
    const before = uploads().length;
    const second = run(db, clinic);
    await until(second, (state) => state.pending === 0 && state.lastSyncedUs !== null);
    const after = uploads().slice(before);
    expect(after.some((each) => each.path === `/sessions/${session.id}`)).toBe(false);
    expect(after.filter((each) => each.path.includes('/chunks/'))).toHaveLength(4);
    expect(clinic.sessions.get(session.id)?.complete).toBe(1);
  });

  it('survives lost acknowledgements: duplicates change nothing', async () => {
    const db = freshDb();
    const { session } = await recordSession(db, patientId);
    const network = networkTo(clinic);
    const timers = handTimers();
    let lose = true;
    const engine = run(db, clinic, {
      after: timers.after,
      send: async (path, init) => {
        const response = await network.send(path, init);
        if (lose && path.includes('/chunks/1')) {
          await response.body?.cancel();
          throw new TypeError('answer lost');
        }
        return response;
      },
    });
    await until(engine, (state) => state.problem === 'offline');
    lose = false;
    await engine.idle();
    timers.fire();
    await until(engine, (state) => state.pending === 0);
    const chunkOne = uploads().filter((each) => each.path.endsWith('/chunks/1'));
    expect(chunkOne).toHaveLength(2);
    expect(clinic.sessions.get(session.id)?.chunks.size).toBe(3);
    expect(clinic.sessions.get(session.id)?.complete).toBe(1);
  });

  it('drains 500 queued rows', async () => {
    const db = freshDb();
    const sessions = [];
    for (let i = 0; i < 50; i++) sessions.push((await recordSession(db, patientId, 6)).session);
    expect(await db.outbox.count()).toBe(500);
    const engine = run(db, clinic);
    await until(engine, (state) => state.pending === 0 && state.lastSyncedUs !== null);
    for (const session of sessions)
      expect(clinic.sessions.get(session.id)).toMatchObject({ complete: 1, chunks: { size: 6 }, events: { size: 3 } });
  });

  it('lets one of two tabs send; the other takes over when it closes', async () => {
    const db = freshDb();
    const locks = simulatedLocks();
    await recordSession(db, patientId);
    const one = run(db, clinic, { locks });
    const two = run(db, clinic, { locks });
    await until(two, (state) => state.pending === 0 && state.lastSyncedUs !== null);
    expect([one.leads(), two.leads()]).toEqual([true, false]);
    expect(new Set(uploads().map((each) => each.path)).size).toBe(uploads().length);
    await one.stop();
    await recordSession(db, patientId);
    await until(two, (state) => state.pending === 0);
    expect(two.leads()).toBe(true);
    expect(clinic.sessions.size).toBe(2);
  });

  it('parks what will never pass, says why, and goes on with the rest', async () => {
    const db = freshDb();
    clinic.fault = (seen) =>
      seen.path.includes('/check-ins/')
        ? {
            status: 422,
            body: { type: 'about:blank', title: 'No', status: 422, detail: 'The day is missing.', code: 'unprocessable', requestId: 'r' },
          }
        : null;
    const id = newId();
    await saveCheckIn(db, {
      id,
      patientId,
      at: now.moment(),
      localDay: now.localDay(),
      painNrs: 3,
      sleepQuality: 5,
      confidence: 5,
      flare: false,
      tensInLastHour: null,
    });
    const { session } = await recordSession(db, patientId);
    const engine = run(db, clinic);
    await until(engine, (state) => state.parked === 1 && state.pending === 1);
    expect(engine.state.value.problem).toBe('parked');
    expect((await parkedRows(db)).map((row) => [row.kind, row.ref, row.reason])).toEqual([['checkIn', id, 'The day is missing.']]);
    expect(await db.checkIns.get(id)).toBeDefined();
    expect(clinic.sessions.get(session.id)?.complete).toBe(1);
    clinic.fault = null;
    await retryParked(db);
    await until(engine, (state) => state.pending === 0);
    expect(clinic.records.has(`/patients/${patientId}/check-ins/${id}`)).toBe(true);
  });

  it('sends nothing of a session that was refused, and loses none of it', async () => {
    const db = freshDb();
    clinic.fault = (seen) => (/^\/sessions\/[^/]+$/.test(seen.path) ? { status: 403 } : null);
    const { session } = await recordSession(db, patientId);
    const engine = run(db, clinic);
    await until(engine, (state) => state.parked === 1);
    await engine.idle();
    expect(engine.state.value.pending).toBe(7);
    expect(uploads().every((each) => each.path === `/sessions/${session.id}`)).toBe(true);
    expect(await db.chunks.raw.count()).toBe(3);
  });

  it('waits for the sign-in and keeps everything', async () => {
    const db = freshDb();
    clinic.signedInAs = null;
    await recordSession(db, patientId);
    const engine = run(db, clinic);
    await until(engine, (state) => state.problem === 'signIn');
    expect(uploads()).toHaveLength(0);
    expect(engine.state.value.pending).toBe(7);
    clinic.signedInAs = newId();
    engine.kick();
    await engine.idle();
    expect(uploads(), 'another person on the same phone').toHaveLength(0);
    clinic.signedInAs = patientId;
    engine.kick();
    await until(engine, (state) => state.pending === 0);
  });

  it('sends again what the clinic says it lacks', async () => {
    const db = freshDb();
    const { session, streamId } = await recordSession(db, patientId);
    let forgot = false;
    clinic.fault = (seen) => {
      if (seen.path.endsWith('/complete') && !forgot) {
        forgot = true;
        const kept = clinic.sessions.get(session.id);
        kept?.chunks.delete(`/streams/${streamId}/chunks/1`);
        kept?.events.clear();
      }
      return null;
    };
    const engine = run(db, clinic);
    await until(engine, (state) => state.pending === 0 && state.lastSyncedUs !== null);
    expect(clinic.sessions.get(session.id)).toMatchObject({ complete: 1, chunks: { size: 3 }, events: { size: 3 } });
  });

  it('parks a completion whose missing part is not here either', async () => {
    const db = freshDb();
    const { session, streamId } = await recordSession(db, patientId, 1);
    clinic.fault = (seen) =>
      seen.path.endsWith('/complete') ? { status: 409, body: { chunks: [{ streamId, sequence: 9 }], eventsMissing: 0 } } : null;
    const engine = run(db, clinic);
    await until(engine, (state) => state.parked === 1);
    expect((await db.sessions.get(session.id))?.state).toBe('complete');
  });

  it('honours Retry-After with jitter, and backs off longer each time', async () => {
    const db = freshDb();
    const timers = handTimers();
    clinic.fault = (seen) => (seen.path.endsWith('/ping') ? null : { status: 507, headers: { 'retry-after': '30' } });
    await recordSession(db, patientId);
    const engine = run(db, clinic, { after: timers.after });
    await until(engine, (state) => state.problem === 'server');
    expect(timers.waits()).toEqual([45_000]);
    clinic.fault = (seen) => (seen.path.endsWith('/ping') ? null : { status: 503 });
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      timers.fire();
      await engine.idle();
      waits.push(...timers.waits());
    }
    expect(waits).toEqual([2000, 4000, 8000, 16_000]);
    expect(uploads()).toHaveLength(5);
  });

  it('sends a flipped chunk again and a hopeless one to the side', async () => {
    const db = freshDb();
    let flips = 1;
    clinic.fault = (seen) => (seen.path.includes('/chunks/0') && flips-- > 0 ? { status: 422 } : null);
    const { session } = await recordSession(db, patientId, 1);
    const engine = run(db, clinic);
    await until(engine, (state) => state.pending === 0 && state.lastSyncedUs !== null);
    expect(clinic.sessions.get(session.id)?.complete).toBe(1);
  });

  it('a newer version of a record is not ticked off by the answer to the older one', async () => {
    const db = freshDb();
    const { session, streamId } = await recordSession(db, patientId, 1);
    const network = networkTo(clinic);
    let changed = false;
    const engine = run(db, clinic, {
      send: async (path, init) => {
        if (path.endsWith(`/sessions/${session.id}`) && !changed) {
          changed = true;
          await saveSession(db, { ...session, streams: session.streams.map((stream) => ({ ...stream, sensorLabel: 'Renamed' })) });
        }
        return network.send(path, init);
      },
    });
    await until(engine, (state) => state.pending === 0 && state.lastSyncedUs !== null);
    expect(clinic.sessions.get(session.id)?.body).toContain('Renamed');
    await saveChunk(db, patientId, await makeChunk(session.id, streamId, 1));
    await saveCorrection(db, {
      id: newId(),
      patientId,
      at: now.moment(),
      target: { type: 'session', id: session.id },
      field: 'rpeCr10',
      value: 4,
      reason: 'answered later',
    });
    await until(engine, (state) => state.pending === 0);
    expect(clinic.records.size).toBeGreaterThan(0);
  });
});
