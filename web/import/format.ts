import type { FoundSession, Problems } from '#shared/import/found.ts';
import type { ImportFormat as FormatId } from '#shared/schema/session.ts';
import type { CsvAnswers, CsvQuestions } from './csv/questions.ts';

export interface ReadOptions {
  /** What began before this is passed over while reading, so that years of an export never lie in memory. UTC us. */
  readonly fromUs: number;
  /** What a person said about a CSV file; null before they were asked. */
  readonly csv: CsvAnswers | null;
  /** Bytes read so far. */
  readonly progress: (bytes: number) => void;
}

/** What a file holds. `questions`: it cannot be read before they are answered. */
export interface FileReading {
  readonly found: readonly FoundSession[];
  readonly problems: Problems;
  /** Sessions that began before `fromUs`. */
  readonly passedOver: number;
  readonly questions: CsvQuestions | null;
}

/**
 * One kind of file. Adding one is one file in web/import/formats and one line in index.ts. `read` never throws for what is in a file: a
 * file that is no such file, or is cut or hurt, comes back as problems with whatever could be read.
 */
export interface ImportFormat {
  readonly id: FormatId;
  /** Whether the first bytes (up to 4 KB) look like it. `name` is a hint only. */
  readonly sniff: (head: Uint8Array, name: string) => boolean;
  readonly read: (file: File, options: ReadOptions) => Promise<FileReading>;
}
