import type { Hono } from 'hono';
import { generateSpecs } from 'hono-openapi';
import type { AppEnv } from '#server/context.ts';

const DESCRIPTION = [
  'Everything the Evenpace screens do, they do through these operations.',
  'Identifiers are UUIDv7 made by the client, so a repeated PUT is safe: the same body gives the same answer, another body under the same id is a conflict.',
  'Times are UTC microseconds with the offset and zone of the person. Missing is null, never 0.',
  'Problems are application/problem+json (RFC 9457) with a closed set of codes; validation problems name each field.',
].join(' ');

export type OpenApiDocument = Awaited<ReturnType<typeof generateSpecs>>;

/** OpenAPI 3.1 of every mounted route, made from the same schemas that validate requests. */
export function openApiDocument(app: Hono<AppEnv>, info: { version: string; cookieName: string }): Promise<OpenApiDocument> {
  return generateSpecs(app, {
    defaultValidationErrorResponse: false,
    excludeStaticFile: false,
    documentation: {
      info: {
        title: 'Evenpace API',
        version: info.version,
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: info.cookieName, description: 'Set by sign-in; HttpOnly.' },
        },
      },
    },
  });
}
