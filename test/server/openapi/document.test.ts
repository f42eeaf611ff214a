import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '#test/helpers/server.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: object;
}
interface Operation {
  readonly summary: string;
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, { readonly schema?: object }>> }>
  >;
  readonly 'x-access': string;
}
interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>>; readonly securitySchemes: object };
}

let server: TestServer;
let document: Document;
let text = '';
beforeAll(async () => {
  server = await startTestServer();
  const answer = await server.request('GET', '/api/openapi.json');
  expect(answer.status).toBe(200);
  text = await answer.text();
  document = JSON.parse(text) as Document;
});
afterAll(() => server.close());

/** Mounted API routes as "METHOD /path/{parameter}". */
function mounted(): Set<string> {
  const routes = server.app.routes.filter(
    (route) => route.path.startsWith('/api/v1/') && route.method !== 'ALL' && !route.path.includes('*'),
  );
  return new Set(routes.map((route) => `${route.method} ${route.path.replaceAll(/:([A-Za-z]+)(?:\{[^}]*\})?/g, '{$1}')}`));
}

const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, op]) => ({ name: `${method.toUpperCase()} ${path}`, path, op })),
  );

describe('OpenAPI document', () => {
  it('describes every mounted route and nothing else', () => {
    const described = operations().map(({ name }) => name);
    expect(mounted().size).toBeGreaterThanOrEqual(26);
    expect(described.toSorted()).toEqual([...mounted()].toSorted());
  });

  it('is version 3.1 with a licence, a title and the way to sign in', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: 'Evenpace API', version: '0.0.0-test', license: { identifier: 'Apache-2.0' } });
    expect(document.components.securitySchemes).toMatchObject({ session: { type: 'apiKey', in: 'cookie', name: 'evenpace' } });
  });

  it('gives every operation a summary, a tag, an access and a name of its own', () => {
    for (const { name, op } of operations()) {
      expect(op.summary, name).toMatch(/\S/);
      expect(op.tags, name).toHaveLength(1);
      expect(['public', 'signedIn', 'patient', 'staff'], name).toContain(op['x-access']);
    }
    const ids = operations().map(({ op }) => op.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('declares every path parameter once and as required', () => {
    for (const { name, path, op } of operations()) {
      const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]);
      const declared = (op.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map((parameter) => parameter.name).toSorted(), name).toEqual(inPath.toSorted());
      expect(
        declared.every((parameter) => parameter.required === true),
        name,
      ).toBe(true);
    }
  });

  it('describes every answer, problems as problem+json', () => {
    for (const { name, op } of operations()) {
      expect(
        Object.keys(op.responses).some((status) => status.startsWith('2')),
        name,
      ).toBe(true);
      for (const [status, response] of Object.entries(op.responses)) {
        expect(response.description, `${name} ${status}`).toMatch(/\S/);
        if (Number(status) >= 400) expect(Object.keys(response.content ?? {}), `${name} ${status}`).toEqual(['application/problem+json']);
      }
      if (op['x-access'] !== 'public') expect(Object.keys(op.responses), name).toEqual(expect.arrayContaining(['401', '403']));
    }
  });

  it('has no dangling reference and keeps no schema of the converter', () => {
    const refs = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]));
    expect(refs.size).toBeGreaterThan(15);
    for (const ref of refs) {
      const [, name] = /^#\/components\/schemas\/(\w+)$/.exec(ref) ?? [];
      expect(document.components.schemas[name], ref).toBeTypeOf('object');
    }
    expect(text).not.toMatch(/"\$defs"|"\$schema"|"nullable"|"~standard"/);
  });

  it('names the fields of a check-in with their ranges', () => {
    const checkIn = document.components.schemas.CheckIn as { properties: Record<string, { anyOf: readonly object[] }> };
    expect(checkIn.properties.painNrs.anyOf).toEqual([{ type: 'integer', minimum: 0, maximum: 10 }, { type: 'null' }]);
  });
});

describe('API page', () => {
  it('lists every operation, needs no script and nothing from elsewhere', async () => {
    const answer = await server.request('GET', '/api');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
    const page = await answer.text();
    for (const { path, op } of operations()) {
      expect(page).toContain(path);
      expect(page).toContain(op.summary);
    }
    expect(page).not.toMatch(/<script|<link|<img|https?:\/\//);
  });
});
