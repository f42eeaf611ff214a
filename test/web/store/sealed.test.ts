import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { type EvenpaceDb, openDb, openTables } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import { LOCAL_KEY } from '#web/store/localKey.ts';
import { forgetLost, lostRecords } from '#web/store/lostRecords.ts';
import { loadRecorded, unfinishedSessions } from '#web/store/recorded.ts';
import { saveChunk, saveSession } from '#web/store/records.ts';
import { isSealed, UnreadableRecord } from '#web/store/sealedRow.ts';
import { openClinic } from './clinic.ts';
import { makeChunk, makeSession, withStream } from './madeRecords.ts';
import { engineFor, freshDb, recordSession, until } from './parts.ts';

const RECORDS = ['sessions', 'events', 'chunks', 'cache', 'checkIns', 'stimulations', 'corrections', 'meta'] as const;

/** All that a reader of the database's files would see, bytes as text. */
async function atRest(db: EvenpaceDb): Promise<string> {
  const rows = await Promise.all(RECORDS.map((name) => db[name].raw.toArray()));
  const text = new TextDecoder('latin1');
  return JSON.stringify(rows, (_, value) => (value instanceof ArrayBuffer || value instanceof Uint8Array ? text.decode(value) : value));
}

const reopened = async (db: EvenpaceDb): Promise<EvenpaceDb> => {
  db.dexie.close();
  return openDb(db.dexie.name);
};

describe('records at rest', () => {
  it('cannot be read without the key, and the key cannot be taken out', async () => {
    const db = freshDb();
    const { session, streamId } = await recordSession(db, newId());
    await db.cache.put({ key: 'today:x', savedUs: 1, value: { complaint: 'knee pain' } });
    const seen = await atRest(db);
    for (const id of [session.id, session.patientId, streamId]) expect(seen).toContain(id);
    for (const secret of ['kneeBend', 'painNrs', 'gatePassed', 'algorithmVersion', 'knee pain', `${streamId} 1`, 'sha256Hex']) {
      expect(seen, secret).not.toContain(secret);
    }
    const kept = await db.keys.get(LOCAL_KEY);
    await expect(crypto.subtle.exportKey('raw', kept?.key as CryptoKey)).rejects.toThrow();
    const again = await reopened(db);
    expect((await loadRecorded(again, session.id))?.row.session).toEqual(session);
  });

  it('do not open under another key, in another table, or changed; the rest is not harmed', async () => {
    const db = freshDb();
    const { session, streamId } = await recordSession(db, newId());
    const [one, two] = await db.chunks.raw.orderBy('[sessionId+streamId+sequence]').toArray();
    await db.chunks.raw.put({ ...one, sequence: two.sequence });
    await expect(db.chunks.get([session.id, streamId, two.sequence])).rejects.toThrow(UnreadableRecord);
    const event = (await db.events.raw.toArray())[0];
    await db.corrections.raw.put({ id: event.id, iv: event.iv, sealed: event.sealed });
    await expect(db.corrections.get(event.id)).rejects.toThrow(UnreadableRecord);
    const flipped = new Uint8Array(event.sealed.slice(0));
    flipped[5] ^= 1;
    await db.events.raw.put({ ...event, sealed: flipped.buffer });
    const recorded = await loadRecorded(db, session.id);
    expect(recorded?.chunks.map((chunk) => chunk.sequence)).toEqual([0, 2]);
    expect(recorded?.events).toHaveLength(2);
  });

  it('are encrypted before their transaction: within one it is refused, and nothing of it is written', async () => {
    const db = freshDb();
    const { session, streamId } = withStream(makeSession(newId()));
    const chunk = await makeChunk(session.id, streamId, 0);
    const inside = db.dexie.transaction('rw', db.chunks.raw, db.outbox, () => saveChunk(db, session.patientId, chunk));
    await expect(inside).rejects.toThrow('inside a transaction');
    expect([await db.chunks.raw.count(), await db.outbox.count()]).toEqual([0, 0]);
  });

  it('keep what two writers change at once: neither overwrites the other', async () => {
    const db = freshDb();
    const { session } = await recordSession(db, newId());
    const { streamId, session: wider } = withStream(session);
    await Promise.all([
      saveSession(db, wider),
      db.sessions.raw.update(session.id, { state: 'acknowledged', acknowledgedUs: 7, agrees: true }),
    ]);
    const row = await db.sessions.get(session.id);
    expect(row).toMatchObject({ state: 'acknowledged', acknowledgedUs: 7, agrees: true });
    expect(row?.session.streams.map((stream) => stream.id)).toContain(streamId);
    expect(row?.summary?.sessionId).toBe(session.id);
  });
});

describe('rows of an older version, in the clear', () => {
  const COUNT = 50;

  async function plainDb(): Promise<{ name: string; chunks: Awaited<ReturnType<typeof makeChunk>>[] }> {
    const name = `test-${newId()}`;
    const old = openTables(name);
    const { session, streamId } = withStream(makeSession(newId()));
    const chunks = [];
    for (let n = 0; n < COUNT; n++) chunks.push(await makeChunk(session.id, streamId, n));
    await old.table('chunks').bulkAdd(chunks);
    const row = { id: session.id, patientId: session.patientId, state: 'recording', session, summary: null, decisions: [] };
    await old.table('sessions').add({ ...row, agrees: null, acknowledgedUs: null });
    await old.table('meta').add({ key: 'sync', savedUs: 3, value: { lastSyncedUs: 3, problem: null } });
    old.close();
    return { name, chunks };
  }

  it.each([0, 1, 20, 33, COUNT])('are all there and encrypted in the end, though the first try dies after %i rows', async (after) => {
    const { name, chunks } = await plainDb();
    const first = openDb(name);
    let written = 0;
    first.chunks.raw.hook('updating', () => {
      if (written++ >= after) throw new Error('killed');
    });
    const sessionId = chunks[0].sessionId;
    expect((await loadRecorded(first, sessionId))?.chunks, 'readable meanwhile').toEqual(chunks);
    expect((await first.chunks.raw.toArray()).every(isSealed)).toBe(after === COUNT);
    const second = await reopened(first);
    expect((await loadRecorded(second, sessionId))?.chunks).toEqual(chunks);
    expect((await second.meta.get('sync'))?.value).toEqual({ lastSyncedUs: 3, problem: null });
    for (const table of RECORDS) expect((await second[table].raw.toArray()).every(isSealed), table).toBe(true);
  });
});

describe('a key that is gone', () => {
  it.each([
    ['lost', (db: EvenpaceDb) => db.keys.clear()],
    ['not brought back by the browser', (db: EvenpaceDb) => db.keys.update(LOCAL_KEY, { key: null as never })],
  ])('(%s) is told, hinders no new recording, and what cannot be sent says why', async (_, takeKey) => {
    const before = freshDb();
    const patientId = newId();
    const { session: lost } = await recordSession(before, patientId);
    expect(await lostRecords(before)).toBe(0);
    await takeKey(before);
    const db = await reopened(before);
    expect(await lostRecords(db)).toBe(7);
    expect(await unfinishedSessions(db, patientId)).toEqual([]);
    expect(await db.sessions.all()).toEqual([]);
    await expect(loadRecorded(db, lost.id)).rejects.toThrow(UnreadableRecord);

    const { session } = await recordSession(db, patientId);
    const clinic = await openClinic(patientId);
    const engine = engineFor(db, clinic);
    await until(engine, (state) => state.parked > 0 && state.lastSyncedUs !== null);
    await engine.stop();
    expect(clinic.sessions.get(session.id)?.complete).toBe(1);
    expect(clinic.sessions.has(lost.id)).toBe(false);
    const parked = await db.outbox.where('state').equals('parked').toArray();
    expect(parked.map((row) => [row.kind, row.ref, row.reason])).toEqual([
      ['session', lost.id, 'This record can no longer be read on this device.'],
    ]);

    await forgetLost(db);
    expect([await lostRecords(db), await db.outbox.count()]).toEqual([0, 0]);
    expect((await db.sessions.all()).map((row) => row.id)).toEqual([session.id]);
    expect(await db.chunks.raw.count(), 'those of the new session').toBe(3);
    await clinic.close();
  });
});
