import { Dexie, type Table } from 'dexie';
import { isSealed, openRow, type Sealed, sealRow, UnreadableRecord } from './sealedRow.ts';

/**
 * One table of encrypted records. WebCrypto answers in a later task, and an IndexedDB transaction that has nothing to do by then commits;
 * so everything here works outside of transactions (it throws inside of one), and transactions move ready rows through `raw`.
 */
export interface SealedTable<Row extends object, Key, Clear extends keyof Row = keyof Row> {
  /** The rows as they lie there: for transactions, for keys and counts, and for changing fields that are in the clear. */
  readonly raw: Table<Sealed<Row, Clear>, Key>;
  keyOf(row: Row | Sealed<Row, Clear>): Key;
  seal(row: Row): Promise<Sealed<Row, Clear>>;
  sealAll(rows: readonly Row[]): Promise<Sealed<Row, Clear>[]>;
  /** Rejects with UnreadableRecord. */
  open(stored: Sealed<Row, Clear>): Promise<Row>;
  /** Those that can be read, in the same order. */
  openAll(stored: readonly Sealed<Row, Clear>[] | PromiseLike<readonly Sealed<Row, Clear>[]>): Promise<Row[]>;
  /** Rejects with UnreadableRecord. */
  get(key: Key): Promise<Row | undefined>;
  all(): Promise<Row[]>;
  put(row: Row): Promise<void>;
}

/** `cryptoKey` resolves when the database is open and the device's key is there. */
export function createSealedTable<Row extends object, Key, Clear extends keyof Row & string>(
  raw: Table<Sealed<Row, Clear>, Key>,
  clear: readonly Clear[],
  cryptoKey: () => Promise<CryptoKey>,
): SealedTable<Row, Key, Clear> {
  const keyOf = (row: Row | Sealed<Row, Clear>): Key => {
    const fields = row as Record<string, unknown>;
    const path = raw.schema.primKey.keyPath as string | string[];
    return (typeof path === 'string' ? fields[path] : path.map((field) => fields[field])) as Key;
  };
  const seal = async (row: Row) => {
    refuseInTransaction();
    return sealRow(await cryptoKey(), { table: raw.name, key: keyOf(row) }, row, clear);
  };
  const open = async (stored: Sealed<Row, Clear>): Promise<Row> => {
    refuseInTransaction();
    if (!isSealed(stored)) return stored as unknown as Row;
    return openRow(await cryptoKey(), { table: raw.name, key: keyOf(stored) }, stored);
  };
  const openAll: SealedTable<Row, Key, Clear>['openAll'] = async (stored) => {
    const opened = await Promise.allSettled((await stored).map(open));
    return opened.flatMap((each) => {
      if (each.status === 'fulfilled') return [each.value];
      if (each.reason instanceof UnreadableRecord) return [];
      throw each.reason;
    });
  };
  return {
    raw,
    keyOf,
    seal,
    sealAll: (rows) => Promise.all(rows.map(seal)),
    open,
    openAll,
    get: async (key) => {
      const stored = await raw.get(key);
      return stored === undefined ? undefined : open(stored);
    },
    all: () => openAll(raw.toArray()),
    put: async (row) => {
      await raw.put(await seal(row));
    },
  };
}

function refuseInTransaction(): void {
  if (Dexie.currentTransaction !== null) throw new Error('encrypting inside a transaction would let it commit half-way');
}
