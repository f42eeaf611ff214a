import type { Problem, ProblemCode } from '#shared/schema/problem.ts';

/** Why a call failed: the server's closed codes and three that arise on the way. */
export type ApiErrorCode = ProblemCode | 'offline' | 'aborted' | 'badAnswer';

export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** The only error this folder throws. `fields` names each bad input; `requestId` finds the call in the server's log. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly status: number | null;
  readonly fields: readonly FieldProblem[];
  readonly requestId: string | null;

  constructor(
    code: ApiErrorCode,
    options: { status?: number; message?: string; fields?: readonly FieldProblem[]; requestId?: string; cause?: unknown } = {},
  ) {
    super(options.message ?? code, { cause: options.cause });
    this.name = 'ApiError';
    this.code = code;
    this.status = options.status ?? null;
    this.fields = options.fields ?? [];
    this.requestId = options.requestId ?? null;
  }

  /** The same call may succeed later without any change. */
  get retryable(): boolean {
    return ['offline', 'timeout', 'tooManyRequests', 'unavailable', 'internal', 'storageFull'].includes(this.code);
  }
}

export function fromProblem(problem: Problem): ApiError {
  return new ApiError(problem.code, {
    status: problem.status,
    message: problem.detail ?? problem.title,
    fields: problem.fields ?? [],
    requestId: problem.requestId,
  });
}
