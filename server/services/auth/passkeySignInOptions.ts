import { generateAuthenticationOptions } from '@simplewebauthn/server';
import type { PublicCtx } from '#server/context.ts';
import type { CeremonyOptions } from '#shared/schema/api.ts';
import { CHALLENGE_TIMEOUT_MS, storeChallenge } from './challenge.ts';
import { relyingParty } from './relyingParty.ts';

/** Options for navigator.credentials.get. No account is named: the passkey itself says who it belongs to. */
export async function passkeySignInOptions(ctx: PublicCtx, requestOrigin: string | null): Promise<CeremonyOptions> {
  const party = relyingParty(ctx.deps.config.origin, requestOrigin);
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    challenge: Uint8Array.from(ctx.deps.random.bytes(32)),
    timeout: CHALLENGE_TIMEOUT_MS,
    userVerification: 'required',
  });
  const challengeId = await storeChallenge(ctx.deps, { purpose: 'signIn', value: options.challenge, clinicId: null, userId: null });
  return { challengeId, options: { ...options } };
}
