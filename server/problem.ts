import { DrizzleQueryError } from 'drizzle-orm';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { StoreError, type StoreErrorCode } from '#server/db/store.ts';
import { ServiceError } from '#server/errors.ts';
import type { Problem, ProblemCode } from '#shared/schema/problem.ts';

const PROBLEMS: Record<ProblemCode, { status: number; title: string }> = {
  badRequest: { status: 400, title: 'The request could not be read' },
  validation: { status: 422, title: 'Some fields need another look' },
  unauthenticated: { status: 401, title: 'Please sign in' },
  forbidden: { status: 403, title: 'Not allowed' },
  notFound: { status: 404, title: 'Not found' },
  methodNotAllowed: { status: 405, title: 'Method not allowed' },
  timeout: { status: 408, title: 'The request took too long' },
  conflict: { status: 409, title: 'Conflict with what is stored' },
  preconditionFailed: { status: 412, title: 'The record has changed meanwhile' },
  payloadTooLarge: { status: 413, title: 'Too large' },
  unprocessable: { status: 422, title: 'The content cannot be used' },
  tooManyRequests: { status: 429, title: 'Too many attempts' },
  internal: { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'Not available right now' },
  storageFull: { status: 507, title: 'The storage is full' },
};

export const statusOf = (code: ProblemCode): number => PROBLEMS[code].status;

const STORE_CODES: Record<StoreErrorCode, { code: ProblemCode; message: string; retryAfterS?: number }> = {
  preconditionFailed: { code: 'conflict', message: 'The record has changed meanwhile. Load it again and repeat the change.' },
  constraint: { code: 'conflict', message: 'This does not fit what is already stored.' },
  full: {
    code: 'storageFull',
    message: 'The storage is full; nothing was saved. Keep the record and send it again later.',
    retryAfterS: 60,
  },
  busy: { code: 'unavailable', message: 'The storage is busy. Try again in a moment.', retryAfterS: 2 },
  closed: { code: 'unavailable', message: 'The server is stopping. Try again in a moment.', retryAfterS: 5 },
  corrupt: { code: 'internal', message: 'The storage cannot be read.' },
  internal: { code: 'internal', message: 'The storage did not answer as expected.' },
};

/** Any thrown value as a ServiceError. Foreign errors keep their words to themselves: they travel as `cause`, for the log. */
export function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof DrizzleQueryError && error.cause) return toServiceError(error.cause);
  if (error instanceof StoreError) {
    const { code, message, retryAfterS } = STORE_CODES[error.code];
    return new ServiceError(code, message, { cause: error, retryAfterS });
  }
  if (error instanceof z.ZodError) {
    const fields = error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
    return new ServiceError('validation', 'Some fields need another look.', { fields, cause: error });
  }
  if (error instanceof HTTPException) return fromStatus(error);
  if (error instanceof SyntaxError) return new ServiceError('badRequest', 'The body is not valid JSON.', { cause: error });
  return new ServiceError('internal', 'The request could not be carried out. Quote the request id when you ask for help.', {
    cause: error,
  });
}

/** Hono's own refusals, e.g. 400 for a body that is not JSON and 413 from the body limit. */
function fromStatus(error: HTTPException): ServiceError {
  const found = Object.entries(PROBLEMS).find(([, problem]) => problem.status === error.status);
  const code = (found?.[0] ?? (error.status < 500 ? 'badRequest' : 'internal')) as ProblemCode;
  const message = code === 'badRequest' ? 'The body is not valid JSON.' : PROBLEMS[code].title;
  return new ServiceError(code, message, { cause: error });
}

/** RFC 9457 answer. */
export function problemResponse(error: ServiceError, requestId: string): Response {
  const { status, title } = PROBLEMS[error.code];
  const problem: Problem = {
    type: 'about:blank',
    title,
    status,
    detail: error.message,
    code: error.code,
    requestId,
    ...(error.fields ? { fields: [...error.fields] } : {}),
  };
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  if (error.retryAfterS !== null) headers.set('retry-after', String(error.retryAfterS));
  return new Response(JSON.stringify({ ...error.extra, ...problem }), { status, headers });
}
