import { type Connection, toStoreError } from '#server/db/connection.ts';
import { type Outcome, toPlain } from '#server/db/messages.ts';
import { type Rows, type Statement, StoreError } from '#server/db/store.ts';

export interface Batch {
  readonly id: number;
  readonly statements: readonly Statement[];
}

const SAVEPOINT: Statement = { sql: 'SAVEPOINT batch', args: [] };
const RELEASE: Statement = { sql: 'RELEASE batch', args: [] };

/**
 * Commits many batches with one sync of the disk: one transaction, a savepoint for each batch. A bad batch undoes itself and nobody
 * else. Nothing is told to anyone before COMMIT has returned. When the engine gives up the whole transaction (disk full, I/O), every
 * batch is tried alone, so that a small one still gets in.
 */
export function commitGroup(connection: Connection, batches: readonly Batch[]): Outcome[] {
  const outcomes: Outcome[] = [];
  try {
    connection.exec('BEGIN IMMEDIATE');
    for (const batch of batches) {
      outcomes.push(runBatch(connection, batch));
      if (!connection.inTransaction) return aloneOrFailed(connection, batches, outcomes);
    }
    connection.exec('COMMIT');
    return outcomes;
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    const failed = batches.map(({ id }): Outcome => ({ id, ok: false, error: toPlain(toStoreError(error, null)) }));
    return aloneOrFailed(connection, batches, failed);
  }
}

function aloneOrFailed(connection: Connection, batches: readonly Batch[], failed: Outcome[]): Outcome[] {
  if (batches.length === 1) return failed;
  return batches.flatMap((batch) => commitGroup(connection, [batch]));
}

function runBatch(connection: Connection, { id, statements }: Batch): Outcome {
  const rows: Rows[] = [];
  connection.run(SAVEPOINT);
  try {
    for (const statement of statements) rows.push(runChecked(connection, statement));
    connection.run(RELEASE);
    return { id, ok: true, rows };
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK TO batch; RELEASE batch');
    return { id, ok: false, error: toPlain(toStoreError(error, rows.length)) };
  }
}

function runChecked(connection: Connection, statement: Statement): Rows {
  const result = connection.run(statement);
  const expected = statement.expectRows;
  if (expected !== undefined && result.rowsAffected !== expected) {
    throw new StoreError('preconditionFailed', `changed ${result.rowsAffected} rows instead of ${expected}`);
  }
  return result;
}
