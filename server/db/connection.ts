import Database from 'libsql';
import { type Rows, type SqlValue, type Statement, StoreError, type StoreErrorCode } from '#server/db/store.ts';

/**
 * One synchronous SQLite connection inside a worker thread, on the `libsql` package that @libsql/client itself sits on.
 * The client's pool is of no use here: it sets pragmas on one of its connections only, deadlocks two transactions in one process,
 * and is synchronous anyway. One connection per thread, owned by that thread, has none of these.
 */
export interface Connection {
  exec(sql: string): void;
  run(statement: Statement): Rows;
  readonly inTransaction: boolean;
  close(): void;
}

const CACHED_STATEMENTS = 256;

type Prepared = Database.Statement<[SqlValue[]]>;

export function openConnection(file: string, pragmas: readonly string[]): Connection {
  const db = new Database(file, { timeout: 5000 });
  for (const pragma of pragmas) db.exec(`PRAGMA ${pragma}`);
  const cache = new Map<string, Prepared>();
  const prepared = (sql: string): Prepared => {
    const known = cache.get(sql);
    if (known) return known;
    const fresh = db.prepare<[SqlValue[]]>(sql);
    if (fresh.reader) fresh.raw(true);
    if (cache.size >= CACHED_STATEMENTS) cache.delete(cache.keys().next().value as string);
    cache.set(sql, fresh);
    return fresh;
  };
  return {
    exec: (sql) => void db.exec(sql),
    run({ sql, args }) {
      const bound = args.map(bindable);
      const query = prepared(sql);
      if (!query.reader) return { columns: [], rows: [], rowsAffected: query.run(bound).changes };
      const rows = query.all(bound) as SqlValue[][];
      const changed = /^\s*(insert|update|delete|replace|with)\b/i.test(sql)
        ? Number((prepared('select changes()').all([]) as SqlValue[][])[0][0])
        : 0;
      return { columns: query.columns().map((column) => column.name), rows, rowsAffected: changed };
    },
    get inTransaction() {
      return db.inTransaction;
    },
    close: () => void db.close(),
  };
}

/** The binding layer aborts the process on any other type and stores every JS number as REAL, so integers go in as bigint. */
function bindable(value: unknown): SqlValue {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (value === null || typeof value === 'string' || typeof value === 'bigint' || value instanceof Uint8Array) return value;
  throw new StoreError('internal', `a ${value === undefined ? 'missing value' : typeof value} cannot be bound`);
}

const CODES: readonly (readonly [prefix: string, code: StoreErrorCode])[] = [
  ['SQLITE_CONSTRAINT', 'constraint'],
  ['SQLITE_FULL', 'full'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_NOTADB', 'corrupt'],
];

/** Any error of the engine as a StoreError. */
export function toStoreError(error: unknown, statementIndex: number | null): StoreError {
  if (error instanceof StoreError) return new StoreError(error.code, error.message, statementIndex ?? error.statementIndex);
  const engineCode = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const message = error instanceof Error ? error.message : String(error);
  const full = /disk is full|no space left/i.test(message);
  const code = full ? 'full' : (CODES.find(([prefix]) => engineCode.startsWith(prefix))?.[1] ?? 'internal');
  return new StoreError(code, `${engineCode} ${message}`.trim(), statementIndex);
}
