import { eq } from 'drizzle-orm';
import type { PublicCtx } from '#server/context.ts';
import { user } from '#server/db/schema/access.ts';
import { audited, reader } from '#server/db/statements.ts';
import type { Deps } from '#server/deps.ts';
import { ServiceError } from '#server/errors.ts';
import type { PasswordSignIn } from '#shared/schema/api.ts';
import type { Client } from './client.ts';
import { normalEmail } from './email.ts';
import { newSession, type SignedIn } from './newSession.ts';
import type { RateLimit } from './rateLimit.ts';
import { signInFailed } from './signInFailed.ts';

/** Attempts per email and address, and failed ones per address over all emails (one guess for many accounts). */
export interface SignInLimits {
  readonly perAccount: RateLimit;
  readonly perAddress: RateLimit;
}

/** Signs in by email and password. A wrong email and a wrong password cost the same time and give the same answer. */
export async function passwordSignIn(ctx: PublicCtx, input: PasswordSignIn, client: Client, limits: SignInLimits): Promise<SignedIn> {
  const { deps } = ctx;
  const email = normalEmail(input.email);
  const accountKey = `${email} ${client.address}`;
  const nowUs = deps.clock.nowUs();
  const waitS = Math.max(limits.perAccount.take(accountKey, nowUs), limits.perAddress.take(client.address, nowUs));
  if (waitS > 0)
    throw new ServiceError('tooManyRequests', 'Too many attempts. Please wait a little and try again.', { retryAfterS: waitS });

  const found = await reader(deps.store).select().from(user).where(eq(user.email, email)).get();
  const nobodys = await unknownPersonHash(deps);
  const matches = await deps.passwords.verify(input.password, found?.passwordHash ?? nobodys);
  if (!found || found.passwordHash === null || found.disabledAtUs !== null || !matches) {
    await signInFailed(ctx, found ?? null, 'password');
    throw new ServiceError('unauthenticated', 'Email or password is not right.');
  }
  limits.perAccount.forget(accountKey);
  limits.perAddress.refund(client.address);
  const { signedIn, statements } = await newSession(deps, found, client);
  const actor = { clinicId: found.clinicId, userId: found.id };
  await deps.store.batch([...statements, audited({ ...ctx, actor }, 'auth.signIn', 'user', found.id, { by: 'password' })]);
  return signedIn;
}

const unknownPersonHashes = new WeakMap<Deps['passwords'], Promise<string>>();

/** A hash nobody's password gives, made once with the parameters in force, so that unknown emails take as long as known ones. */
function unknownPersonHash(deps: Deps): Promise<string> {
  let hash = unknownPersonHashes.get(deps.passwords);
  if (!hash) {
    hash = deps.passwords.hash(String.fromCharCode(...deps.random.bytes(32)));
    unknownPersonHashes.set(deps.passwords, hash);
  }
  return hash;
}
