import { describe, expect, it } from 'vitest';
import { SessionEvent } from '#shared/schema/event.ts';
import { Id } from '#shared/schema/id.ts';
import { Session } from '#shared/schema/session.ts';
import { createIds, newId } from '#web/store/ids.ts';
import { createNow, now } from '#web/store/now.ts';
import { askPersistence, type PersistHost, readPersistence } from '#web/store/persist.ts';
import { clearLocal, pruneAcknowledged } from '#web/store/prune.ts';
import { loadRecorded, unfinishedSessions } from '#web/store/recorded.ts';
import { appendEvents, completeSession, endSession, saveChunk, saveSession } from '#web/store/records.ts';
import { makeChunk, makeSession, makeSummary, withStream } from './madeRecords.ts';
import { freshDb, recordSession } from './parts.ts';

const DAY_US = 86_400 * 1_000_000;

describe('records', () => {
  it('writes the record and its outbox row together or not at all', async () => {
    const db = freshDb();
    const { session, streamId } = withStream(makeSession(newId()));
    await saveSession(db, session);
    const chunk = await makeChunk(session.id, streamId, 0);
    db.outbox.hook('creating', () => {
      throw new Error('disk full');
    });
    await expect(saveChunk(db, session.patientId, chunk)).rejects.toThrow('disk full');
    expect(await db.chunks.raw.count()).toBe(0);
    expect(await db.outbox.count()).toBe(1);
  });

  it('gives back what was recorded, in order, and knows what is unfinished', async () => {
    const db = freshDb();
    const patientId = newId();
    const { session, streamId } = withStream(makeSession(patientId));
    await saveSession(db, session);
    for (const sequence of [2, 0, 10, 1]) await saveChunk(db, patientId, await makeChunk(session.id, streamId, sequence));
    const early = SessionEvent.parse({ id: newId(), atUs: now.nowUs(), type: 'gatePassed' });
    const late = SessionEvent.parse({ id: newId(), atUs: now.nowUs(), type: 'pain', painNrs: 4 });
    await appendEvents(db, session, [late]);
    await appendEvents(db, session, [early]);
    const recorded = await loadRecorded(db, session.id);
    expect(recorded?.events).toEqual([early, late]);
    expect(recorded?.chunks.map((chunk) => chunk.sequence)).toEqual([0, 1, 2, 10]);
    expect(Session.parse(recorded?.row.session)).toEqual(session);
    expect((await unfinishedSessions(db, patientId)).map((row) => [row.id, row.state])).toEqual([[session.id, 'recording']]);
    expect(await unfinishedSessions(db, newId())).toEqual([]);
    await endSession(db, session.id, now.moment());
    expect((await unfinishedSessions(db, patientId)).map((row) => row.state)).toEqual(['ended']);
    await completeSession(db, { ...session, endedAt: now.moment() }, { summary: makeSummary(session.id), decisions: [] });
    expect(await unfinishedSessions(db, patientId)).toEqual([]);
  });

  it('deletes samples only of sessions acknowledged a week ago, and clears the device only when nothing waits', async () => {
    const db = freshDb();
    const { session } = await recordSession(db, newId());
    expect(await pruneAcknowledged(db, now.nowUs() + 30 * DAY_US)).toBe(0);
    expect(await clearLocal(db)).toBe(false);
    await db.sessions.raw.update(session.id, { state: 'acknowledged', acknowledgedUs: now.nowUs() });
    expect(await pruneAcknowledged(db, now.nowUs() + 8 * DAY_US), 'rows still queued').toBe(0);
    await db.outbox.clear();
    expect(await pruneAcknowledged(db, now.nowUs() + 6 * DAY_US)).toBe(0);
    expect(await pruneAcknowledged(db, now.nowUs() + 8 * DAY_US)).toBe(3);
    expect(await db.events.raw.count()).toBe(3);
    expect(await clearLocal(db)).toBe(true);
    expect(await db.sessions.raw.count()).toBe(0);
  });
});

describe('identity and time', () => {
  it('makes valid UUIDv7 that increase within a millisecond and when the clock steps back', () => {
    let unixMs = 1_790_000_000_000;
    const ids = createIds({ unixMs: () => unixMs, fill: (bytes) => bytes.fill(0xff) });
    const made = Array.from({ length: 2000 }, (_, i) => {
      if (i === 1000) unixMs -= 5000;
      return ids();
    });
    for (const id of made) expect(Id.safeParse(id).success).toBe(true);
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(2000);
  });

  it('follows the monotonic clock through a changed wall clock, and the wall clock through sleep', () => {
    let wallMs = 1_790_000_000_000;
    let monotonicMs = 500;
    const clock = createNow({ wallMs: () => wallMs, monotonicMs: () => monotonicMs, zone: () => 'Europe/Vienna' });
    const first = clock.nowUs();
    expect(clock.nowUs()).toBe(first + 1);
    wallMs -= 3_600_000;
    monotonicMs += 1000;
    expect(clock.nowUs() - first).toBe(1_000_000);
    const asleep = createNow({ wallMs: () => wallMs, monotonicMs: () => monotonicMs, zone: () => 'Europe/Vienna' });
    const before = asleep.nowUs();
    wallMs += 60_000;
    expect(asleep.nowUs() - before).toBe(60_000_000);
    expect(asleep.moment().zone).toBe('Europe/Vienna');
  });

  it('tells the answer about durable storage as it is', async () => {
    const asked: string[] = [];
    const host = (persisted: boolean, persist: boolean, more: Partial<PersistHost> = {}): PersistHost => ({
      storage: { persisted: async () => persisted, persist: async () => asked.push('asked') > 0 && persist },
      vendor: 'Google Inc.',
      installed: false,
      ...more,
    });
    const apple = { vendor: 'Apple Computer, Inc.' };
    expect(await readPersistence(host(false, true))).toBe('evictable');
    expect(await readPersistence(host(true, true))).toBe('kept');
    expect(asked, 'nothing is asked without a tap').toEqual([]);
    expect(await askPersistence(host(false, false))).toBe('evictable');
    expect(await askPersistence(host(false, true))).toBe('kept');
    expect(await askPersistence(host(false, false, apple))).toBe('sevenDays');
    expect(await askPersistence(host(false, false, { ...apple, installed: true }))).toBe('evictable');
    expect(await askPersistence(host(false, true, { storage: undefined }))).toBe('unknown');
    const refusing = { persisted: () => Promise.reject(new Error('no')), persist: async () => true };
    expect(await askPersistence(host(false, true, { storage: refusing }))).toBe('unknown');
  });
});
