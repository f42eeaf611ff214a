import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '#server/context.ts';
import type { Deps } from '#server/deps.ts';
import { newId } from '#server/newId.ts';

/** Gives every request an id of ours (a caller's own is not trusted) and hands the dependencies on. */
export function requestId(deps: Deps) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const id = newId(deps);
    c.set('deps', deps);
    c.set('requestId', id);
    c.set('actor', null);
    await next();
    c.res.headers.set('x-request-id', id);
  });
}
