import { Dexie, type EntityTable, type Table } from 'dexie';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import type { ChunkReceipt } from '#shared/schema/chunk.ts';
import type { Correction } from '#shared/schema/correction.ts';
import type { Decision } from '#shared/schema/decision.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { Session } from '#shared/schema/session.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';

/** Life of a session on this device: recording, ended (questions open), complete (all of it queued), acknowledged by the server. */
export type SessionState = 'recording' | 'ended' | 'complete' | 'acknowledged';

export interface SessionRow {
  readonly id: string;
  readonly patientId: string;
  readonly state: SessionState;
  readonly session: Session;
  readonly summary: SessionSummary | null;
  readonly decisions: readonly Decision[];
  /** Whether the server's own analysis gave the same numbers; null until it answered. */
  readonly agrees: boolean | null;
  readonly acknowledgedUs: number | null;
}
export interface EventRow {
  readonly id: string;
  readonly sessionId: string;
  readonly event: SessionEvent;
}
export interface ChunkRow extends ChunkReceipt {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Kinds in the order in which they must reach the server within one session. */
export const OUTBOX_ORDER = ['session', 'checkIn', 'stimulation', 'events', 'chunk', 'complete', 'correction'] as const;
export type OutboxKind = (typeof OUTBOX_ORDER)[number];

/** A promise to send a record. It carries references only: the record itself stays in its own table. */
export interface OutboxRow {
  readonly id: number;
  readonly kind: OutboxKind;
  readonly patientId: string;
  /** Rows of one group go in order; groups do not wait for each other. The session's id, or the record's own. */
  readonly group: string;
  /** Key of the record: an id, `streamId/sequence` of a chunk, or the first id of a batch of events. */
  readonly ref: string;
  readonly eventIds: readonly string[];
  /** `parked`: the server will never take it as it is. Kept, shown with its reason, never dropped. */
  readonly state: 'waiting' | 'parked';
  readonly reason: string | null;
  /** Times the server answered that parts are missing. */
  readonly requeues: number;
}

export interface CacheRow {
  readonly key: string;
  readonly savedUs: number;
  readonly value: unknown;
}

export interface EvenpaceDb extends Dexie {
  readonly sessions: EntityTable<SessionRow, 'id'>;
  readonly events: EntityTable<EventRow, 'id'>;
  /** Key: [sessionId, streamId, sequence]. */
  readonly chunks: Table<ChunkRow, [string, string, number]>;
  readonly outbox: Table<OutboxRow, number, Omit<OutboxRow, 'id'>>;
  readonly cache: EntityTable<CacheRow, 'key'>;
  readonly checkIns: EntityTable<CheckIn, 'id'>;
  readonly stimulations: EntityTable<Stimulation, 'id'>;
  readonly corrections: EntityTable<Correction, 'id'>;
  readonly meta: EntityTable<CacheRow, 'key'>;
}

export const DB_NAME = 'evenpace';

/** Opens (lazily) the local database. Schema versions only append; Dexie upgrades old ones in place. */
export function openDb(name: string = DB_NAME): EvenpaceDb {
  const db = new Dexie(name, { chromeTransactionDurability: 'strict' }) as EvenpaceDb;
  db.version(1).stores({
    sessions: 'id, state, patientId',
    events: 'id, sessionId',
    chunks: '[sessionId+streamId+sequence], sessionId',
    outbox: '++id, state, [state+group], [kind+ref]',
    cache: 'key',
    checkIns: 'id, localDay',
    stimulations: 'id, sessionId, localDay',
    corrections: 'id',
    meta: 'key',
  });
  return db;
}

let instance: EvenpaceDb | null = null;

/** The one database of this tab. */
export function appDb(): EvenpaceDb {
  instance ??= openDb();
  return instance;
}
