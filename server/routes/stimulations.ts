import { Hono } from 'hono';
import { z } from 'zod';
import { type AppEnv, requireActor } from '#server/context.ts';
import { jsonBody, operation, pathParams } from '#server/openapi/describe.ts';
import { putStimulation } from '#server/services/stimulation/put.ts';
import { Id } from '#shared/schema/id.ts';
import { Stimulation } from '#shared/schema/stimulation.ts';

export function stimulationRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>().put(
    '/patients/:patientId/stimulations/:stimulationId',
    operation({
      summary: 'Keep one use of TENS',
      description: 'May be replaced as a whole until it has an end. A use without an answered contraindication screen is kept and flagged.',
      tag: 'records',
      access: 'signedIn',
      answers: { 200: Stimulation, 201: Stimulation },
      problems: ['validation', 'notFound', 'conflict'],
    }),
    pathParams(z.object({ patientId: Id, stimulationId: Id })),
    jsonBody(Stimulation),
    async (c) => {
      const { patientId, stimulationId: id } = c.req.valid('param');
      const { created, record } = await putStimulation(requireActor(c), { patientId, id }, c.req.valid('json'));
      return c.json(record, created ? 201 : 200);
    },
  );
}
