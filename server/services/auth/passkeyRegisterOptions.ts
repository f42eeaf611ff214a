import { generateRegistrationOptions } from '@simplewebauthn/server';
import { eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { passkey, user } from '#server/db/schema/access.ts';
import { reader } from '#server/db/statements.ts';
import { notFound } from '#server/errors.ts';
import type { CeremonyOptions } from '#shared/schema/api.ts';
import { CHALLENGE_TIMEOUT_MS, storeChallenge } from './challenge.ts';
import { relyingParty } from './relyingParty.ts';

/** Options for navigator.credentials.create: a discoverable passkey that verifies its user, as it may be the only proof. */
export async function passkeyRegisterOptions(ctx: Ctx, requestOrigin: string | null): Promise<CeremonyOptions> {
  const { deps, actor } = ctx;
  const party = relyingParty(deps.config.origin, requestOrigin);
  const db = reader(deps.store);
  const person = await db.select().from(user).where(eq(user.id, actor.userId)).get();
  if (!person) throw notFound();
  const known = await db.select({ id: passkey.id }).from(passkey).where(eq(passkey.userId, actor.userId)).all();
  const options = await generateRegistrationOptions({
    rpName: 'Evenpace',
    rpID: party.id,
    userName: person.email,
    userID: new TextEncoder().encode(person.id),
    userDisplayName: person.displayName,
    challenge: Uint8Array.from(deps.random.bytes(32)),
    timeout: CHALLENGE_TIMEOUT_MS,
    attestationType: 'none',
    excludeCredentials: known,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  const challengeId = await storeChallenge(deps, {
    purpose: 'register',
    value: options.challenge,
    clinicId: actor.clinicId,
    userId: actor.userId,
  });
  return { challengeId, options: { ...options } };
}
