import { and, eq, gt, lt } from 'drizzle-orm';
import { challenge } from '#server/db/schema/access.ts';
import { build, reader, statement } from '#server/db/statements.ts';
import type { Statement } from '#server/db/store.ts';
import type { Deps } from '#server/deps.ts';
import { ServiceError } from '#server/errors.ts';
import { newId } from '#server/newId.ts';
import type { Id } from '#shared/schema/id.ts';

/** A ceremony must finish within this time. */
export const CHALLENGE_TIMEOUT_MS = 300_000;

export type Challenge = typeof challenge.$inferSelect;

interface NewChallenge {
  readonly purpose: 'register' | 'signIn';
  /** base64url */
  readonly value: string;
  readonly clinicId: string | null;
  readonly userId: string | null;
}

/** Stores a challenge and sweeps out the ones that ran out of time. */
export async function storeChallenge(deps: Deps, wanted: NewChallenge): Promise<Id> {
  const id = newId(deps);
  const nowUs = deps.clock.nowUs();
  const row = {
    id,
    clinicId: wanted.clinicId,
    userId: wanted.userId,
    purpose: wanted.purpose,
    challenge: wanted.value,
    expiresAtUs: nowUs + CHALLENGE_TIMEOUT_MS * 1000,
  };
  await deps.store.batch([
    statement(build.delete(challenge).where(lt(challenge.expiresAtUs, nowUs))),
    statement(build.insert(challenge).values(row)),
  ]);
  return id;
}

/** Takes a challenge out of the store: it can be answered once, right or wrong, even by two requests at the same moment. */
export async function takeChallenge(deps: Deps, id: Id, purpose: 'register' | 'signIn', userId: string | null): Promise<Challenge> {
  const live = and(eq(challenge.id, id), eq(challenge.purpose, purpose), gt(challenge.expiresAtUs, deps.clock.nowUs()));
  const found = await reader(deps.store).select().from(challenge).where(live).get();
  if (!found || found.userId !== userId) throw challengeGone();
  const [taken] = await deps.store.batch([takeStatement(found)]);
  if (taken.rowsAffected !== 1) throw challengeGone();
  return found;
}

const takeStatement = (found: Challenge): Statement => statement(build.delete(challenge).where(eq(challenge.id, found.id)));

const challengeGone = () => new ServiceError('unprocessable', 'This passkey request ran out of time. Please try again.');
