import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ApiError } from '#web/api/apiError.ts';
import { errorText, fieldErrors } from '#web/api/errorText.ts';
import { request } from '#web/api/request.ts';
import { common } from '#web/copy/common.ts';

let server: Server | null = null;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server = null;
});

async function serve(handler: (req: IncomingMessage, res: ServerResponse, body: string) => void): Promise<string> {
  const created = createServer((req, res) => {
    let body = '';
    req.setEncoding('utf8').on('data', (part) => {
      body += part;
    });
    req.on('end', () => handler(req, res, body));
  });
  server = created;
  await new Promise<void>((resolve) => created.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(created.address() as AddressInfo).port}`;
}

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

const Answer = z.object({ sum: z.number() });

test('sends JSON below the API base and returns the checked answer', async () => {
  let seen = '';
  const origin = await serve((req, res, body) => {
    seen = `${req.method} ${req.url} ${req.headers['content-type']} ${body}`;
    res.setHeader('content-type', 'application/json').end('{"sum":3}');
  });
  const answer = await request({ origin, method: 'POST', path: '/sums', body: { a: 1, b: 2 }, answer: Answer });
  expect(answer).toEqual({ sum: 3 });
  expect(seen).toBe('POST /api/v1/sums application/json {"a":1,"b":2}');
});

test('sends bytes as they are', async () => {
  const seen: { type?: string; length?: number } = {};
  const origin = await serve((req, res, body) => {
    Object.assign(seen, { type: req.headers['content-type'], length: body.length });
    res.writeHead(204).end();
  });
  await request({ origin, method: 'PUT', path: '/chunks/1', bytes: new Uint8Array([1, 2, 3]) });
  expect(seen).toEqual({ type: 'application/octet-stream', length: 3 });
});

test('an empty answer is fine where none is expected', async () => {
  const origin = await serve((_req, res) => res.writeHead(204).end());
  await expect(request({ origin, method: 'DELETE', path: '/x' })).resolves.toBeUndefined();
});

test('problem+json becomes an error with code, fields and the id for support', async () => {
  const origin = await serve((_req, res) => {
    res.writeHead(422, { 'content-type': 'application/problem+json' }).end(
      JSON.stringify({
        type: 'about:blank',
        title: 'Some fields are wrong',
        status: 422,
        code: 'validation',
        requestId: 'req-7',
        fields: [
          { path: 'exercises.0.sets', message: 'At least 1.' },
          { path: 'exercises.0.sets', message: 'second message of the same field' },
        ],
      }),
    );
  });
  const error = await failure(request({ origin, path: '/plans', answer: Answer }));
  expect([error.code, error.status, error.requestId, error.retryable]).toEqual(['validation', 422, 'req-7', false]);
  expect(fieldErrors(error)).toEqual({ 'exercises.0.sets': 'At least 1.' });
});

test.each([
  [401, 'unauthenticated'],
  [409, 'conflict'],
  [429, 'tooManyRequests'],
  [502, 'unavailable'],
  [500, 'internal'],
  [418, 'badRequest'],
] as const)('a bare %i from a proxy in between is still a closed code: %s', async (status, code) => {
  const origin = await serve((_req, res) => res.writeHead(status).end('<html>nope</html>'));
  expect((await failure(request({ origin, path: '/x', answer: Answer }))).code).toBe(code);
});

test('an answer that does not fit its schema is an error, not data', async () => {
  const origin = await serve((_req, res) => res.end('{"sum":"3"}'));
  expect((await failure(request({ origin, path: '/x', answer: Answer }))).code).toBe('badAnswer');
});

test('an answer that is no JSON is an error', async () => {
  const origin = await serve((_req, res) => res.end('<html></html>'));
  expect((await failure(request({ origin, path: '/x', answer: Answer }))).code).toBe('badAnswer');
});

test('a server that never answers ends in a timeout', async () => {
  const origin = await serve(() => {});
  const error = await failure(request({ origin, path: '/x', answer: Answer, timeoutMs: 40 }));
  expect([error.code, error.retryable]).toEqual(['timeout', true]);
});

test('leaving a page aborts its call', async () => {
  const abort = new AbortController();
  const origin = await serve(() => abort.abort());
  expect((await failure(request({ origin, path: '/x', answer: Answer, signal: abort.signal }))).code).toBe('aborted');
});

test('no connection is told apart and says that nothing typed is lost', async () => {
  const origin = await serve(() => {});
  server?.closeAllConnections();
  await new Promise<void>((resolve) => server?.close(() => resolve()));
  server = null;
  const error = await failure(request({ origin, path: '/x', answer: Answer }));
  expect([error.code, error.retryable]).toEqual(['offline', true]);
  expect(errorText(error)).toBe(common.error.offline);
});

test('the server’s own sentence is shown where no fixed text fits', () => {
  expect(errorText(new ApiError('unprocessable', { status: 422, message: 'This passkey could not be checked.' }))).toBe(
    'This passkey could not be checked.',
  );
  expect(errorText(new ApiError('internal', { status: 500, message: 'stack of secrets' }))).toBe(common.error.internal);
  expect(errorText(new TypeError('x'))).toBe(common.error.internal);
});
