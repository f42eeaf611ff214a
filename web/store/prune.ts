import type { EvenpaceDb } from './db.ts';

/** How long the samples of an acknowledged session stay on the device, us. */
const KEEP_US = 7 * 86_400 * 1_000_000;

/** Deletes samples that the server has held for a week. Sessions, events and summaries stay; nothing unacknowledged is touched. */
export const pruneAcknowledged = (db: EvenpaceDb, nowUs: number): Promise<number> => prune(db, nowUs - KEEP_US);

/** Deletes samples that the server holds, however fresh: this device is full. */
export const pruneAllAcknowledged = (db: EvenpaceDb): Promise<number> => prune(db, Number.POSITIVE_INFINITY);

async function prune(db: EvenpaceDb, acknowledgedBeforeUs: number): Promise<number> {
  return db.dexie.transaction('rw', db.sessions.raw, db.chunks.raw, db.outbox, async () => {
    const old = await db.sessions.raw
      .where('state')
      .equals('acknowledged')
      .filter((row) => row.acknowledgedUs !== null && row.acknowledgedUs < acknowledgedBeforeUs)
      .primaryKeys();
    let deleted = 0;
    for (const sessionId of old) {
      const queued = await db.outbox.where('[state+group]').anyOf(['waiting', sessionId], ['parked', sessionId]).count();
      if (queued === 0) deleted += await db.chunks.raw.where('sessionId').equals(sessionId).delete();
    }
    return deleted;
  });
}

/** What on this device the clinic does not have: records queued, and sessions begun and not finished. */
export async function unsentHere(db: EvenpaceDb): Promise<{ readonly pending: number; readonly unfinished: number }> {
  const [pending, unfinished] = await Promise.all([db.outbox.count(), db.sessions.raw.where('state').anyOf('recording', 'ended').count()]);
  return { pending, unfinished };
}

/**
 * Empties this device at sign-out. Refused (false) while anything recorded has not reached the server. The key stays: another tab may be
 * about to write with it.
 */
export async function clearLocal(db: EvenpaceDb): Promise<boolean> {
  return db.dexie.transaction('rw', db.dexie.tables, async () => {
    const { pending, unfinished } = await unsentHere(db);
    if (pending + unfinished > 0) return false;
    for (const table of db.dexie.tables) if (table.name !== db.keys.name) await table.clear();
    return true;
  });
}
