import { Hono } from 'hono';
import { z } from 'zod';
import { type AppEnv, requireActor } from '#server/context.ts';
import { jsonBody, operation, pathParams } from '#server/openapi/describe.ts';
import { putCorrection } from '#server/services/correction/put.ts';
import { Correction } from '#shared/schema/correction.ts';
import { Id } from '#shared/schema/id.ts';

export function correctionRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>().put(
    '/patients/:patientId/corrections/:correctionId',
    operation({
      summary: 'Correct something typed earlier',
      description: 'Appends; the corrected record stays as it was.',
      tag: 'records',
      access: 'signedIn',
      answers: { 200: Correction, 201: Correction },
      problems: ['validation', 'notFound', 'conflict'],
    }),
    pathParams(z.object({ patientId: Id, correctionId: Id })),
    jsonBody(Correction),
    async (c) => {
      const { patientId, correctionId: id } = c.req.valid('param');
      const { created, record } = await putCorrection(requireActor(c), { patientId, id }, c.req.valid('json'));
      return c.json(record, created ? 201 : 200);
    },
  );
}
