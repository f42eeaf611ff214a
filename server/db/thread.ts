import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { fromPlain, type Report, type Request } from '#server/db/messages.ts';
import { type Rows, type Statement, StoreError } from '#server/db/store.ts';

/** Most requests waiting at once; beyond it callers are told to come back, so memory stays bounded. */
const MAX_WAITING = 1024;

/** Main-thread side of a database thread. */
export interface DatabaseThread {
  ask(statements: readonly Statement[]): Promise<readonly Rows[]>;
  /** Finishes what was asked before, then ends the thread. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (rows: readonly Rows[]) => void;
  readonly reject: (error: StoreError) => void;
}

/** Starts a thread; resolves when it is ready. Rejects with a StoreError whose message fits a terminal. */
export async function startThread(script: URL, data: Readonly<Record<string, string>>): Promise<DatabaseThread> {
  const worker = new Worker(script, { workerData: data, execArgv: [] });
  const waiting = new Map<number, Waiting>();
  let nextId = 0;
  let ended = false;
  const end = (error: StoreError) => {
    ended = true;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('message', (report: Report) => {
      if (report.type === 'ready') return resolve();
      if (report.type === 'refused') return reject(new StoreError('internal', report.message));
      for (const outcome of report.outcomes) {
        const asked = waiting.get(outcome.id);
        waiting.delete(outcome.id);
        if (outcome.ok) asked?.resolve(outcome.rows);
        else asked?.reject(fromPlain(outcome.error));
      }
    });
    worker.on('error', (error) => {
      reject(new StoreError('internal', `The database thread failed: ${error.message}`, null, error));
      end(new StoreError('internal', 'the database thread failed', null, error));
    });
  });
  const exited = once(worker, 'exit').then(() => end(new StoreError('closed', 'the database is closed')));
  try {
    await ready;
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return {
    ask(statements) {
      if (ended) return Promise.reject(new StoreError('closed', 'the database is closed'));
      if (waiting.size >= MAX_WAITING) return Promise.reject(new StoreError('busy', `${MAX_WAITING} requests are waiting`));
      return new Promise((resolve, reject) => {
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, statements: statements.map(sendable) } satisfies Request);
      });
    },
    async close() {
      if (!ended) worker.postMessage('close' satisfies Request);
      await exited;
    },
  };
}

/** A view into a larger buffer would be sent with the whole buffer behind it. */
function sendable(statement: Statement): Statement {
  const partial = (value: unknown) => value instanceof Uint8Array && value.byteLength !== value.buffer.byteLength;
  if (!statement.args.some(partial)) return statement;
  return { ...statement, args: statement.args.map((value) => (partial(value) ? Uint8Array.from(value as Uint8Array) : value)) };
}
