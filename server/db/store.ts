/** A value SQLite can hold. */
export type SqlValue = string | number | bigint | null | Uint8Array;

export interface Statement {
  readonly sql: string;
  readonly args: readonly SqlValue[];
  /** In a batch: the number of rows this statement must change; any other number undoes the whole batch. */
  readonly expectRows?: number;
}

export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
  readonly rowsAffected: number;
}

/**
 * The only way to the database (platform.md, Database). No interactive transactions: a verb reads, decides and commits ONE batch.
 * Implementations: client.node.ts (embedded file behind worker threads); later client.worker.ts (libSQL over HTTP).
 */
export interface Store {
  query(statement: Statement): Promise<Rows>;
  /** Atomic and durable when it resolves. Rejects with StoreError. */
  batch(statements: readonly Statement[]): Promise<readonly Rows[]>;
  close(): Promise<void>;
}

export type StoreErrorCode = 'preconditionFailed' | 'constraint' | 'full' | 'busy' | 'closed' | 'corrupt' | 'internal';

/** `statementIndex` tells which statement of a batch failed. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  readonly statementIndex: number | null;
  constructor(code: StoreErrorCode, message: string, statementIndex: number | null = null, cause?: unknown) {
    super(message, { cause });
    this.name = 'StoreError';
    this.code = code;
    this.statementIndex = statementIndex;
  }
}
