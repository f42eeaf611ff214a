import type { EvenpaceDb } from './db.ts';

/**
 * Space held for what must never be lost: heart rate, events and summaries of several long sessions. One value of this size lies in a file
 * of its own in Chromium and Firefox, so deleting it frees the space at once.
 */
export const RESERVE_BYTES = 2 << 20;
const KEY = 'ballast';
/** What getRandomValues fills at once. */
const STEP_BYTES = 65_536;

/** Lays the reserve aside unless it is there; false when there is no room for it. Random bytes, so that no engine stores them smaller. */
export async function fillReserve(db: EvenpaceDb): Promise<boolean> {
  if ((await db.reserve.where('id').equals(KEY).count()) > 0) return true;
  const bytes = new Uint8Array(RESERVE_BYTES);
  for (let at = 0; at < RESERVE_BYTES; at += STEP_BYTES) crypto.getRandomValues(bytes.subarray(at, at + STEP_BYTES));
  try {
    await db.reserve.put({ id: KEY, bytes });
    return true;
  } catch {
    return false;
  }
}

export async function freeReserve(db: EvenpaceDb): Promise<void> {
  await db.reserve.delete(KEY);
}
