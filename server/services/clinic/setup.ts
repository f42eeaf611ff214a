import type { PublicCtx } from '#server/context.ts';
import { clinic, user } from '#server/db/schema/access.ts';
import { audited, build, statement } from '#server/db/statements.ts';
import { StoreError } from '#server/db/store.ts';
import { ServiceError } from '#server/errors.ts';
import { newId } from '#server/newId.ts';
import type { Client } from '#server/services/auth/client.ts';
import { normalEmail } from '#server/services/auth/email.ts';
import { newSession, type SignedIn } from '#server/services/auth/newSession.ts';
import type { SetupRequest } from '#shared/schema/api.ts';
import { setupIsOpen, useSetupToken } from './setupToken.ts';

/** First run: creates the clinic and its first PT, who is also its admin, and signs them in. */
export async function setup(ctx: PublicCtx, input: SetupRequest, client: Client): Promise<SignedIn> {
  const { deps } = ctx;
  if (!(await setupIsOpen(deps, input.token))) throw linkGone();
  const nowUs = deps.clock.nowUs();
  const clinicId = newId(deps);
  const person = {
    id: newId(deps),
    clinicId,
    role: 'admin' as const,
    email: normalEmail(input.email),
    displayName: input.displayName,
    passwordHash: input.password === null ? null : await deps.passwords.hash(input.password),
    createdAtUs: nowUs,
  };
  const { signedIn, statements } = await newSession(deps, person, client);
  try {
    await deps.store.batch([
      await useSetupToken(deps, input.token),
      statement(build.insert(clinic).values({ id: clinicId, name: input.clinicName, simulated: deps.config.demo, createdAtUs: nowUs })),
      statement(build.insert(user).values(person)),
      ...statements,
      audited({ ...ctx, actor: { clinicId, userId: person.id } }, 'clinic.create', 'clinic', clinicId),
    ]);
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === 'preconditionFailed') throw linkGone();
    throw cause;
  }
  return signedIn;
}

const linkGone = () => new ServiceError('notFound', 'This set-up link no longer works. Start Evenpace again to get a new one.');
