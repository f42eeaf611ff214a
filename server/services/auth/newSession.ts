import { and, eq, isNull } from 'drizzle-orm';
import { authSession } from '#server/db/schema/access.ts';
import { build, statement } from '#server/db/statements.ts';
import type { Statement } from '#server/db/store.ts';
import type { Deps } from '#server/deps.ts';
import { newId } from '#server/newId.ts';
import type { Role } from '#shared/schema/api.ts';
import type { Client } from './client.ts';
import { sessionLimits } from './limits.ts';
import { newToken, tokenHash } from './token.ts';
import { describeUserAgent } from './userAgent.ts';

/** What the route turns into a cookie. The token leaves the server once and is never stored. */
export interface SignedIn {
  readonly token: string;
  readonly maxAgeS: number;
}

interface Person {
  readonly id: string;
  readonly clinicId: string;
  readonly role: Role;
}

/** Statements that begin a sign-in for `person` and end the one the browser carried before. Part of the caller's batch. */
export async function newSession(deps: Deps, person: Person, client: Client): Promise<{ signedIn: SignedIn; statements: Statement[] }> {
  const nowUs = deps.clock.nowUs();
  const token = newToken(deps.random);
  const { absoluteUs } = sessionLimits(person.role);
  const row = {
    id: newId(deps),
    clinicId: person.clinicId,
    userId: person.id,
    tokenHash: tokenHash(token),
    createdAtUs: nowUs,
    lastSeenAtUs: nowUs,
    expiresAtUs: nowUs + absoluteUs,
    userAgent: describeUserAgent(client.userAgent),
  };
  const statements = [statement(build.insert(authSession).values(row))];
  if (client.previousToken !== null) {
    const previous = and(eq(authSession.tokenHash, tokenHash(client.previousToken)), isNull(authSession.revokedAtUs));
    statements.push(statement(build.update(authSession).set({ revokedAtUs: nowUs }).where(previous)));
  }
  return { signedIn: { token, maxAgeS: absoluteUs / 1_000_000 }, statements };
}
