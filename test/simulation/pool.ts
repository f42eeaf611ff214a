import { Worker } from 'node:worker_threads';
import type { WorldReport } from './report.ts';
import type { World } from './world.ts';

/** One world for one worker. Policies by id. */
export interface Job {
  readonly world: World;
  readonly seed: number;
  readonly patients: number;
  readonly policies: readonly string[];
}

/** Runs the jobs on that many threads; reports in the order of the jobs. The result does not depend on the number. */
export async function runJobs(jobs: readonly Job[], threads: number, onDone: (done: number) => void): Promise<WorldReport[]> {
  const reports: WorldReport[] = [];
  let next = 0;
  let done = 0;
  const runThread = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url));
      let current = -1;
      const give = () => {
        if (next >= jobs.length) {
          worker.terminate().then(() => resolve(), reject);
          return;
        }
        current = next++;
        worker.postMessage(jobs[current]);
      };
      worker.on('message', (report: WorldReport) => {
        reports[current] = report;
        onDone(++done);
        give();
      });
      worker.on('error', reject);
      give();
    });
  await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, runThread));
  return reports;
}
