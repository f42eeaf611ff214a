import { Hono } from 'hono';
import { z } from 'zod';
import { type AppEnv, publicContext } from '#server/context.ts';
import { clientOf, setSessionCookie } from '#server/middleware/session.ts';
import { jsonBody, operation, pathParams } from '#server/openapi/describe.ts';
import { setup } from '#server/services/clinic/setup.ts';
import { setupIsOpen } from '#server/services/clinic/setupToken.ts';
import { SetupRequest, SetupState } from '#shared/schema/api.ts';

const tag = 'setup';

export function setupRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(
      '/setup/:token',
      operation({
        summary: 'Does the first-run link work?',
        tag,
        access: 'public',
        answers: { 200: SetupState },
        problems: ['validation'],
      }),
      pathParams(z.object({ token: SetupRequest.shape.token })),
      async (c) => c.json({ open: await setupIsOpen(c.get('deps'), c.req.valid('param').token) }),
    )
    .post(
      '/setup',
      operation({
        summary: 'Create the clinic and its first therapist',
        description: 'Works once, with the link printed at the first start. Sets the sign-in cookie.',
        tag,
        access: 'public',
        answers: { 204: null },
        problems: ['validation', 'notFound'],
      }),
      jsonBody(SetupRequest),
      async (c) => {
        setSessionCookie(c, await setup(publicContext(c), c.req.valid('json'), clientOf(c)));
        return c.body(null, 204);
      },
    );
}
