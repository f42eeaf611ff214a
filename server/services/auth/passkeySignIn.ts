import { type AuthenticationResponseJSON, type VerifiedAuthenticationResponse, verifyAuthenticationResponse } from '@simplewebauthn/server';
import { and, eq, isNull } from 'drizzle-orm';
import type { PublicCtx } from '#server/context.ts';
import { passkey, user } from '#server/db/schema/access.ts';
import { audited, build, reader, statement } from '#server/db/statements.ts';
import { ServiceError } from '#server/errors.ts';
import type { CeremonyResponse } from '#shared/schema/api.ts';
import { takeChallenge } from './challenge.ts';
import type { Client } from './client.ts';
import { newSession, type SignedIn } from './newSession.ts';
import { relyingParty } from './relyingParty.ts';
import { signInFailed } from './signInFailed.ts';

/** Signs in by passkey. The counter moves on in the same batch, and only from the value it was checked against. */
export async function passkeySignIn(
  ctx: PublicCtx,
  input: CeremonyResponse,
  requestOrigin: string | null,
  client: Client,
): Promise<SignedIn> {
  const { deps } = ctx;
  const party = relyingParty(deps.config.origin, requestOrigin);
  const asked = await takeChallenge(deps, input.challengeId, 'signIn', null);
  const response = input.response as unknown as AuthenticationResponseJSON;
  const found = await reader(deps.store)
    .select({ key: passkey, person: user })
    .from(passkey)
    .innerJoin(user, and(eq(user.id, passkey.userId), isNull(user.disabledAtUs)))
    .where(eq(passkey.id, String(response.id)))
    .get();
  if (!found) throw refused(null);
  const { key, person } = found;
  const newCounter = await verify(response, asked.challenge, party, key).catch(async (error) => {
    await signInFailed(ctx, person, 'passkey');
    throw error;
  });
  const { signedIn, statements } = await newSession(deps, person, client);
  const unchanged = and(eq(passkey.id, key.id), eq(passkey.counter, key.counter));
  await deps.store.batch([
    statement(build.update(passkey).set({ counter: newCounter, lastUsedAtUs: deps.clock.nowUs() }).where(unchanged), 1),
    ...statements,
    audited({ ...ctx, actor: { clinicId: person.clinicId, userId: person.id } }, 'auth.signIn', 'user', person.id, { by: 'passkey' }),
  ]);
  return signedIn;
}

async function verify(
  response: AuthenticationResponseJSON,
  expectedChallenge: string,
  party: { id: string; origin: string },
  key: typeof passkey.$inferSelect,
): Promise<number> {
  let result: VerifiedAuthenticationResponse;
  try {
    result = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: { id: key.id, publicKey: Uint8Array.from(key.publicKey), counter: key.counter },
      requireUserVerification: true,
    });
  } catch (cause) {
    throw refused(cause);
  }
  if (!result.verified) throw refused(null);
  return result.authenticationInfo.newCounter;
}

const refused = (cause: unknown) => new ServiceError('unauthenticated', 'This passkey is not known here.', { cause });
