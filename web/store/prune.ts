import type { EvenpaceDb } from './db.ts';

/** How long the samples of an acknowledged session stay on the device, us. */
const KEEP_US = 7 * 86_400 * 1_000_000;

/** Deletes samples that the server has held for a week. Sessions, events and summaries stay; nothing unacknowledged is touched. */
export async function pruneAcknowledged(db: EvenpaceDb, nowUs: number): Promise<number> {
  return db.transaction('rw', db.sessions, db.chunks, db.outbox, async () => {
    const old = await db.sessions
      .where('state')
      .equals('acknowledged')
      .filter((row) => row.acknowledgedUs !== null && row.acknowledgedUs < nowUs - KEEP_US)
      .primaryKeys();
    let deleted = 0;
    for (const sessionId of old) {
      const queued = await db.outbox.where('[state+group]').anyOf(['waiting', sessionId], ['parked', sessionId]).count();
      if (queued === 0) deleted += await db.chunks.where('sessionId').equals(sessionId).delete();
    }
    return deleted;
  });
}

/** Empties this device at sign-out. Refused (false) while anything recorded has not reached the server. */
export async function clearLocal(db: EvenpaceDb): Promise<boolean> {
  return db.transaction('rw', db.tables, async () => {
    if ((await db.outbox.count()) > 0) return false;
    if ((await db.sessions.where('state').anyOf('recording', 'ended').count()) > 0) return false;
    for (const table of db.tables) await table.clear();
    return true;
  });
}
