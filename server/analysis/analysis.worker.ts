import { parentPort } from 'node:worker_threads';
import { analyseRecording } from '#server/analysis/analyseRecording.ts';
import type { AnalysedRecording, Recording } from '#server/deps.ts';

export interface Job {
  readonly id: number;
  readonly recording: Recording;
}

export type Finished =
  | { readonly id: number; readonly ok: true; readonly result: AnalysedRecording }
  | { readonly id: number; readonly ok: false; readonly message: string };

/** The thread that analyses recordings, one after the other. */
const port = parentPort;
if (!port) throw new Error('runs in a worker thread only');

let last: Promise<void> = Promise.resolve();
port.on('message', ({ id, recording }: Job) => {
  last = last.then(async () => port.postMessage(await finish(id, recording)));
});

async function finish(id: number, recording: Recording): Promise<Finished> {
  try {
    return { id, ok: true, result: await analyseRecording(recording) };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
