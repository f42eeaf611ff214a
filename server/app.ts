import { Hono } from 'hono';
import type { AppEnv } from '#server/context.ts';
import type { Deps } from '#server/deps.ts';
import { notFound } from '#server/errors.ts';
import { bodyLimits } from '#server/middleware/bodyLimits.ts';
import { requestId } from '#server/middleware/requestId.ts';
import { requestLog } from '#server/middleware/requestLog.ts';
import { sameOrigin } from '#server/middleware/sameOrigin.ts';
import { securityHeaders } from '#server/middleware/securityHeaders.ts';
import { sessionMiddleware } from '#server/middleware/session.ts';
import { problemResponse, toServiceError } from '#server/problem.ts';
import { healthRoutes } from '#server/routes/health.ts';
import { ROUTES } from '#server/routes/index.ts';
import { openapiRoutes } from '#server/routes/openapi.ts';
import { staticFiles } from '#server/routes/static.ts';

/** The whole server as a function of its dependencies: no environment, no globals, the same on every runtime. */
export function createApp(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.onError((error, c) => {
    const refused = toServiceError(error);
    const requestId = c.get('requestId');
    if (refused.code === 'internal') deps.log.error('failed', { requestId, error: nameOf(refused.cause) });
    return problemResponse(refused, requestId);
  });
  app.notFound((c) => problemResponse(notFound(), c.get('requestId')));

  app.use(requestId(deps), securityHeaders);
  app.route('/healthz', healthRoutes());

  const api = new Hono<AppEnv>();
  api.use(requestLog, bodyLimits, sessionMiddleware(), sameOrigin);
  for (const routes of ROUTES) api.route('/', routes());
  app.route('/api/v1', api);
  app.route(
    '/api',
    openapiRoutes(() => app),
  );

  app.get('*', staticFiles);
  return app;
}

/** An error's class and place, without its message: messages of foreign errors may quote data. */
function nameOf(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause;
  const place = cause.stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? '';
  const code = 'code' in cause ? ` ${String(cause.code)}` : '';
  return `${cause.name}${code} ${place.trim()}`;
}
