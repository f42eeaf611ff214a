import { parentPort } from 'node:worker_threads';
import { POLICIES } from './policies/index.ts';
import type { Job } from './pool.ts';
import { reportWorld } from './report.ts';

parentPort?.on('message', ({ world, seed, patients, policies }: Job) => {
  parentPort?.postMessage(
    reportWorld(
      world,
      seed,
      patients,
      POLICIES.filter(({ id }) => policies.includes(id)),
    ),
  );
});
