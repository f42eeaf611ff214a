import { now } from '#web/store/now.ts';
import type { FileReading } from './format.ts';
import { formatOf } from './formats/index.ts';
import type { Answer, ReadAnswer, Request } from './messages.ts';
import { prepare } from './prepare.ts';

/** Reads files and analyses what was chosen of them, away from the page: a gigabyte takes a while. */
const answer = (message: Answer) => postMessage(message);
/** A page needs no more than so many steps of progress. */
const STEP = 0.005;

async function read({ file, fromUs, csv }: Extract<Request, { type: 'read' }>): Promise<ReadAnswer> {
  const format = await formatOf(file);
  if (format === null) return { ...NOTHING, format: null };
  let told = 0;
  const progress = (bytes: number) => {
    const share = file.size === 0 ? 1 : bytes / file.size;
    if (share < told + STEP) return;
    told = share;
    answer({ type: 'progress', share });
  };
  return { ...(await format.read(file, { fromUs, csv, progress })), format: format.id };
}

const NOTHING: FileReading = { found: [], problems: { first: [], count: 0 }, passedOver: 0, questions: null };

async function run(request: Request): Promise<Answer> {
  if (request.type === 'read') return { type: 'read', reading: await read(request) };
  const records = [];
  for (const { found, identity, answers } of request.items) {
    records.push(await prepare(found, identity, request.patientId, answers, now.momentAt));
    answer({ type: 'progress', share: records.length / request.items.length });
  }
  return { type: 'prepared', records };
}

addEventListener('message', ({ data }: MessageEvent<Request>) => {
  run(data).then(answer, (error: unknown) => answer({ type: 'failed', message: error instanceof Error ? error.message : String(error) }));
});
