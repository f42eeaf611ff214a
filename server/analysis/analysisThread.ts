import { Worker } from 'node:worker_threads';
import type { Finished, Job, Look } from '#server/analysis/analysis.worker.ts';
import type { Deps, Recording } from '#server/deps.ts';

export interface AnalysisThread extends Readonly<Deps['analysis']> {
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** Analyses recordings on a thread of its own, started with the first one and started anew should it ever fail. */
export function analysisThread(): AnalysisThread {
  let worker: Worker | null = null;
  let nextId = 0;
  const waiting = new Map<number, Waiting>();

  const start = (): Worker => {
    const fresh = new Worker(new URL('./analysis.worker.ts', import.meta.url), { execArgv: [] });
    const gone = (error: Error) => {
      if (worker !== fresh) return;
      worker = null;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    fresh.on('message', (finished: Finished) => {
      const asked = waiting.get(finished.id);
      waiting.delete(finished.id);
      if (finished.ok) asked?.resolve(finished.result as never);
      else asked?.reject(new Error(finished.message));
    });
    fresh.on('error', (error) => gone(error));
    fresh.on('exit', () => gone(new Error('the analysis thread has ended')));
    return fresh;
  };

  const ask = <T>(look: Look, recording: Recording): Promise<T> =>
    new Promise((resolve, reject) => {
      worker ??= start();
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, look, recording } satisfies Job);
    });

  return {
    analyse: (recording) => ask('analyse', recording),
    refine: (recording) => ask('refine', recording),
    async close() {
      await worker?.terminate();
    },
  };
}
