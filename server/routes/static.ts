import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '#server/context.ts';

/** The built web client. Hashed assets never change and are kept for a year; pages are asked for anew; unknown pages get index.html. */
export const staticFiles = createMiddleware<AppEnv>(async (c, next) => {
  const files = c.get('deps').staticFiles;
  if (!files || c.req.path.startsWith('/api/')) return next();
  const isPage = !/\.[a-z0-9]+$/i.test(c.req.path);
  const found = await files.read(isPage ? '/index.html' : c.req.path);
  if (!found) return next();
  const cacheControl = found.immutable ? 'public, max-age=31536000, immutable' : 'no-cache';
  return c.body(new Uint8Array(found.body), 200, { 'content-type': found.contentType, 'cache-control': cacheControl });
});
