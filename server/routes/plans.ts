import { Hono } from 'hono';
import { z } from 'zod';
import { type AppEnv, requireActor } from '#server/context.ts';
import { jsonBody, operation, pathParams } from '#server/openapi/describe.ts';
import { createPlan } from '#server/services/plan/create.ts';
import { getPlan } from '#server/services/plan/get.ts';
import { planVersions } from '#server/services/plan/versions.ts';
import { PlanUpdate } from '#shared/schema/api.ts';
import { Id } from '#shared/schema/id.ts';
import { Plan } from '#shared/schema/plan.ts';

const tag = 'plans';
const PatientPath = z.object({ patientId: Id });

export function planRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(
      '/patients/:patientId/plan',
      operation({ summary: 'The plan in force', tag, access: 'signedIn', answers: { 200: Plan }, problems: ['validation', 'notFound'] }),
      pathParams(PatientPath),
      async (c) => c.json(await getPlan(requireActor(c), c.req.valid('param').patientId)),
    )
    .get(
      '/patients/:patientId/plans',
      operation({
        summary: 'All plan versions',
        tag,
        access: 'signedIn',
        answers: { 200: z.array(Plan) },
        problems: ['validation', 'notFound'],
      }),
      pathParams(PatientPath),
      async (c) => c.json(await planVersions(requireActor(c), c.req.valid('param').patientId)),
    )
    .post(
      '/patients/:patientId/plan',
      operation({
        summary: 'Append a plan version',
        description: 'Conflict when baseVersion is not the version in force (0 before the first). The same plan sent again answers 200.',
        tag,
        access: 'staff',
        answers: { 200: Plan, 201: Plan },
        problems: ['validation', 'notFound', 'conflict'],
      }),
      pathParams(PatientPath),
      jsonBody(PlanUpdate),
      async (c) => {
        const { created, plan } = await createPlan(requireActor(c), c.req.valid('param').patientId, c.req.valid('json'));
        return c.json(plan, created ? 201 : 200);
      },
    );
}
