import { parentPort, workerData } from 'node:worker_threads';
import { openConnection, toStoreError } from '#server/db/connection.ts';
import { type Outcome, type Report, type Request, toPlain } from '#server/db/messages.ts';

/** The thread that answers queries. Each query is its own snapshot, taken after every commit that was told before it was asked. */
const port = parentPort;
if (!port) throw new Error('runs in a worker thread only');
const { file } = workerData as { file: string };

const connection = openConnection(file, ['query_only=ON', 'wal_autocheckpoint=0', 'temp_store=MEMORY']);
port.on('message', (request: Request) => {
  if (request === 'close') {
    connection.close();
    port.close();
    return;
  }
  port.postMessage({ type: 'done', outcomes: [answer(request)] } satisfies Report);
});
port.postMessage({ type: 'ready' } satisfies Report);

function answer({ id, statements }: Exclude<Request, 'close'>): Outcome {
  try {
    return { id, ok: true, rows: statements.map((statement) => connection.run(statement)) };
  } catch (error) {
    return { id, ok: false, error: toPlain(toStoreError(error, null)) };
  }
}
