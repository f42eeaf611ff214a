import type { Table } from 'dexie';
import type { EvenpaceDb } from './db.ts';
import { LOCAL_KEY } from './localKey.ts';
import { UnreadableRecord } from './sealedRow.ts';

/** Encrypted records found without their key when this device's present key was made; 0 once the person has been told (forgetLost). */
export async function lostRecords(db: EvenpaceDb): Promise<number> {
  return (await db.keys.get(LOCAL_KEY))?.lostRecords ?? 0;
}

/** Removes what no key opens, and the promises to send it. */
export async function forgetLost(db: EvenpaceDb): Promise<void> {
  const tables = [db.sessions, db.events, db.chunks, db.cache, db.checkIns, db.stimulations, db.corrections, db.said, db.meta];
  const lostGroups = new Set<string>();
  for (const table of tables) {
    const { raw, open, keyOf } = table as unknown as Pick<EvenpaceDb['sessions'], 'raw' | 'open' | 'keyOf'>;
    for (const key of await (raw as Table).toCollection().primaryKeys()) {
      const stored = await raw.get(key);
      const readable = stored === undefined || (await open(stored).then(() => true, refusesOnly));
      if (readable) continue;
      await raw.delete(keyOf(stored));
      if (([db.sessions, db.checkIns, db.stimulations, db.corrections, db.said] as readonly unknown[]).includes(table)) lostGroups.add(key);
    }
  }
  await db.outbox.filter((row) => lostGroups.has(row.ref) || lostGroups.has(row.group)).delete();
  await db.keys.update(LOCAL_KEY, { lostRecords: 0 });
}

function refusesOnly(error: unknown): false {
  if (error instanceof UnreadableRecord) return false;
  throw error;
}
