import { and, eq, isNull } from 'drizzle-orm';
import { type Ctx, requirePatientAccess, requireRole } from '#server/context.ts';
import { invitation } from '#server/db/schema/access.ts';
import { patient, profile } from '#server/db/schema/patient.ts';
import { audited, build, statement } from '#server/db/statements.ts';
import type { Statement } from '#server/db/store.ts';
import { ServiceError } from '#server/errors.ts';
import { newId } from '#server/newId.ts';
import { newToken, tokenHash } from '#server/services/auth/token.ts';
import { firstProfile } from '#server/services/profile/firstProfile.ts';
import type { InvitationCreated, InvitationRequest } from '#shared/schema/api.ts';
import { INVITATION_LIFE_US, toInvitation } from './state.ts';

/**
 * Invites a patient (any PT) or a PT (admins). A patient's record and first profile exist from here on, so a plan can be written
 * before the invitation is accepted. The link is in the answer and nowhere else.
 */
export async function createInvitation(ctx: Ctx, input: InvitationRequest): Promise<InvitationCreated> {
  if (input.role === 'patient') requireRole(ctx, 'pt', 'admin');
  else requireRole(ctx, 'admin');
  const { deps, actor } = ctx;
  const nowUs = deps.clock.nowUs();
  const token = newToken(deps.random);
  const knownPatientId = await freeRecord(ctx, input);
  const patientId = input.role === 'patient' ? (knownPatientId ?? newId(deps)) : null;
  const row = {
    id: newId(deps),
    clinicId: actor.clinicId,
    role: input.role,
    displayName: input.displayName,
    complaint: input.complaint,
    tokenHash: tokenHash(token),
    createdByUserId: actor.userId,
    createdAtUs: nowUs,
    expiresAtUs: nowUs + INVITATION_LIFE_US,
    acceptedAtUs: null,
    acceptedUserId: null,
    revokedAtUs: null,
    patientId,
  };
  await deps.store.batch([
    ...(patientId === null || knownPatientId !== null ? [] : newPatient(ctx, patientId, input)),
    ...(knownPatientId === null ? [] : [endEarlierLinks(ctx, knownPatientId)]),
    statement(build.insert(invitation).values(row)),
    audited(ctx, 'invitation.create', 'invitation', row.id, { role: input.role }),
  ]);
  return { invitation: toInvitation(row, nowUs), url: `${deps.config.origin}/invite/${token}` };
}

/** The record to invite to, when one is named: in this clinic and without an account. */
async function freeRecord(ctx: Ctx, input: InvitationRequest): Promise<string | null> {
  if (input.patientId === undefined) return null;
  if (input.role !== 'patient') {
    const fields = [{ path: 'patientId', message: 'Only a patient has a record.' }];
    throw new ServiceError('validation', 'A therapist is invited without a record.', { fields });
  }
  const found = await requirePatientAccess(ctx, input.patientId);
  if (found.userId !== null) throw new ServiceError('conflict', 'This patient has an account already.');
  return found.id;
}

/** One link per record: the earlier ones stop working. */
function endEarlierLinks(ctx: Ctx, patientId: string): Statement {
  const open = and(eq(invitation.patientId, patientId), isNull(invitation.acceptedAtUs), isNull(invitation.revokedAtUs));
  return statement(build.update(invitation).set({ revokedAtUs: ctx.deps.clock.nowUs() }).where(open));
}

function newPatient(ctx: Ctx, patientId: string, input: InvitationRequest): Statement[] {
  const { clinicId, userId } = ctx.actor;
  const createdAtUs = ctx.deps.clock.nowUs();
  const body = JSON.stringify(firstProfile(patientId, input.complaint));
  return [
    statement(
      build
        .insert(patient)
        .values({ id: patientId, clinicId, displayName: input.displayName, simulated: ctx.deps.config.demo, createdAtUs }),
    ),
    statement(build.insert(profile).values({ patientId, version: 1, clinicId, body, createdAtUs, createdByUserId: userId })),
    audited(ctx, 'patient.create', 'patient', patientId),
  ];
}
