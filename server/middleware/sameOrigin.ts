import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '#server/context.ts';
import { ServiceError } from '#server/errors.ts';
import { allowedOrigins } from '#server/services/auth/relyingParty.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses changes that another site's page makes the browser send (CSRF). Browsers tell with Sec-Fetch-Site, older ones with Origin;
 * a client that sends neither is no browser and carries no cookie by itself.
 */
export const sameOrigin = createMiddleware<AppEnv>(async (c, next) => {
  if (!SAFE_METHODS.has(c.req.method)) {
    const site = c.req.header('sec-fetch-site');
    const origin = c.req.header('origin');
    const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
    const foreignOrigin = origin !== undefined && !isOwnOrigin(origin, c.get('deps').config.origin, c.req.header('host'));
    if (foreignSite || foreignOrigin) throw new ServiceError('forbidden', 'Requests from other sites are not accepted.');
  }
  await next();
});

/** The configured origin, or the very host that was asked (behind another name, or on a port chosen at start). */
function isOwnOrigin(origin: string, configOrigin: string, host: string | undefined): boolean {
  if (allowedOrigins(configOrigin).includes(origin)) return true;
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}
