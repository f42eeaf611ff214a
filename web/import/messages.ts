import type { FoundSession } from '#shared/import/found.ts';
import type { ContentIdentity, ImportAnswers } from '#shared/import/session.ts';
import type { ImportFormat } from '#shared/schema/session.ts';
import type { ImportedRecords } from '#web/store/importedRecords.ts';
import type { CsvAnswers } from './csv/questions.ts';
import type { FileReading } from './format.ts';

/** What the page asks of the worker. One request at a time; a page that wants to stop ends the worker. */
export type Request =
  | { readonly type: 'read'; readonly file: File; readonly fromUs: number; readonly csv: CsvAnswers | null }
  | { readonly type: 'prepare'; readonly patientId: string; readonly items: readonly PrepareItem[] };

export interface PrepareItem {
  readonly found: FoundSession;
  readonly identity: ContentIdentity;
  readonly answers: ImportAnswers;
}

/** `format` null: none of the formats knows the file. */
export type ReadAnswer = FileReading & { readonly format: ImportFormat | null };

/** `progress`: share of the work done, 0 to 1. */
export type Answer =
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'read'; readonly reading: ReadAnswer }
  | { readonly type: 'prepared'; readonly records: readonly ImportedRecords[] }
  | { readonly type: 'failed'; readonly message: string };
