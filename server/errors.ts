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

const NOT_YOURS = 'There is nothing here for this account.';

/** One wording for "not there" and "not yours": the two must not be told apart. */
export function notFound(): ServiceError {
  return new ServiceError('notFound', NOT_YOURS);
}

/** Something that a patient whom the caller may reach does not have yet: no denial. */
export function absent(message: string): ServiceError {
  return new ServiceError('notFound', message);
}

/** Was the caller kept from something: not allowed, or not theirs as far as anybody may know? */
export function isDenial(error: unknown): error is ServiceError {
  if (!(error instanceof ServiceError)) return false;
  return error.code === 'forbidden' || (error.code === 'notFound' && error.message === NOT_YOURS);
}
