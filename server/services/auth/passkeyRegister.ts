import { type RegistrationResponseJSON, type VerifiedRegistrationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { Ctx } from '#server/context.ts';
import { passkey } from '#server/db/schema/access.ts';
import { audited, build, statement } from '#server/db/statements.ts';
import { ServiceError } from '#server/errors.ts';
import type { CeremonyResponse, Me } from '#shared/schema/api.ts';
import { takeChallenge } from './challenge.ts';
import { me } from './me.ts';
import { type RelyingParty, relyingParty } from './relyingParty.ts';
import { describeUserAgent } from './userAgent.ts';

/** Keeps a new passkey of the signed-in person, named after the browser that made it where it has no name of its own. */
export async function passkeyRegister(
  ctx: Ctx,
  input: CeremonyResponse,
  requestOrigin: string | null,
  userAgent: string | null,
): Promise<Me> {
  const { deps, actor } = ctx;
  const party = relyingParty(deps.config.origin, requestOrigin);
  const asked = await takeChallenge(deps, input.challengeId, 'register', actor.userId);
  const { credential } = await verify(input.response, asked.challenge, party);
  const row = {
    id: credential.id,
    clinicId: actor.clinicId,
    userId: actor.userId,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: JSON.stringify(credential.transports ?? []),
    label: input.label ?? describeUserAgent(userAgent),
    createdAtUs: deps.clock.nowUs(),
  };
  await deps.store.batch([statement(build.insert(passkey).values(row)), audited(ctx, 'auth.passkeyAdd', 'user', actor.userId)]);
  return me(ctx);
}

async function verify(response: unknown, expectedChallenge: string, party: RelyingParty) {
  let result: VerifiedRegistrationResponse;
  try {
    result = await verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    });
  } catch (cause) {
    throw refused(cause);
  }
  if (!result.verified) throw refused(null);
  return result.registrationInfo;
}

const refused = (cause: unknown) => new ServiceError('unprocessable', 'This passkey could not be checked. Please try again.', { cause });
