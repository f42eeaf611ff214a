import type { EvenpaceDb } from './db.ts';
import { pruneAllAcknowledged } from './prune.ts';
import { fillReserve, freeReserve } from './reserve.ts';

/** `raw`: sample curves, the first to go when a device is full. `vital`: all else, which must always fit. */
export type Importance = 'vital' | 'raw';

/**
 * Runs a write. When the device is full it makes room and runs it again: samples that the clinic holds go first, then, for what is vital,
 * the reserve. Rejects with the write's own error when that does not help.
 */
export async function withRoom<T>(db: EvenpaceDb, importance: Importance, write: () => Promise<T>): Promise<T> {
  const ways = importance === 'vital' ? [pruneAllAcknowledged, freeReserve] : [pruneAllAcknowledged];
  for (const makeRoom of ways) {
    try {
      return await write();
    } catch (error) {
      if (!isQuotaError(error)) throw error;
      await makeRoom(db);
    }
  }
  return write();
}

/** Whether the browser had no room. Dexie wraps the browser's error, also in a list when several rows were written. */
export function isQuotaError(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { name, inner, failures } = error as { name?: unknown; inner?: unknown; failures?: unknown };
  if (name === 'QuotaExceededError') return true;
  return isQuotaError(inner) || (Array.isArray(failures) && failures.some(isQuotaError));
}

/** A long session of four sensors takes about half of this, bytes. */
const SESSION_NEEDS_BYTES = 16 << 20;

/**
 * Before a session: whether its curves will fit, after samples that the clinic holds were deleted if need be. Also lays the reserve aside;
 * where not even that fits, the device is full whatever the browser says.
 */
export async function roomForSession(db: EvenpaceDb, left: () => Promise<number | null>): Promise<boolean> {
  const enough = async () => ((await left()) ?? SESSION_NEEDS_BYTES) >= SESSION_NEEDS_BYTES && (await fillReserve(db));
  if (await enough()) return true;
  await pruneAllAcknowledged(db);
  return enough();
}

/** Bytes the browser says are left for this site; null when it does not say. Some report far more than there is: a write can still fail. */
export async function spaceLeft(storage: Pick<StorageManager, 'estimate'> | undefined): Promise<number | null> {
  try {
    const { quota, usage } = (await storage?.estimate?.()) ?? {};
    return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
  } catch {
    return null;
  }
}
