import type { ImportedRecords } from '#web/store/importedRecords.ts';
import type { Answer, PrepareItem, ReadAnswer, Request } from './messages.ts';

/** Rejected with this when the person cancels. */
export class ImportCancelled extends Error {}

/** The reading of files, seen from the page. */
export interface ImportWork {
  read(request: Omit<Extract<Request, { type: 'read' }>, 'type'>, progress: (share: number) => void): Promise<ReadAnswer>;
  prepare(patientId: string, items: readonly PrepareItem[], progress: (share: number) => void): Promise<readonly ImportedRecords[]>;
  /** Ends whatever runs, at once. */
  cancel(): void;
}

export function createImportWork(): ImportWork {
  let worker: Worker | null = null;
  let reject: ((error: Error) => void) | null = null;

  function ask(request: Request, progress: (share: number) => void): Promise<Answer> {
    worker ??= new Worker(new URL('./import.worker.ts', import.meta.url), { type: 'module' });
    const own = worker;
    return new Promise((resolve, refuse) => {
      reject = refuse;
      own.onmessage = ({ data }: MessageEvent<Answer>) => {
        if (data.type === 'progress') progress(data.share);
        else if (data.type === 'failed') refuse(new Error(data.message));
        else resolve(data);
      };
      own.onerror = (event) => {
        event.preventDefault();
        refuse(new Error(event.message === '' ? 'The reader could not be started.' : event.message));
      };
      own.postMessage(request);
    });
  }
  return {
    read: async (request, progress) => {
      const answer = await ask({ type: 'read', ...request }, progress);
      if (answer.type !== 'read') throw new Error('unexpected answer');
      return answer.reading;
    },
    prepare: async (patientId, items, progress) => {
      if (items.length === 0) return [];
      const answer = await ask({ type: 'prepare', patientId, items }, progress);
      if (answer.type !== 'prepared') throw new Error('unexpected answer');
      return answer.records;
    },
    cancel: () => {
      worker?.terminate();
      worker = null;
      reject?.(new ImportCancelled());
      reject = null;
    },
  };
}
