import { z } from 'zod';
import { Problem, type ProblemCode } from '#shared/schema/problem.ts';
import { ApiError, fromProblem } from './apiError.ts';

/** Where the API lives, seen from the page. */
export const API_BASE = '/api/v1';
/** Long enough for a slow phone network, short enough that nobody stares at a spinner. */
export const DEFAULT_TIMEOUT_MS = 15_000;

export interface RequestOptions<T> {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /api/v1, e.g. "/patients". */
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as they are (recording chunks); wins over `body`. */
  bytes?: Uint8Array<ArrayBuffer>;
  headers?: Readonly<Record<string, string>>;
  /** What a good answer looks like. Leave out where the answer has no body. */
  answer?: z.ZodType<T>;
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Origin in front of the base path; the page's own by default. */
  origin?: string;
}

/** Calls the API. Every failure is an ApiError; an answer that does not fit its schema is one too. */
export async function request<T = void>(options: RequestOptions<T>): Promise<T> {
  const response = await send(options);
  if (!response.ok) throw await failureOf(response);
  if (options.answer === undefined) return undefined as T;
  const parsed = options.answer.safeParse(await readJson(response));
  if (!parsed.success)
    throw new ApiError('badAnswer', { status: response.status, message: z.prettifyError(parsed.error), cause: parsed.error });
  return parsed.data;
}

async function send<T>(options: RequestOptions<T>): Promise<Response> {
  const deadline = AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers };
  let body: BodyInit | undefined;
  if (options.bytes !== undefined) {
    body = options.bytes;
    headers['content-type'] ??= 'application/octet-stream';
  } else if (options.body !== undefined) {
    body = JSON.stringify(options.body);
    headers['content-type'] = 'application/json';
  }
  try {
    return await fetch(`${options.origin ?? ''}${API_BASE}${options.path}`, {
      method: options.method ?? 'GET',
      headers,
      body,
      credentials: 'same-origin',
      signal: options.signal ? AbortSignal.any([options.signal, deadline]) : deadline,
    });
  } catch (cause) {
    if (options.signal?.aborted) throw new ApiError('aborted', { cause });
    if (deadline.aborted) throw new ApiError('timeout', { cause });
    throw new ApiError('offline', { cause });
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new ApiError('badAnswer', { status: response.status, cause });
  }
}

/** A proxy in between may answer without problem+json: then the status alone decides. */
async function failureOf(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '');
  try {
    const problem = Problem.safeParse(JSON.parse(text));
    if (problem.success) return fromProblem(problem.data);
  } catch {
    // Not JSON: fall through to the status.
  }
  return new ApiError(codeOfStatus(response.status), { status: response.status });
}

const codeByStatus: Readonly<Record<number, ProblemCode>> = {
  400: 'badRequest',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'notFound',
  405: 'methodNotAllowed',
  408: 'timeout',
  409: 'conflict',
  412: 'preconditionFailed',
  413: 'payloadTooLarge',
  422: 'unprocessable',
  429: 'tooManyRequests',
  507: 'storageFull',
};

function codeOfStatus(status: number): ProblemCode {
  return codeByStatus[status] ?? (status >= 502 && status <= 504 ? 'unavailable' : status >= 500 ? 'internal' : 'badRequest');
}
