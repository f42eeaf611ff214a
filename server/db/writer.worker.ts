import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { openConnection } from '#server/db/connection.ts';
import { type Batch, commitGroup } from '#server/db/groupCommit.ts';
import type { Report, Request } from '#server/db/messages.ts';
import { MigrationRefused, migrate } from '#server/db/migrate.ts';

/**
 * The thread that owns the only writing connection: it alone writes, migrates and checkpoints (SQLite 3.45's WAL-reset bug needs two).
 * Whatever has queued up while it was syncing is committed together.
 */
const MAX_GROUP = 128;

const port = parentPort;
if (!port) throw new Error('runs in a worker thread only');
const { file, migrationsFolder } = workerData as { file: string; migrationsFolder: string };
const report = (message: Report) => port.postMessage(message);

/** auto_vacuum stays off; a page size of 4 KiB is the default. FULL: a commit that was told survives a power cut. */
const PRAGMAS = ['journal_mode=WAL', 'synchronous=FULL', 'foreign_keys=ON', 'wal_autocheckpoint=1000', 'temp_store=MEMORY'];

try {
  const connection = openConnection(file, PRAGMAS);
  migrate(connection, migrationsFolder);
  port.on('message', (first: Request) => {
    const group: Batch[] = [];
    let closing = false;
    for (let next: Request | undefined = first; next !== undefined; next = group.length < MAX_GROUP ? receive() : undefined) {
      if (next === 'close') {
        closing = true;
        break;
      }
      group.push(next);
    }
    if (group.length > 0) report({ type: 'done', outcomes: commitGroup(connection, group) });
    if (!closing) return;
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    connection.close();
    port.close();
  });
  report({ type: 'ready' });
} catch (error) {
  const reason = error instanceof MigrationRefused ? error.message : `The database ${file} cannot be opened: ${String(error)}`;
  report({ type: 'refused', message: reason });
}

function receive(): Request | undefined {
  return port ? (receiveMessageOnPort(port)?.message as Request | undefined) : undefined;
}
