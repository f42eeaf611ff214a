import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { StoreError } from '#server/db/store.ts';
import { ServiceError } from '#server/errors.ts';
import { MAX_JSON_BYTES } from '#server/middleware/bodyLimits.ts';
import { problemResponse, statusOf, toServiceError } from '#server/problem.ts';
import { Problem, ProblemCode } from '#shared/schema/problem.ts';
import { type SeededActor, seedActor, seedClinic, startTestServer, TEST_ORIGIN, type TestServer } from '#test/helpers/server.ts';

let server: TestServer;
let patient: SeededActor;
beforeAll(async () => {
  const files = new Map([
    ['/index.html', { body: new TextEncoder().encode('<p>index</p>'), contentType: 'text/html; charset=utf-8', immutable: false }],
    ['/assets/main-1a2b.js', { body: new TextEncoder().encode('1'), contentType: 'text/javascript', immutable: true }],
  ]);
  server = await startTestServer({ staticFiles: { read: async (path) => files.get(path) ?? null } });
  patient = await seedActor(server, await seedClinic(server), 'patient');
});
afterAll(() => server.close());

describe('every answer', () => {
  it('has a request id of its own, the same in the log', async () => {
    const [one, two] = [
      await server.request('GET', '/api/v1/auth/me', { as: patient }),
      await server.request('GET', '/api/v1/auth/me', { as: patient }),
    ];
    const ids = [one, two].map((answer) => answer.headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(2);
    const logged = server.logLines.filter((line) => ids.includes(String(line.requestId)));
    expect(logged.map(({ event, method, route, status }) => ({ event, method, route, status }))).toEqual([
      { event: 'request', method: 'GET', route: '/api/v1/auth/me', status: 200 },
      { event: 'request', method: 'GET', route: '/api/v1/auth/me', status: 200 },
    ]);
  });

  it('forbids frames, sniffing and foreign scripts', async () => {
    for (const path of ['/', '/api/v1/auth/me', '/healthz', '/api/v1/nowhere']) {
      const { headers } = await server.request('GET', path);
      expect(headers.get('content-security-policy'), path).toMatch(/default-src 'none'; script-src 'self';.*frame-ancestors 'none'/);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
    }
    expect((await server.request('GET', '/api/v1/auth/me', { as: patient })).headers.get('cache-control')).toBe('no-store');
  });
});

describe('/healthz', () => {
  it('says ok while the database answers and 503 when it does not', async () => {
    expect(await (await server.request('GET', '/healthz')).json()).toEqual({ status: 'ok', version: '0.0.0-test' });
    const closed = await startTestServer();
    await closed.close();
    const answer = await closed.request('GET', '/healthz');
    expect(answer.status).toBe(503);
    expect(Problem.parse(await answer.json()).code).toBe('unavailable');
  });
});

describe('the web client', () => {
  it('gets hashed assets for a year, pages anew, and index.html for its own pages', async () => {
    const asset = await server.request('GET', '/assets/main-1a2b.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    for (const path of ['/', '/today', '/patients/0198c0de-0000-7000-8000-000000000000']) {
      const page = await server.request('GET', path);
      expect(await page.text()).toBe('<p>index</p>');
      expect(page.headers.get('cache-control')).toBe('no-cache');
    }
  });

  it('does not get index.html for a missing file or a missing operation', async () => {
    expect((await server.request('GET', '/assets/gone-9f.js')).status).toBe(404);
    expect((await server.request('GET', '/api/v1/nowhere', { as: patient })).headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('requests of other sites', () => {
  const signOut = (headers: Record<string, string>) =>
    server.request('POST', '/api/v1/auth/sign-out', { headers: { ...headers, cookie: 'evenpace=none' }, json: {} });

  it('are refused before anything happens', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'null' },
    ]) {
      expect((await signOut(headers as unknown as Record<string, string>)).status, JSON.stringify(headers)).toBe(403);
    }
  });

  it('are told apart from our own', async () => {
    for (const headers of [
      { origin: TEST_ORIGIN },
      { origin: 'http://127.0.0.1:8787', 'sec-fetch-site': 'same-origin' },
      { host: 'h:1', origin: 'http://h:1' },
    ]) {
      expect((await signOut(headers as unknown as Record<string, string>)).status, JSON.stringify(headers)).not.toBe(403);
    }
  });
});

describe('bodies', () => {
  it('are bounded', async () => {
    const answer = await server.request('POST', '/api/v1/auth/sign-out', {
      as: patient,
      body: 'x'.repeat(MAX_JSON_BYTES + 1),
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(413);
    expect(Problem.parse(await answer.json()).code).toBe('payloadTooLarge');
  });
});

describe('problems', () => {
  it('give each code one error status', () => {
    expect(ProblemCode.options.length).toBeGreaterThan(10);
    for (const code of ProblemCode.options) {
      const answer = problemResponse(new ServiceError(code, 'words'), 'id');
      expect(answer.status).toBe(statusOf(code));
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
  });

  it('name fields, wait time and extensions, and cannot be overwritten by them', async () => {
    const error = new ServiceError('tooManyRequests', 'Wait.', {
      retryAfterS: 7,
      fields: [{ path: 'a.b', message: 'bad' }],
      extra: { missing: [1], status: 200 },
    });
    const answer = problemResponse(error, 'request-1');
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(await answer.json()).toMatchObject({
      status: 429,
      code: 'tooManyRequests',
      requestId: 'request-1',
      missing: [1],
      fields: [{ path: 'a.b', message: 'bad' }],
    });
  });

  it('come from zod, JSON, the store and the unknown', () => {
    const parsed = z.object({ a: z.object({ b: z.array(z.number()) }) }).safeParse({ a: { b: [1, 'x'] } });
    expect(toServiceError(parsed.error)).toMatchObject({ code: 'validation', fields: [{ path: 'a.b.1' }] });
    expect(toServiceError(new SyntaxError('x')).code).toBe('badRequest');
    expect(toServiceError(new StoreError('full', ''))).toMatchObject({ code: 'storageFull', retryAfterS: 60 });
    expect(toServiceError(new StoreError('preconditionFailed', '')).code).toBe('conflict');
    expect(toServiceError(new StoreError('busy', '')).code).toBe('unavailable');
    const unknown = toServiceError(new Error('pain 7 of Anna'));
    expect(unknown.code).toBe('internal');
    expect(unknown.message).not.toContain('Anna');
  });

  it('of an unknown kind are logged by class and place, without their words', async () => {
    const store = { ...server.deps.store, query: () => Promise.reject(new TypeError('pain 7 of Anna')) };
    const broken = await startTestServer({ store });
    const answer = await broken.request('GET', '/api/v1/auth/me', { as: patient });
    expect(answer.status).toBe(500);
    const failed = broken.logLines.find((line) => line.event === 'failed');
    expect(failed?.error).toMatch(/^TypeError at /);
    expect(JSON.stringify(broken.logLines) + (await answer.text())).not.toContain('Anna');
    await broken.close();
  });
});
