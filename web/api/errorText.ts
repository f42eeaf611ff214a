import { common } from '#web/copy/common.ts';
import { UnreadableRecord } from '#web/store/sealedRow.ts';
import { ApiError, type ApiErrorCode } from './apiError.ts';

const texts: Partial<Record<ApiErrorCode, string>> = {
  offline: common.error.offline,
  timeout: common.error.timeout,
  badAnswer: common.error.badAnswer,
  unauthenticated: common.error.unauthenticated,
  notFound: common.error.notFound,
  tooManyRequests: common.error.tooManyRequests,
  validation: common.error.validation,
};

/** What happened, what was kept, what to do. */
export function errorText(error: unknown): string {
  if (error instanceof UnreadableRecord) return common.error.unreadable;
  if (!(error instanceof ApiError)) return common.error.internal;
  const fixed = texts[error.code];
  if (fixed !== undefined) return fixed;
  // For the rest the server's own sentence says more than any general one.
  return error.status !== null && error.status < 500 && error.message !== error.code ? error.message : common.error.internal;
}

/** First message for each bad input, by its dotted path ("exercises.0.sets"). */
export function fieldErrors(error: unknown): Readonly<Record<string, string>> {
  const result: Record<string, string> = {};
  if (error instanceof ApiError) for (const field of error.fields) result[field.path] ??= field.message;
  return result;
}
