import { forceCloseDatabase } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clinic, openClinic } from '#test/web/store/clinic.ts';
import { engineFor, until } from '#test/web/store/parts.ts';
import { parkedRows } from '#web/store/outbox.ts';
import { loadRecorded } from '#web/store/recorded.ts';
import type { SyncEngine } from '#web/store/syncEngine.ts';
import { intoWork, openStudio, type Studio } from './studio.ts';

/** The browser deletes this site's storage while the page is open: short of space, or by a tap in its settings. */
async function clear({ db }: Studio): Promise<void> {
  forceCloseDatabase(db.dexie.backendDB() as never);
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(db.dexie.name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
}

describe('storage that is cleared in the middle of a session', () => {
  let studio: Studio;
  let clinic: Clinic;
  let engine: SyncEngine | null = null;
  beforeEach(async () => {
    studio = openStudio();
    clinic = await openClinic(studio.live.session().patientId);
  });
  afterEach(async () => {
    await engine?.stop();
    engine = null;
    await clinic.close();
  });

  it('loses samples alone: answers, counts and decisions are kept again, the loss is in the record, and the clinic gets it all', async () => {
    await intoWork(studio);
    await studio.run(10);
    studio.live.dispatch({ type: 'pain', painNrs: 5 });
    await studio.run(14);
    await studio.live.flush();
    const before = await loadRecorded(studio.db, studio.live.id);
    const counted = studio.live.reading().repetitionsTotal;
    expect(counted).toBeGreaterThan(3);
    await clear(studio);
    const clearedUs = studio.deps.now.nowUs();
    await studio.run(20);

    const after = await loadRecorded(studio.db, studio.live.id);
    expect(after?.events.map(({ id }) => id)).toEqual(expect.arrayContaining(before?.events.map(({ id }) => id) ?? ['none']));
    expect(after?.events.filter((event) => event.type === 'storage')).toMatchObject([
      { keeping: 'all', reason: 'cleared', fromUs: studio.live.session().startedAt.utcUs },
    ]);
    for (const stream of studio.live.session().streams) {
      const chunks = after?.chunks.filter(({ streamId }) => streamId === stream.id) ?? [];
      expect(chunks.length, stream.kind).toBeGreaterThan(0);
      expect(chunks[0].fromUs).toBeLessThan(clearedUs + 10_000_000);
    }
    studio.live.dispatch({ type: 'finish' });
    studio.live.dispatch({ type: 'rpe', rpeCr10: 4 });
    studio.live.dispatch({ type: 'answered' });
    await studio.live.complete();
    const complete = await loadRecorded(studio.db, studio.live.id);
    expect(complete?.row).toMatchObject({ state: 'complete', summary: { rpeCr10: 4, pain: { first: 5 } } });
    expect(complete?.row.summary?.repetitions.length).toBeGreaterThan(counted);

    engine = engineFor(studio.db, clinic, {});
    await until(engine, (state) => state.pending === 0 && state.lastSyncedUs !== null);
    expect(await parkedRows(studio.db)).toEqual([]);
    const kept = clinic.sessions.get(studio.live.id);
    expect(kept?.complete).toBe(1);
    expect(kept?.events.size).toBe(complete?.events.length);
    expect(kept?.chunks.size).toBe(complete?.chunks.length);
  });
});
