import { Hono } from 'hono';
import { z } from 'zod';
import { type AppEnv, publicContext, requireActor } from '#server/context.ts';
import { ServiceError } from '#server/errors.ts';
import { clearSessionCookie, clientOf, setSessionCookie } from '#server/middleware/session.ts';
import { jsonBody, operation, pathParams } from '#server/openapi/describe.ts';
import { CHALLENGE_TIMEOUT_MS } from '#server/services/auth/challenge.ts';
import { listPasskeys } from '#server/services/auth/listPasskeys.ts';
import { listSessions } from '#server/services/auth/listSessions.ts';
import { me } from '#server/services/auth/me.ts';
import { passkeyRegister } from '#server/services/auth/passkeyRegister.ts';
import { passkeyRegisterOptions } from '#server/services/auth/passkeyRegisterOptions.ts';
import { passkeySignIn } from '#server/services/auth/passkeySignIn.ts';
import { passkeySignInOptions } from '#server/services/auth/passkeySignInOptions.ts';
import { passwordSignIn } from '#server/services/auth/passwordSignIn.ts';
import { createRateLimit, type RateLimit } from '#server/services/auth/rateLimit.ts';
import { removePasskey } from '#server/services/auth/removePasskey.ts';
import { revokeSession } from '#server/services/auth/revokeSession.ts';
import { setPassword } from '#server/services/auth/setPassword.ts';
import { signOut } from '#server/services/auth/signOut.ts';
import { signOutEverywhere } from '#server/services/auth/signOutEverywhere.ts';
import { CeremonyOptions, CeremonyResponse, Me, Passkey, PasswordSignIn, SetPassword, SignInSession } from '#shared/schema/api.ts';
import { Id } from '#shared/schema/id.ts';

const WINDOW_US = 15 * 60_000_000;
const tag = 'identity';

function requireTurn(limit: RateLimit, key: string, nowUs: number): void {
  const retryAfterS = limit.take(key, nowUs);
  if (retryAfterS > 0) throw new ServiceError('tooManyRequests', 'Too many attempts. Please wait a little and try again.', { retryAfterS });
}

export function authRoutes(): Hono<AppEnv> {
  const limits = {
    perAccount: createRateLimit({ attempts: 8, windowUs: WINDOW_US, maxKeys: 20_000 }),
    perAddress: createRateLimit({ attempts: 100, windowUs: WINDOW_US, maxKeys: 20_000 }),
    /** Each beginning keeps a challenge until it runs out: at most these many of one address are kept at a time. */
    ceremonies: createRateLimit({ attempts: 100, windowUs: CHALLENGE_TIMEOUT_MS * 1000, maxKeys: 20_000 }),
  };
  return new Hono<AppEnv>()
    .get('/auth/me', operation({ summary: 'Who is signed in', tag, access: 'signedIn', answers: { 200: Me } }), async (c) =>
      c.json(await me(requireActor(c))),
    )
    .post(
      '/auth/password/sign-in',
      operation({
        summary: 'Sign in with email and password',
        description: 'Sets the sign-in cookie. After eight tries in 15 minutes the answer is 429 with Retry-After.',
        tag,
        access: 'public',
        answers: { 204: null },
        problems: ['validation', 'unauthenticated', 'tooManyRequests'],
      }),
      jsonBody(PasswordSignIn),
      async (c) => {
        setSessionCookie(c, await passwordSignIn(publicContext(c), c.req.valid('json'), clientOf(c), limits));
        return c.body(null, 204);
      },
    )
    .put(
      '/auth/password',
      operation({
        summary: 'Set or change my password',
        description: 'A change needs the current password. All my other sign-ins end.',
        tag,
        access: 'signedIn',
        answers: { 200: Me },
        problems: ['validation', 'tooManyRequests', 'conflict'],
      }),
      jsonBody(SetPassword),
      async (c) => {
        const ctx = requireActor(c);
        requireTurn(limits.perAccount, `set ${ctx.actor.userId}`, ctx.deps.clock.nowUs());
        await setPassword(ctx, c.req.valid('json'));
        return c.json(await me(ctx));
      },
    )
    .post('/auth/sign-out', operation({ summary: 'Sign out', tag, access: 'signedIn', answers: { 204: null } }), async (c) => {
      await signOut(requireActor(c));
      clearSessionCookie(c);
      return c.body(null, 204);
    })
    .get(
      '/auth/sessions',
      operation({ summary: 'List my sign-ins', tag, access: 'signedIn', answers: { 200: z.array(SignInSession) } }),
      async (c) => c.json(await listSessions(requireActor(c))),
    )
    .delete(
      '/auth/sessions',
      operation({
        summary: 'Sign out everywhere',
        description: 'Ends all my sign-ins, this one included.',
        tag,
        access: 'signedIn',
        answers: { 204: null },
      }),
      async (c) => {
        await signOutEverywhere(requireActor(c));
        clearSessionCookie(c);
        return c.body(null, 204);
      },
    )
    .delete(
      '/auth/sessions/:sessionId',
      operation({
        summary: 'End one of my sign-ins',
        tag,
        access: 'signedIn',
        answers: { 204: null },
        problems: ['validation', 'notFound'],
      }),
      pathParams(z.object({ sessionId: Id })),
      async (c) => {
        const ctx = requireActor(c);
        const { sessionId } = c.req.valid('param');
        await revokeSession(ctx, sessionId);
        if (sessionId === ctx.actor.authSessionId) clearSessionCookie(c);
        return c.body(null, 204);
      },
    )
    .get(
      '/auth/passkeys',
      operation({ summary: 'List my passkeys', tag, access: 'signedIn', answers: { 200: z.array(Passkey) } }),
      async (c) => c.json(await listPasskeys(requireActor(c))),
    )
    .delete(
      '/auth/passkeys/:passkeyId',
      operation({
        summary: 'Remove one of my passkeys',
        description: 'Conflict when it is the last way into the account.',
        tag,
        access: 'signedIn',
        answers: { 200: Me },
        problems: ['validation', 'notFound', 'conflict'],
      }),
      pathParams(z.object({ passkeyId: Passkey.shape.id })),
      async (c) => {
        const ctx = requireActor(c);
        await removePasskey(ctx, c.req.valid('param').passkeyId);
        return c.json(await me(ctx));
      },
    )
    .post(
      '/auth/passkeys/register/options',
      operation({ summary: 'Begin to add a passkey', tag, access: 'signedIn', answers: { 200: CeremonyOptions }, problems: ['conflict'] }),
      async (c) => c.json(await passkeyRegisterOptions(requireActor(c), c.req.header('origin') ?? null)),
    )
    .post(
      '/auth/passkeys/register/verify',
      operation({
        summary: 'Finish adding a passkey',
        tag,
        access: 'signedIn',
        answers: { 200: Me },
        problems: ['validation', 'unprocessable', 'conflict'],
      }),
      jsonBody(CeremonyResponse),
      async (c) => {
        const { userAgent } = clientOf(c);
        return c.json(await passkeyRegister(requireActor(c), c.req.valid('json'), c.req.header('origin') ?? null, userAgent));
      },
    )
    .post(
      '/auth/passkeys/sign-in/options',
      operation({
        summary: 'Begin to sign in with a passkey',
        description: 'After 100 beginnings without a sign-in in five minutes from one address the answer is 429 with Retry-After.',
        tag,
        access: 'public',
        answers: { 200: CeremonyOptions },
        problems: ['conflict', 'forbidden', 'tooManyRequests'],
      }),
      async (c) => {
        requireTurn(limits.ceremonies, clientOf(c).address, c.get('deps').clock.nowUs());
        return c.json(await passkeySignInOptions(publicContext(c), c.req.header('origin') ?? null));
      },
    )
    .post(
      '/auth/passkeys/sign-in/verify',
      operation({
        summary: 'Finish signing in with a passkey',
        description: 'Sets the sign-in cookie.',
        tag,
        access: 'public',
        answers: { 204: null },
        problems: ['validation', 'unauthenticated', 'unprocessable', 'conflict', 'forbidden'],
      }),
      jsonBody(CeremonyResponse),
      async (c) => {
        const client = clientOf(c);
        const signedIn = await passkeySignIn(publicContext(c), c.req.valid('json'), c.req.header('origin') ?? null, client);
        limits.ceremonies.refund(client.address);
        setSessionCookie(c, signedIn);
        return c.body(null, 204);
      },
    );
}
