import { and, eq } from 'drizzle-orm';
import type { Context } from 'hono';
import { patient } from '#server/db/schema/patient.ts';
import { reader } from '#server/db/statements.ts';
import type { Deps } from '#server/deps.ts';
import { notFound, ServiceError } from '#server/errors.ts';
import type { Role } from '#shared/schema/api.ts';
import type { Id } from '#shared/schema/id.ts';

/** Who is asking, as the sign-in session says; never taken from a body or a path. */
export interface Actor {
  readonly userId: Id;
  readonly clinicId: Id;
  readonly role: Role;
  /** Set for patients: the one record they may reach. */
  readonly patientId: Id | null;
  readonly authSessionId: Id;
}

/** A request before anybody is known (sign-in, set-up, invitations). */
export interface PublicCtx {
  readonly deps: Deps;
  readonly requestId: string;
}

/** First argument of every service verb. */
export interface Ctx extends PublicCtx {
  readonly actor: Actor;
}

export interface AppEnv {
  Variables: {
    deps: Deps;
    requestId: string;
    /** Set by the session middleware; null when nobody is signed in. */
    actor: Actor | null;
  };
}

export function publicContext(c: Context<AppEnv>): PublicCtx {
  return { deps: c.get('deps'), requestId: c.get('requestId') };
}

/** Context of a signed-in request. Throws `unauthenticated`. */
export function requireActor(c: Context<AppEnv>): Ctx {
  const actor = c.get('actor');
  if (!actor) throw new ServiceError('unauthenticated', 'Please sign in.');
  return { ...publicContext(c), actor };
}

/** Throws `forbidden` unless the actor has one of the roles. */
export function requireRole(ctx: Ctx, ...roles: readonly Role[]): void {
  if (!roles.includes(ctx.actor.role)) throw new ServiceError('forbidden', 'Your account may not do this.');
}

/** May the actor reach this patient's records? The clinic comes first; another clinic's, another patient's and no patient answer alike. */
export async function requirePatientAccess(ctx: Ctx, patientId: Id): Promise<typeof patient.$inferSelect> {
  if (ctx.actor.role === 'patient' && ctx.actor.patientId !== patientId) throw notFound();
  const found = await reader(ctx.deps.store)
    .select()
    .from(patient)
    .where(and(eq(patient.clinicId, ctx.actor.clinicId), eq(patient.id, patientId)))
    .get();
  if (!found) throw notFound();
  return found;
}
