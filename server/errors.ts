import type { ProblemCode } from '#shared/schema/problem.ts';

export interface ProblemField {
  readonly path: string;
  readonly message: string;
}

export interface ServiceErrorOptions {
  /** Each bad input by its path, e.g. "plan.quotaMinutes". */
  readonly fields?: readonly ProblemField[];
  readonly retryAfterS?: number;
  /** Extension members of the problem (RFC 9457 section 3.2), e.g. {missing: MissingParts}. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** What a service refuses. The message goes to the caller: plain words, no health data, nothing about other people's records. */
export class ServiceError extends Error {
  readonly code: ProblemCode;
  readonly fields: readonly ProblemField[] | null;
  readonly retryAfterS: number | null;
  readonly extra: Readonly<Record<string, unknown>>;
  constructor(code: ProblemCode, message: string, options: ServiceErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'ServiceError';
    this.code = code;
    this.fields = options.fields ?? null;
    this.retryAfterS = options.retryAfterS ?? null;
    this.extra = options.extra ?? {};
  }
}

/** One wording for "not there" and "not yours": the two must not be told apart. */
export function notFound(): ServiceError {
  return new ServiceError('notFound', 'There is nothing here for this account.');
}
