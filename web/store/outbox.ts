import type { EvenpaceDb, OutboxKind, OutboxRow } from './db.ts';

/** A record to send. `group`: the session it belongs to, or null when it stands alone. */
export interface Posting {
  readonly kind: OutboxKind;
  readonly patientId: string;
  readonly group: string;
  readonly ref: string;
  readonly eventIds?: readonly string[];
}

/**
 * Queues a record within the caller's transaction. A newer version of the same record replaces the older row and gets a new number,
 * so an answer to the older one cannot tick off the newer one.
 */
export async function enqueue(
  db: EvenpaceDb,
  posting: Posting,
  { requeues = 0, state = 'waiting' }: Partial<Pick<OutboxRow, 'requeues' | 'state'>> = {},
): Promise<void> {
  await db.outbox.where('[kind+ref]').equals([posting.kind, posting.ref]).delete();
  await db.outbox.add({ eventIds: [], ...posting, state, reason: null, requeues });
}

/** Rows the server will never take as they are, for the screen that explains them. */
export function parkedRows(db: EvenpaceDb): Promise<OutboxRow[]> {
  return db.outbox.where('state').equals('parked').toArray();
}

/** Puts a parked row back in the queue: after an update of the app or of the server. */
export async function retryParked(db: EvenpaceDb): Promise<void> {
  await db.outbox.where('state').equals('parked').modify({ state: 'waiting', reason: null });
}
