import { z } from 'zod';
import {
  type AcceptInvitation,
  CeremonyOptions,
  type CeremonyResponse,
  type ClearSuspension,
  Flag,
  Invitation,
  InvitationCreated,
  InvitationPreview,
  type InvitationRequest,
  Me,
  Panel,
  Passkey,
  type PasswordSignIn,
  PatientDetail,
  type PlanUpdate,
  type ProfileUpdate,
  SessionDetail,
  type SetPassword,
  type SetupRequest,
  SetupState,
  SignInSession,
} from '#shared/schema/api.ts';
import {
  type AnswerProposal,
  PacingConfigAnswer,
  PacingConfigVersion,
  type PacingValuesUpdate,
  PatientEventsKept,
  PatientPacing,
  ProposalAnswer,
} from '#shared/schema/pacingApi.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import { Plan } from '#shared/schema/plan.ts';
import { Profile } from '#shared/schema/profile.ts';
import { browserDay } from '#web/copy/time.ts';
import { type RequestOptions, request } from './request.ts';

type Call = Pick<RequestOptions<unknown>, 'signal'>;
const id = encodeURIComponent;
/** Days end at the reader's midnight, not at UTC's. */
const today = () => `?day=${browserDay(Date.now() * 1000)}`;

/** These answer with a cookie and no body: who it is for comes from /auth/me. */
async function signedIn(options: RequestOptions<void>): Promise<Me> {
  await request(options);
  return request({ path: '/auth/me', answer: Me });
}

/** One method per route that a page uses. The recording's uploads live with the sync engine. */
export const api = {
  me: (call?: Call) => request({ ...call, path: '/auth/me', answer: Me }),
  signInWithPassword: (body: PasswordSignIn) => signedIn({ method: 'POST', path: '/auth/password/sign-in', body }),
  setPassword: (body: SetPassword) => request({ method: 'PUT', path: '/auth/password', body, answer: Me }),
  signOut: () => request({ method: 'POST', path: '/auth/sign-out', body: {} }),
  signInSessions: (call?: Call) => request({ ...call, path: '/auth/sessions', answer: z.array(SignInSession) }),
  signOutEverywhere: () => request({ method: 'DELETE', path: '/auth/sessions' }),
  revokeSignInSession: (sessionId: string) => request({ method: 'DELETE', path: `/auth/sessions/${id(sessionId)}` }),

  passkeys: (call?: Call) => request({ ...call, path: '/auth/passkeys', answer: z.array(Passkey) }),
  removePasskey: (passkeyId: string) => request({ method: 'DELETE', path: `/auth/passkeys/${id(passkeyId)}`, answer: Me }),
  passkeyRegisterOptions: () => request({ method: 'POST', path: '/auth/passkeys/register/options', body: {}, answer: CeremonyOptions }),
  passkeyRegisterVerify: (body: CeremonyResponse) => request({ method: 'POST', path: '/auth/passkeys/register/verify', body, answer: Me }),
  passkeySignInOptions: () => request({ method: 'POST', path: '/auth/passkeys/sign-in/options', body: {}, answer: CeremonyOptions }),
  passkeySignInVerify: (body: CeremonyResponse) => signedIn({ method: 'POST', path: '/auth/passkeys/sign-in/verify', body }),

  setupState: (token: string, call?: Call) => request({ ...call, path: `/setup/${id(token)}`, answer: SetupState }),
  setup: (body: SetupRequest) => signedIn({ method: 'POST', path: '/setup', body }),

  invitations: (call?: Call) => request({ ...call, path: '/invitations', answer: z.array(Invitation) }),
  invite: (body: InvitationRequest) => request({ method: 'POST', path: '/invitations', body, answer: InvitationCreated }),
  revokeInvitation: (invitationId: string) => request({ method: 'DELETE', path: `/invitations/${id(invitationId)}` }),
  invitationPreview: (token: string, call?: Call) =>
    request({ ...call, path: `/invitations/accept/${id(token)}`, answer: InvitationPreview }),
  acceptInvitation: (token: string, body: AcceptInvitation) => signedIn({ method: 'POST', path: `/invitations/accept/${id(token)}`, body }),

  panel: (call?: Call) => request({ ...call, path: `/patients${today()}`, answer: Panel }),
  patient: (patientId: string, call?: Call) => request({ ...call, path: `/patients/${id(patientId)}${today()}`, answer: PatientDetail }),
  updateProfile: (patientId: string, body: ProfileUpdate) =>
    request({ method: 'PUT', path: `/patients/${id(patientId)}/profile`, body, answer: Profile }),
  clearSuspension: (patientId: string, body: ClearSuspension) =>
    request({ method: 'POST', path: `/patients/${id(patientId)}/clear-suspension`, body, answer: Profile }),
  plan: (patientId: string, call?: Call) => request({ ...call, path: `/patients/${id(patientId)}/plan`, answer: Plan }),
  plans: (patientId: string, call?: Call) => request({ ...call, path: `/patients/${id(patientId)}/plans`, answer: z.array(Plan) }),
  savePlan: (patientId: string, body: PlanUpdate) =>
    request({ method: 'POST', path: `/patients/${id(patientId)}/plan`, body, answer: Plan }),
  pacing: (patientId: string, call?: Call) =>
    request({ ...call, path: `/patients/${id(patientId)}/pacing${today()}`, answer: PatientPacing }),
  answerProposal: (proposalId: string, body: AnswerProposal) =>
    request({ method: 'POST', path: `/proposals/${id(proposalId)}/answer`, body, answer: ProposalAnswer }),
  keepEvents: (patientId: string, events: readonly PatientEvent[]) =>
    request({ method: 'POST', path: `/patients/${id(patientId)}/events`, body: { events }, answer: PatientEventsKept }),
  pacingConfig: (call?: Call) => request({ ...call, path: '/pacing-config', answer: PacingConfigAnswer }),
  pacingConfigVersions: (call?: Call) => request({ ...call, path: '/pacing-config/versions', answer: z.array(PacingConfigVersion) }),
  savePacingConfig: (body: PacingValuesUpdate) => request({ method: 'PUT', path: '/pacing-config', body, answer: PacingConfigAnswer }),
  patientPacingConfig: (patientId: string, call?: Call) =>
    request({ ...call, path: `/patients/${id(patientId)}/pacing-config`, answer: PacingConfigAnswer }),
  patientPacingConfigVersions: (patientId: string, call?: Call) =>
    request({ ...call, path: `/patients/${id(patientId)}/pacing-config/versions`, answer: z.array(PacingConfigVersion) }),
  savePatientPacingConfig: (patientId: string, body: PacingValuesUpdate) =>
    request({ method: 'PUT', path: `/patients/${id(patientId)}/pacing-config`, body, answer: PacingConfigAnswer }),
  resolveFlag: (flagId: string, note: string) =>
    request({ method: 'POST', path: `/flags/${id(flagId)}/resolve`, body: { note }, answer: Flag }),
  session: (sessionId: string, call?: Call) => request({ ...call, path: `/sessions/${id(sessionId)}`, answer: SessionDetail }),
} as const;
