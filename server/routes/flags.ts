import { Hono } from 'hono';
import { z } from 'zod';
import { type AppEnv, requireActor } from '#server/context.ts';
import { jsonBody, operation, pathParams } from '#server/openapi/describe.ts';
import { resolveFlag } from '#server/services/flag/resolve.ts';
import { Flag, ResolveFlag } from '#shared/schema/api.ts';

export function flagRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>().post(
    '/flags/:flagId/resolve',
    operation({
      summary: 'Close a flag with a note',
      tag: 'patients',
      access: 'staff',
      answers: { 200: Flag },
      problems: ['validation', 'notFound', 'conflict'],
    }),
    pathParams(z.object({ flagId: z.string().min(1).max(160) })),
    jsonBody(ResolveFlag),
    async (c) => c.json(await resolveFlag(requireActor(c), c.req.valid('param').flagId, c.req.valid('json').note)),
  );
}
