import { Hono } from 'hono';
import type { AppEnv } from '#server/context.ts';
import { cookieName } from '#server/middleware/session.ts';
import { type OpenApiDocument, openApiDocument } from '#server/openapi/document.ts';
import { apiReferencePage } from '#server/pages/apiReference.ts';

/** /api/openapi.json and the readable page at /api. `root` is the whole app: every mounted route is described. */
export function openapiRoutes(root: () => Hono<AppEnv>): Hono<AppEnv> {
  let document: Promise<OpenApiDocument> | null = null;
  const describeOnce = (config: { origin: string; version: string }) => {
    document ??= openApiDocument(root(), { version: config.version, cookieName: cookieName(config.origin) });
    return document;
  };
  return new Hono<AppEnv>()
    .get('/openapi.json', async (c) => c.json(await describeOnce(c.get('deps').config)))
    .get('/', async (c) => c.html(apiReferencePage(await describeOnce(c.get('deps').config))));
}
