import { Hono } from 'hono';
import type { AppEnv } from '#server/context.ts';

/** GET /healthz: 200 when the database answers. Says nothing about who uses it. */
export function healthRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/', async (c) => {
    const deps = c.get('deps');
    await deps.store.query({ sql: 'select 1', args: [] });
    return c.json({ status: 'ok', version: deps.config.version });
  });
}
