import { Hono } from 'hono';
import { z } from 'zod';
import { type AppEnv, publicContext, requireActor } from '#server/context.ts';
import { clientOf, setSessionCookie } from '#server/middleware/session.ts';
import { jsonBody, operation, pathParams } from '#server/openapi/describe.ts';
import { acceptInvitation } from '#server/services/invitation/accept.ts';
import { createInvitation } from '#server/services/invitation/create.ts';
import { listInvitations } from '#server/services/invitation/list.ts';
import { previewInvitation } from '#server/services/invitation/preview.ts';
import { revokeInvitation } from '#server/services/invitation/revoke.ts';
import { AcceptInvitation, Invitation, InvitationCreated, InvitationPreview, InvitationRequest, SetupRequest } from '#shared/schema/api.ts';
import { Id } from '#shared/schema/id.ts';

const tag = 'invitations';
const TokenPath = z.object({ token: SetupRequest.shape.token });

export function invitationRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .post(
      '/invitations',
      operation({
        summary: 'Invite a patient or a therapist',
        description: 'The link is in this answer only. Therapists are invited by an admin.',
        tag,
        access: 'staff',
        answers: { 201: InvitationCreated },
        problems: ['validation', 'notFound', 'conflict'],
      }),
      jsonBody(InvitationRequest),
      async (c) => c.json(await createInvitation(requireActor(c), c.req.valid('json')), 201),
    )
    .get(
      '/invitations',
      operation({ summary: 'List invitations', tag, access: 'staff', answers: { 200: z.array(Invitation) } }),
      async (c) => c.json(await listInvitations(requireActor(c))),
    )
    .delete(
      '/invitations/:invitationId',
      operation({
        summary: 'Take an invitation back',
        tag,
        access: 'staff',
        answers: { 204: null },
        problems: ['validation', 'notFound', 'conflict'],
      }),
      pathParams(z.object({ invitationId: Id })),
      async (c) => {
        await revokeInvitation(requireActor(c), c.req.valid('param').invitationId);
        return c.body(null, 204);
      },
    )
    .get(
      '/invitations/accept/:token',
      operation({
        summary: 'See who invites',
        tag,
        access: 'public',
        answers: { 200: InvitationPreview },
        problems: ['validation', 'notFound'],
      }),
      pathParams(TokenPath),
      async (c) => c.json(await previewInvitation(publicContext(c), c.req.valid('param').token)),
    )
    .post(
      '/invitations/accept/:token',
      operation({
        summary: 'Accept an invitation',
        description: 'Creates the account and sets the sign-in cookie. Works once.',
        tag,
        access: 'public',
        answers: { 204: null },
        problems: ['validation', 'notFound', 'conflict'],
      }),
      pathParams(TokenPath),
      jsonBody(AcceptInvitation),
      async (c) => {
        setSessionCookie(c, await acceptInvitation(publicContext(c), c.req.valid('param').token, c.req.valid('json'), clientOf(c)));
        return c.body(null, 204);
      },
    );
}
