import { Hono } from 'hono';
import { z } from 'zod';
import { type AppEnv, requireActor } from '#server/context.ts';
import { jsonBody, operation, pathParams, queryParams } from '#server/openapi/describe.ts';
import { clearSuspension } from '#server/services/patient/clearSuspension.ts';
import { getPatient } from '#server/services/patient/get.ts';
import { listPatients } from '#server/services/patient/list.ts';
import { today } from '#server/services/patient/today.ts';
import { getProfile } from '#server/services/profile/get.ts';
import { updateProfile } from '#server/services/profile/update.ts';
import { ClearSuspension, Panel, PatientDetail, ProfileUpdate, Today } from '#shared/schema/api.ts';
import { Id } from '#shared/schema/id.ts';
import { Profile } from '#shared/schema/profile.ts';
import { DayQuery, dayAsked } from './day.ts';

const tag = 'patients';
const PatientPath = z.object({ patientId: Id });
const PanelQuery = DayQuery.extend({
  limit: z.coerce.number().int().min(1).max(1000).default(500),
  offset: z.coerce.number().int().min(0).default(0),
});

export function patientRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(
      '/patients',
      operation({
        summary: 'The panel: patients ranked by need, each with its reason',
        tag,
        access: 'staff',
        answers: { 200: Panel },
        problems: ['validation'],
      }),
      queryParams(PanelQuery),
      async (c) => {
        const { day, limit, offset } = c.req.valid('query');
        return c.json(await listPatients(requireActor(c), { day: dayAsked(day, c.get('deps').clock.nowUs()), limit, offset }));
      },
    )
    .get(
      '/patients/:patientId',
      operation({
        summary: 'One patient with twelve weeks of records',
        description: 'Summaries come without their curves; GET /sessions/{id} has them.',
        tag,
        access: 'signedIn',
        answers: { 200: PatientDetail },
        problems: ['validation', 'notFound'],
      }),
      pathParams(PatientPath),
      queryParams(DayQuery),
      async (c) => {
        const day = dayAsked(c.req.valid('query').day, c.get('deps').clock.nowUs());
        return c.json(await getPatient(requireActor(c), c.req.valid('param').patientId, day));
      },
    )
    .get(
      '/patients/:patientId/today',
      operation({
        summary: 'Everything a phone needs for today',
        tag,
        access: 'signedIn',
        answers: { 200: Today },
        problems: ['validation', 'notFound'],
      }),
      pathParams(PatientPath),
      queryParams(DayQuery),
      async (c) => {
        const day = dayAsked(c.req.valid('query').day, c.get('deps').clock.nowUs());
        return c.json(await today(requireActor(c), c.req.valid('param').patientId, day));
      },
    )
    .get(
      '/patients/:patientId/profile',
      operation({
        summary: 'The profile in force',
        tag,
        access: 'signedIn',
        answers: { 200: Profile },
        problems: ['validation', 'notFound'],
      }),
      pathParams(PatientPath),
      async (c) => c.json(await getProfile(requireActor(c), c.req.valid('param').patientId)),
    )
    .put(
      '/patients/:patientId/profile',
      operation({
        summary: 'Append a profile version',
        description: 'Conflict when baseVersion is not the version in force. Limits, mode and pain reference belong to the therapist.',
        tag,
        access: 'signedIn',
        answers: { 200: Profile },
        problems: ['validation', 'notFound', 'conflict'],
      }),
      pathParams(PatientPath),
      jsonBody(ProfileUpdate),
      async (c) => c.json(await updateProfile(requireActor(c), c.req.valid('param').patientId, c.req.valid('json'))),
    )
    .post(
      '/patients/:patientId/clear-suspension',
      operation({
        summary: 'Clear a patient to exercise again',
        tag,
        access: 'staff',
        answers: { 200: Profile },
        problems: ['validation', 'notFound', 'conflict'],
      }),
      pathParams(PatientPath),
      jsonBody(ClearSuspension),
      async (c) => c.json(await clearSuspension(requireActor(c), c.req.valid('param').patientId, c.req.valid('json'))),
    );
}
