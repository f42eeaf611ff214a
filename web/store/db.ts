import { type ReadonlySignal, signal } from '@preact/signals';
import { Dexie, type IndexableType, type Table } from 'dexie';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import type { ChunkReceipt } from '#shared/schema/chunk.ts';
import type { Correction } from '#shared/schema/correction.ts';
import type { Decision } from '#shared/schema/decision.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Session } from '#shared/schema/session.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';
import { type KeyRow, loadLocalKey } from './localKey.ts';
import { isSealed } from './sealedRow.ts';
import { createSealedTable, type SealedTable } from './sealedTable.ts';
import { sealPlainRows } from './sealPlainRows.ts';

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
export const OUTBOX_ORDER = ['session', 'checkIn', 'stimulation', 'events', 'chunk', 'complete', 'correction', 'said'] as const;
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
  /**
   * `parked`: the server will never take it as it is. Kept, shown with its reason, never dropped. `held`: of an import that can still be
   * taken back; released when its screen is left, at the latest at the next start.
   */
  readonly state: 'waiting' | 'parked' | 'held';
  readonly reason: string | null;
  /** Times the server answered that parts are missing. */
  readonly requeues: number;
}

/** Something told to the pacing itself (POST /patients/{id}/events). */
export interface SaidRow {
  readonly id: string;
  readonly localDay: string;
  readonly patientId: string;
  readonly event: PatientEvent;
}

export interface CacheRow {
  readonly key: string;
  readonly savedUs: number;
  readonly value: unknown;
}

/** Fields that stay in the clear: keys, what is looked up by, and how far a session is on its way to the clinic. */
const CLEAR = {
  sessions: ['id', 'patientId', 'state', 'agrees', 'acknowledgedUs'],
  events: ['id', 'sessionId'],
  chunks: ['sessionId', 'streamId', 'sequence'],
  cache: ['key'],
  checkIns: ['id', 'localDay'],
  stimulations: ['id', 'sessionId', 'localDay'],
  corrections: ['id'],
  said: ['id', 'localDay'],
  meta: ['key'],
} as const;

type Kept<Row extends object, Name extends keyof typeof CLEAR, Key = string> = SealedTable<
  Row,
  Key,
  (typeof CLEAR)[Name][number] & keyof Row & string
>;

/** Everything this device keeps. Records are encrypted (sealedTable.ts); the outbox carries references only and is not. */
export interface EvenpaceDb {
  readonly dexie: Dexie;
  /** How often the browser has deleted everything while this page was open: what is still in memory must be kept again. */
  readonly emptied: ReadonlySignal<number>;
  readonly sessions: Kept<SessionRow, 'sessions'>;
  readonly events: Kept<EventRow, 'events'>;
  /** Key: [sessionId, streamId, sequence]. */
  readonly chunks: Kept<ChunkRow, 'chunks', [string, string, number]>;
  readonly cache: Kept<CacheRow, 'cache'>;
  readonly checkIns: Kept<CheckIn, 'checkIns'>;
  readonly stimulations: Kept<Stimulation, 'stimulations'>;
  readonly corrections: Kept<Correction, 'corrections'>;
  readonly said: Kept<SaidRow, 'said'>;
  readonly meta: Kept<CacheRow, 'meta'>;
  readonly outbox: Table<OutboxRow, number, Omit<OutboxRow, 'id'>>;
  readonly keys: Table<KeyRow, string>;
  readonly reserve: Table<{ readonly id: string; readonly bytes: Uint8Array<ArrayBuffer> }, string>;
}

export const DB_NAME = 'evenpace';

/** The tables alone, before encryption. Schema versions only append; Dexie upgrades old ones in place. */
export function openTables(name: string): Dexie {
  const dexie = new Dexie(name, { chromeTransactionDurability: 'strict' });
  dexie.version(1).stores({
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
  dexie.version(2).stores({ keys: 'id', reserve: 'id' });
  dexie.version(3).stores({ said: 'id, localDay' });
  return dexie;
}

/** Opens (lazily) the local database: the key is loaded or made, and rows of an older version are encrypted, before anything is read. */
export function openDb(name: string = DB_NAME): EvenpaceDb {
  const dexie = openTables(name);
  let key: CryptoKey | null = null;
  const emptied = signal(0);
  const cryptoKey = async () => {
    if (key === null || !dexie.isOpen()) await dexie.open();
    return key as CryptoKey;
  };
  const sealed = <Row extends object, Clear extends keyof Row & string, Key>(table: string, clear: readonly Clear[]) =>
    createSealedTable<Row, Key, Clear>(dexie.table(table), clear, cryptoKey);
  dexie.on(
    'ready',
    async (open: Dexie) => {
      const names = Object.keys(CLEAR) as (keyof typeof CLEAR)[];
      const { key: own, made } = await loadLocalKey(open, open.table('keys'), async () => {
        const counts = names.map((each) => open.table(each).filter(isSealed).count());
        return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
      });
      if (made && key !== null) emptied.value++;
      key = own;
      for (const each of names) {
        const table = createSealedTable<object, IndexableType, never>(open.table(each), CLEAR[each] as never, async () => own);
        // Rows left in the clear, for want of space, can still be read and are tried again at the next start.
        await sealPlainRows(open, table).catch(() => 0);
      }
    },
    true,
  );
  return {
    dexie,
    emptied,
    sessions: sealed('sessions', CLEAR.sessions),
    events: sealed('events', CLEAR.events),
    chunks: sealed('chunks', CLEAR.chunks),
    cache: sealed('cache', CLEAR.cache),
    checkIns: sealed('checkIns', CLEAR.checkIns),
    stimulations: sealed('stimulations', CLEAR.stimulations),
    corrections: sealed('corrections', CLEAR.corrections),
    said: sealed('said', CLEAR.said),
    meta: sealed('meta', CLEAR.meta),
    outbox: dexie.table('outbox'),
    keys: dexie.table('keys'),
    reserve: dexie.table('reserve'),
  };
}

let instance: EvenpaceDb | null = null;

/** The one database of this tab. */
export function appDb(): EvenpaceDb {
  instance ??= openDb();
  return instance;
}
