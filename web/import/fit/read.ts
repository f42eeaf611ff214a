import type { FoundSession } from '#shared/import/found.ts';
import { ProblemLog } from '#shared/import/problemLog.ts';
import type { FileReading, ReadOptions } from '#web/import/format.ts';
import { sessionsOf } from './activity.ts';
import { messagesOf } from './messages.ts';
import { fitParts } from './parts.ts';

/** More than a week of one-second records with every field; a larger one is no activity file. */
const MOST_BYTES = 64 << 20;

export async function readFit(file: File, options: ReadOptions): Promise<FileReading> {
  const log = new ProblemLog();
  const found: FoundSession[] = [];
  let passedOver = 0;
  if (file.size > MOST_BYTES) log.add('tooMuch', file.name, `${file.size} bytes, at most ${MOST_BYTES} are read`);
  else {
    const bytes = new Uint8Array(await file.arrayBuffer());
    for (const part of fitParts(bytes, log)) {
      for (const session of sessionsOf(messagesOf(part, log))) {
        if (session.startedUs < options.fromUs) passedOver++;
        else found.push(session);
      }
      options.progress(part.offset + part.bytes.length);
    }
  }
  if (found.length === 0 && passedOver === 0 && log.count === 0) log.add('empty', file.name, 'there is no activity in this file');
  return { found, problems: log.problems, passedOver, questions: null };
}
