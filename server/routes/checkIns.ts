import { Hono } from 'hono';
import { z } from 'zod';
import { type AppEnv, requireActor } from '#server/context.ts';
import { jsonBody, operation, pathParams } from '#server/openapi/describe.ts';
import { putCheckIn } from '#server/services/checkIn/put.ts';
import { CheckIn } from '#shared/schema/checkIn.ts';
import { Id } from '#shared/schema/id.ts';

export function checkInRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>().put(
    '/patients/:patientId/check-ins/:checkInId',
    operation({
      summary: 'Keep a morning check-in',
      description: 'The same check-in again answers 200; another one under the same id is a conflict.',
      tag: 'records',
      access: 'signedIn',
      answers: { 200: CheckIn, 201: CheckIn },
      problems: ['validation', 'notFound', 'conflict'],
    }),
    pathParams(z.object({ patientId: Id, checkInId: Id })),
    jsonBody(CheckIn),
    async (c) => {
      const { patientId, checkInId: id } = c.req.valid('param');
      const { created, record } = await putCheckIn(requireActor(c), { patientId, id }, c.req.valid('json'));
      return c.json(record, created ? 201 : 200);
    },
  );
}
