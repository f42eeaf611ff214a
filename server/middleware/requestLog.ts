import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';
import type { AppEnv } from '#server/context.ts';

/** One line per API request: method, route pattern (never the path, which holds ids), status, duration. No body, no query, no address. */
export const requestLog = createMiddleware<AppEnv>(async (c, next) => {
  const deps = c.get('deps');
  const startedUs = deps.clock.nowUs();
  await next();
  deps.log.info('request', {
    requestId: c.get('requestId'),
    method: c.req.method,
    route: matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'none',
    status: c.res.status,
    durationMs: Math.max(0, Math.round((deps.clock.nowUs() - startedUs) / 100) / 10),
  });
});
