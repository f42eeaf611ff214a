import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ServiceError } from '#server/errors.ts';
import { MAX_CHUNK_BYTES } from '#shared/schema/chunk.ts';

/** Largest JSON body: the summary of a four-hour session with its series, or 500 events that carry decisions. */
export const MAX_JSON_BYTES = 4 * 1024 * 1024;

const tooLarge = (maxSize: number) => new ServiceError('payloadTooLarge', `The body is larger than ${maxSize} bytes.`);

/**
 * An announced length is checked without touching the body: on Node a touched body takes the slow way through web streams, and the
 * HTTP parser holds the sender to the length. A body without a length is counted while it is read.
 */
function limit(maxSize: number): MiddlewareHandler {
  const counted = bodyLimit({
    maxSize,
    onError: () => {
      throw tooLarge(maxSize);
    },
  });
  return (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const announced = c.req.header('content-length');
    if (announced === undefined || c.req.header('transfer-encoding') !== undefined) return counted(c, next);
    if (!(Number(announced) <= maxSize)) throw tooLarge(maxSize);
    return next();
  };
}

const chunks = limit(MAX_CHUNK_BYTES);
const others = limit(MAX_JSON_BYTES);

/** Bounds every body before anything reads it. */
export const bodyLimits: MiddlewareHandler = (c, next) => (/\/chunks\/[^/]+$/.test(c.req.path) ? chunks(c, next) : others(c, next));
