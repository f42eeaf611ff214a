import { Hono } from 'hono';
import { z } from 'zod';
import { type AppEnv, requireActor } from '#server/context.ts';
import { jsonBody, operation, pathParams, queryParams } from '#server/openapi/describe.ts';
import { answerProposal } from '#server/services/pacing/answerProposal.ts';
import { getClinicConfig, getPatientConfig, putClinicConfig, putPatientConfig } from '#server/services/pacing/config.ts';
import { clinicConfigVersions, patientConfigVersions } from '#server/services/pacing/configVersions.ts';
import { getPacing } from '#server/services/pacing/get.ts';
import { postEvents } from '#server/services/pacing/postEvents.ts';
import { Id } from '#shared/schema/id.ts';
import {
  AnswerProposal,
  PacingConfigAnswer,
  PacingConfigVersion,
  PacingValuesUpdate,
  PatientEventsKept,
  PatientEventsRequest,
  PatientPacing,
  ProposalAnswer,
} from '#shared/schema/pacingApi.ts';
import { DayQuery, dayAsked } from './day.ts';

const tag = 'pacing';
const PatientPath = z.object({ patientId: Id });

export function pacingRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(
      '/patients/:patientId/pacing',
      operation({
        summary: 'What the engine says about a patient: dose of the day, proposal, decisions with their reasons',
        tag,
        access: 'signedIn',
        answers: { 200: PatientPacing },
        problems: ['validation', 'notFound'],
      }),
      pathParams(PatientPath),
      queryParams(DayQuery),
      async (c) => {
        const day = dayAsked(c.req.valid('query').day, c.get('deps').clock.nowUs());
        return c.json(await getPacing(requireActor(c), c.req.valid('param').patientId, day));
      },
    )
    .post(
      '/patients/:patientId/events',
      operation({
        summary: 'Keep events that the pacing reads',
        description:
          'A patient says what they did and how it was; a therapist sets dose, mode, limits, reference, ladder or PEM screen. The same event again changes nothing; another one under its id is a conflict.',
        tag,
        access: 'signedIn',
        answers: { 200: PatientEventsKept },
        problems: ['validation', 'notFound', 'conflict'],
      }),
      pathParams(PatientPath),
      jsonBody(PatientEventsRequest),
      async (c) => c.json(await postEvents(requireActor(c), c.req.valid('param').patientId, c.req.valid('json').events)),
    )
    .post(
      '/proposals/:proposalId/answer',
      operation({
        summary: 'Accept, edit or reject a proposed quota',
        description: 'A new quota becomes a plan version. Conflict when the proposal is no longer open.',
        tag,
        access: 'staff',
        answers: { 200: ProposalAnswer },
        problems: ['validation', 'notFound', 'conflict'],
      }),
      pathParams(z.object({ proposalId: z.string().min(1).max(120) })),
      jsonBody(AnswerProposal),
      async (c) => c.json(await answerProposal(requireActor(c), c.req.valid('param').proposalId, c.req.valid('json'))),
    )
    .get(
      '/pacing-config',
      operation({ summary: 'The clinic’s pacing thresholds', tag, access: 'staff', answers: { 200: PacingConfigAnswer } }),
      async (c) => c.json(await getClinicConfig(requireActor(c))),
    )
    .put(
      '/pacing-config',
      operation({
        summary: 'Append a version of the clinic’s pacing thresholds',
        description:
          'Conflict when baseVersion is not the version in force (0 before the first). What is out of range or out of order is named.',
        tag,
        access: 'staff',
        answers: { 200: PacingConfigAnswer },
        problems: ['validation', 'conflict'],
      }),
      jsonBody(PacingValuesUpdate),
      async (c) => c.json(await putClinicConfig(requireActor(c), c.req.valid('json'))),
    )
    .get(
      '/pacing-config/versions',
      operation({
        summary: 'Versions of the clinic’s pacing thresholds',
        tag,
        access: 'staff',
        answers: { 200: z.array(PacingConfigVersion) },
      }),
      async (c) => c.json(await clinicConfigVersions(requireActor(c))),
    )
    .get(
      '/patients/:patientId/pacing-config/versions',
      operation({
        summary: 'Versions of one patient’s own pacing thresholds',
        tag,
        access: 'staff',
        answers: { 200: z.array(PacingConfigVersion) },
        problems: ['validation', 'notFound'],
      }),
      pathParams(PatientPath),
      async (c) => c.json(await patientConfigVersions(requireActor(c), c.req.valid('param').patientId)),
    )
    .get(
      '/patients/:patientId/pacing-config',
      operation({
        summary: 'One patient’s pacing thresholds over the clinic’s',
        tag,
        access: 'signedIn',
        answers: { 200: PacingConfigAnswer },
        problems: ['validation', 'notFound'],
      }),
      pathParams(PatientPath),
      async (c) => c.json(await getPatientConfig(requireActor(c), c.req.valid('param').patientId)),
    )
    .put(
      '/patients/:patientId/pacing-config',
      operation({
        summary: 'Append a version of one patient’s pacing thresholds',
        tag,
        access: 'staff',
        answers: { 200: PacingConfigAnswer },
        problems: ['validation', 'notFound', 'conflict'],
      }),
      pathParams(PatientPath),
      jsonBody(PacingValuesUpdate),
      async (c) => c.json(await putPatientConfig(requireActor(c), c.req.valid('param').patientId, c.req.valid('json'))),
    );
}
