import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Actor } from '#server/context.ts';
import { authSession, user } from '#server/db/schema/access.ts';
import { patient } from '#server/db/schema/patient.ts';
import { build, reader, statement } from '#server/db/statements.ts';
import { type Store, StoreError } from '#server/db/store.ts';
import type { Deps } from '#server/deps.ts';
import { sessionIsLive, TOUCH_INTERVAL_US } from './limits.ts';
import { tokenHash } from './token.ts';

/** Built once for each store: every request asks it, and building it takes longer than running it. */
const lookups = new WeakMap<Store, ReturnType<typeof lookupOn>>();

const lookupOn = (store: Store) =>
  reader(store)
    .select({ session: authSession, role: user.role, disabledAtUs: user.disabledAtUs, patientId: patient.id })
    .from(authSession)
    .innerJoin(user, and(eq(user.id, authSession.userId), eq(user.clinicId, authSession.clinicId)))
    .leftJoin(patient, and(eq(patient.userId, user.id), eq(patient.clinicId, user.clinicId)))
    .where(eq(authSession.tokenHash, sql.placeholder('tokenHash')))
    .prepare();

function lookup(store: Store): ReturnType<typeof lookupOn> {
  const known = lookups.get(store) ?? lookupOn(store);
  lookups.set(store, known);
  return known;
}

/** Who carries this token, or null: unknown, expired, unused for too long, revoked, or the account is closed. */
export async function findSession(deps: Deps, token: string): Promise<Actor | null> {
  const nowUs = deps.clock.nowUs();
  const found = await lookup(deps.store).get({ tokenHash: tokenHash(token) });
  if (!found || found.disabledAtUs !== null || !sessionIsLive(found.session, found.role, nowUs)) return null;
  const { id, userId, clinicId, lastSeenAtUs } = found.session;
  if (nowUs - lastSeenAtUs >= TOUCH_INTERVAL_US) await touch(deps, id, found.patientId, nowUs);
  return { userId, clinicId, role: found.role, patientId: found.role === 'patient' ? found.patientId : null, authSessionId: id };
}

/** Remembers the use. A full or busy disk must not lock anybody out, so it may fail. */
async function touch(deps: Deps, sessionId: string, patientId: string | null, nowUs: number): Promise<void> {
  const live = and(eq(authSession.id, sessionId), isNull(authSession.revokedAtUs));
  const statements = [statement(build.update(authSession).set({ lastSeenAtUs: nowUs }).where(live))];
  if (patientId !== null) statements.push(statement(build.update(patient).set({ lastSeenAtUs: nowUs }).where(eq(patient.id, patientId))));
  try {
    await deps.store.batch(statements);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    deps.log.warn('authSessionNotTouched', { code: error.code });
  }
}
