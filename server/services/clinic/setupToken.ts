import { and, eq, gt } from 'drizzle-orm';
import { challenge, clinic } from '#server/db/schema/access.ts';
import { build, reader, statement } from '#server/db/statements.ts';
import type { Deps } from '#server/deps.ts';
import { newId } from '#server/newId.ts';
import { newToken, tokenHash } from '#server/services/auth/token.ts';

/** The first-run link works this long; a restart makes a new one. */
const SETUP_LIFE_US = 24 * 3_600_000_000;

const ofSetup = eq(challenge.purpose, 'setup');

/**
 * The token of the first-run link, new at each start and the only one that works; null when a clinic exists.
 * Only its hash is stored, as a challenge row, so that using it and creating the clinic are one batch.
 */
export async function ensureSetupToken(deps: Deps): Promise<string | null> {
  if (await clinicExists(deps)) return null;
  const token = newToken(deps.random);
  const row = {
    id: newId(deps),
    purpose: 'setup' as const,
    challenge: tokenHash(token),
    expiresAtUs: deps.clock.nowUs() + SETUP_LIFE_US,
  };
  await deps.store.batch([statement(build.delete(challenge).where(ofSetup)), statement(build.insert(challenge).values(row))]);
  return token;
}

/** Does the link work right now? */
export async function setupIsOpen(deps: Deps, token: string): Promise<boolean> {
  if (await clinicExists(deps)) return false;
  const row = await reader(deps.store)
    .select({ id: challenge.id })
    .from(challenge)
    .where(await liveSetup(deps, token))
    .get();
  return row !== undefined;
}

/** Uses the token up: changes one row, or undoes the batch it is part of. */
export async function useSetupToken(deps: Deps, token: string) {
  return statement(build.delete(challenge).where(await liveSetup(deps, token)), 1);
}

async function liveSetup(deps: Deps, token: string) {
  return and(ofSetup, eq(challenge.challenge, tokenHash(token)), gt(challenge.expiresAtUs, deps.clock.nowUs()));
}

async function clinicExists(deps: Deps): Promise<boolean> {
  const row = await reader(deps.store).select({ id: clinic.id }).from(clinic).limit(1).get();
  return row !== undefined;
}
