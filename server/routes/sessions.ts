import { Hono } from 'hono';
import { z } from 'zod';
import { type AppEnv, requireActor } from '#server/context.ts';
import { jsonBody, operation, pathParams } from '#server/openapi/describe.ts';
import { addEvents } from '#server/services/session/addEvents.ts';
import { completeSession } from '#server/services/session/complete.ts';
import { getSession } from '#server/services/session/get.ts';
import { listSessions } from '#server/services/session/list.ts';
import { putSession } from '#server/services/session/put.ts';
import { CompletedSession, CompleteSession, SessionDetail, SessionEventsRequest, SessionListItem } from '#shared/schema/api.ts';
import { Id } from '#shared/schema/id.ts';
import { Session } from '#shared/schema/session.ts';

const tag = 'sessions';
const SessionPath = z.object({ sessionId: Id });
const PatientPath = z.object({ patientId: Id });

export function sessionRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .put(
      '/sessions/:sessionId',
      operation({
        summary: 'Create a session, or add streams or its end',
        description: 'The same body again gives the same answer. Anything but added streams and the end is a conflict.',
        tag,
        access: 'patient',
        answers: { 200: Session, 201: Session },
        problems: ['badRequest', 'validation', 'notFound', 'conflict', 'payloadTooLarge', 'storageFull'],
      }),
      pathParams(SessionPath),
      jsonBody(Session),
      async (c) => {
        const { created, session } = await putSession(requireActor(c), c.req.valid('param').sessionId, c.req.valid('json'));
        return c.json(session, created ? 201 : 200);
      },
    )
    .post(
      '/sessions/:sessionId/events',
      operation({
        summary: 'Append events to a session',
        description: 'Events that are there already are left as they are.',
        tag,
        access: 'patient',
        answers: { 200: z.object({ received: z.int() }) },
        problems: ['badRequest', 'validation', 'notFound', 'conflict', 'payloadTooLarge', 'storageFull'],
      }),
      pathParams(SessionPath),
      jsonBody(SessionEventsRequest),
      async (c) => c.json(await addEvents(requireActor(c), c.req.valid('param').sessionId, c.req.valid('json').events)),
    )
    .post(
      '/sessions/:sessionId/complete',
      operation({
        summary: 'Close a session and analyse its recording',
        description: 'Conflict with {missing} while chunks or events have not arrived. The same request again gives the first answer.',
        tag,
        access: 'patient',
        answers: { 200: CompletedSession },
        problems: ['badRequest', 'validation', 'notFound', 'conflict', 'payloadTooLarge', 'storageFull'],
      }),
      pathParams(SessionPath),
      jsonBody(CompleteSession),
      async (c) => c.json(await completeSession(requireActor(c), c.req.valid('param').sessionId, c.req.valid('json'))),
    )
    .get(
      '/sessions/:sessionId',
      operation({
        summary: 'One session with its events, summary, decisions and list of chunks',
        tag,
        access: 'signedIn',
        answers: { 200: SessionDetail },
        problems: ['validation', 'notFound'],
      }),
      pathParams(SessionPath),
      async (c) => c.json(await getSession(requireActor(c), c.req.valid('param').sessionId)),
    )
    .get(
      '/patients/:patientId/sessions',
      operation({
        summary: 'A patient’s sessions, newest first',
        description: 'Summaries come without their series; ask for the session to get them.',
        tag,
        access: 'signedIn',
        answers: { 200: z.array(SessionListItem) },
        problems: ['validation', 'notFound'],
      }),
      pathParams(PatientPath),
      async (c) => c.json(await listSessions(requireActor(c), c.req.valid('param').patientId)),
    );
}
