import { parentPort } from 'node:worker_threads';
import { analyseRecording, refineRecording } from '#server/analysis/analyseRecording.ts';
import type { Deps, Recording } from '#server/deps.ts';

/** What is asked of a recording: what the live screen showed, or the second look at the whole. */
const LOOKS = { analyse: analyseRecording, refine: refineRecording } satisfies Deps['analysis'];
export type Look = keyof typeof LOOKS;

export interface Job {
  readonly id: number;
  readonly look: Look;
  readonly recording: Recording;
}

export type Finished =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };

/** The thread that analyses recordings, one after the other. */
const port = parentPort;
if (!port) throw new Error('runs in a worker thread only');

let last: Promise<void> = Promise.resolve();
port.on('message', (job: Job) => {
  last = last.then(async () => port.postMessage(await finish(job)));
});

async function finish({ id, look, recording }: Job): Promise<Finished> {
  try {
    return { id, ok: true, result: await LOOKS[look](recording) };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
