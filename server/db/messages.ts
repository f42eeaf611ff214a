import { type Rows, type Statement, StoreError, type StoreErrorCode } from '#server/db/store.ts';

/** Main thread -> database thread. Only the writer gets more than one statement. */
export type Request = { readonly id: number; readonly statements: readonly Statement[] } | 'close';

/** An error in a form that survives the way between threads. */
export interface PlainError {
  readonly code: StoreErrorCode;
  readonly message: string;
  readonly statementIndex: number | null;
}

export type Outcome =
  | { readonly id: number; readonly ok: true; readonly rows: readonly Rows[] }
  | { readonly id: number; readonly ok: false; readonly error: PlainError };

/** Database thread -> main thread. `refused`: the database could not be opened or migrated; a sentence for the terminal. */
export type Report =
  | { readonly type: 'ready' }
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'done'; readonly outcomes: readonly Outcome[] };

export const toPlain = ({ code, message, statementIndex }: StoreError): PlainError => ({ code, message, statementIndex });
export const fromPlain = ({ code, message, statementIndex }: PlainError) => new StoreError(code, message, statementIndex);
