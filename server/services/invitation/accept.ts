import { and, eq, gt, isNull } from 'drizzle-orm';
import type { PublicCtx } from '#server/context.ts';
import { invitation, user } from '#server/db/schema/access.ts';
import { patient } from '#server/db/schema/patient.ts';
import { audited, build, reader, statement } from '#server/db/statements.ts';
import { type Statement, StoreError } from '#server/db/store.ts';
import type { Deps } from '#server/deps.ts';
import { ServiceError } from '#server/errors.ts';
import { newId } from '#server/newId.ts';
import type { Client } from '#server/services/auth/client.ts';
import { normalEmail } from '#server/services/auth/email.ts';
import { newSession, type SignedIn } from '#server/services/auth/newSession.ts';
import type { AcceptInvitation } from '#shared/schema/api.ts';
import { findOpenInvitation, invitationGone } from './find.ts';
import type { InvitationRow } from './state.ts';

/** Creates the invited person's account, links the patient's record and signs them in. Of two who accept at once, one does. */
export async function acceptInvitation(ctx: PublicCtx, token: string, input: AcceptInvitation, client: Client): Promise<SignedIn> {
  const { deps } = ctx;
  const { row } = await findOpenInvitation(deps, token);
  const person = {
    id: newId(deps),
    clinicId: row.clinicId,
    role: row.role,
    email: normalEmail(input.email),
    displayName: input.displayName,
    passwordHash: input.password === null ? null : await deps.passwords.hash(input.password),
    createdAtUs: deps.clock.nowUs(),
  };
  await refuseKnownEmail(deps, person.email);
  const { signedIn, statements } = await newSession(deps, person, client);
  try {
    await deps.store.batch([
      useInvitation(deps, row, person.id),
      statement(build.insert(user).values(person)),
      ...linkPatient(row, person),
      ...statements,
      audited({ ...ctx, actor: { clinicId: row.clinicId, userId: person.id } }, 'invitation.accept', 'invitation', row.id),
    ]);
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === 'preconditionFailed') throw invitationGone();
    if (cause instanceof StoreError && cause.code === 'constraint') throw emailKnown();
    throw cause;
  }
  return signedIn;
}

function useInvitation(deps: Deps, row: InvitationRow, userId: string): Statement {
  const nowUs = deps.clock.nowUs();
  const open = and(
    eq(invitation.id, row.id),
    isNull(invitation.acceptedAtUs),
    isNull(invitation.revokedAtUs),
    gt(invitation.expiresAtUs, nowUs),
  );
  return statement(build.update(invitation).set({ acceptedAtUs: nowUs, acceptedUserId: userId }).where(open), 1);
}

function linkPatient(row: InvitationRow, person: { id: string; displayName: string; createdAtUs: number }): Statement[] {
  if (row.patientId === null) return [];
  const free = and(eq(patient.id, row.patientId), eq(patient.clinicId, row.clinicId), isNull(patient.userId));
  const change = { userId: person.id, displayName: person.displayName, lastSeenAtUs: person.createdAtUs };
  return [statement(build.update(patient).set(change).where(free), 1)];
}

async function refuseKnownEmail(deps: Deps, email: string): Promise<void> {
  const known = await reader(deps.store).select({ id: user.id }).from(user).where(eq(user.email, email)).get();
  if (known) throw emailKnown();
}

const emailKnown = () =>
  new ServiceError('conflict', 'This email already has an account. Sign in instead, or use another email.', {
    fields: [{ path: 'email', message: 'This email already has an account.' }],
  });
