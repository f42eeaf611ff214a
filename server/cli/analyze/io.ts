/** What a command may touch. Handed in, so tests run the commands in memory. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Rejects when the file cannot be read. */
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly writeFile: (path: string, text: string) => Promise<void>;
}

/** Exit codes of `evenpace analyze`: done; input or arguments refused; asked for something that is not there yet. */
export const EXIT_OK = 0;
export const EXIT_REFUSED = 1;
export const EXIT_USAGE = 2;

/** A value or a sentence for the person who typed the command. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

export function refuse(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}

/** The file of --out cannot be written; told in one line by runAnalyze. */
export class CannotWrite extends Error {
  override readonly name = 'CannotWrite';
  constructor(path: string, cause: unknown) {
    super(`${path} cannot be written (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`, { cause });
  }
}
