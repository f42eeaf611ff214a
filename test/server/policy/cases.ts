import type { RequestOptions } from '#test/helpers/server.ts';
import { aCheckIn, aCorrection, anId, aPlanUpdate, aStimulation, momentAt } from '#test/server/clinical/records.ts';
import { absentIds, aChunk, aSession, type Ids } from './world.ts';

export type Case = (ids: Ids) => Promise<Sent> | Sent;
export interface Sent extends Omit<RequestOptions, 'as'> {
  readonly path: string;
}

const firstProfileOf = {
  birthYear: 1970,
  sex: null,
  massKg: null,
  restingHeartRateBpm: null,
  measuredMaxHeartRateBpm: null,
  betaBlocker: null,
  limits: { heartRateCeilingBpm: null, rpeCeilingCr10: 5, doseMinMinutes: 5, doseMaxMinutes: 60, weeklyRisePct: 5 },
  pemStatus: 'notScreened',
  painReferenceNrs: null,
  mode: 'standard',
  suspended: null,
  tensScreen: { answeredAtUs: null, contraindications: [] },
  complaint: 'knee pain',
};

/** Operations that name a record: for each a request that its owner may make. */
export const RECORD_CASES: Readonly<Record<string, Case>> = {
  'DELETE /auth/sessions/{sessionId}': ({ authSessionId }) => ({ path: `/auth/sessions/${authSessionId}` }),
  'DELETE /auth/passkeys/{passkeyId}': ({ passkeyId }) => ({ path: `/auth/passkeys/${passkeyId}` }),
  'DELETE /invitations/{invitationId}': ({ invitationId }) => ({ path: `/invitations/${invitationId}` }),
  'GET /patients/{patientId}': ({ patientId }) => ({ path: `/patients/${patientId}` }),
  'GET /patients/{patientId}/today': ({ patientId }) => ({ path: `/patients/${patientId}/today` }),
  'GET /patients/{patientId}/profile': ({ patientId }) => ({ path: `/patients/${patientId}/profile` }),
  'PUT /patients/{patientId}/profile': ({ patientId }) => ({
    path: `/patients/${patientId}/profile`,
    json: { baseVersion: 1, profile: firstProfileOf },
  }),
  'POST /patients/{patientId}/clear-suspension': ({ patientId }) => ({
    path: `/patients/${patientId}/clear-suspension`,
    json: { reason: 'seen' },
  }),
  'GET /patients/{patientId}/plan': ({ patientId }) => ({ path: `/patients/${patientId}/plan` }),
  'GET /patients/{patientId}/plans': ({ patientId }) => ({ path: `/patients/${patientId}/plans` }),
  'POST /patients/{patientId}/plan': ({ patientId }) => ({ path: `/patients/${patientId}/plan`, json: aPlanUpdate(1) }),
  'GET /patients/{patientId}/pacing': ({ patientId }) => ({ path: `/patients/${patientId}/pacing` }),
  'POST /patients/{patientId}/events': ({ patientId }) => ({
    path: `/patients/${patientId}/events`,
    json: { events: [{ id: anId(), atUs: momentAt(0).utcUs, localDay: '2026-03-02', type: 'trial', exerciseId: 'walking', minutes: 12 }] },
  }),
  'POST /proposals/{proposalId}/answer': ({ patientId }) => ({
    path: `/proposals/${encodeURIComponent(`${patientId}:A3:2026-03-02`)}/answer`,
    json: { id: anId(), planId: anId(), at: momentAt(0), answer: 'rejected', quotaMinutes: null, reason: 'Not this week.' },
  }),
  'GET /patients/{patientId}/pacing-config': ({ patientId }) => ({ path: `/patients/${patientId}/pacing-config` }),
  'GET /patients/{patientId}/pacing-config/versions': ({ patientId }) => ({ path: `/patients/${patientId}/pacing-config/versions` }),
  'PUT /patients/{patientId}/pacing-config': ({ patientId }) => ({
    path: `/patients/${patientId}/pacing-config`,
    json: { baseVersion: 0, parameters: { A3: { risePct: 4 } } },
  }),
  'GET /patients/{patientId}/sessions': ({ patientId }) => ({ path: `/patients/${patientId}/sessions` }),
  'PUT /patients/{patientId}/check-ins/{checkInId}': ({ patientId }) => {
    const json = aCheckIn(patientId);
    return { path: `/patients/${patientId}/check-ins/${json.id}`, json };
  },
  'PUT /patients/{patientId}/stimulations/{stimulationId}': ({ patientId }) => {
    const json = aStimulation(patientId);
    return { path: `/patients/${patientId}/stimulations/${json.id}`, json };
  },
  'PUT /patients/{patientId}/corrections/{correctionId}': ({ patientId, checkInId }) => {
    const json = aCorrection(patientId, { type: 'checkIn', id: checkInId }, 'painNrs', 2);
    return { path: `/patients/${patientId}/corrections/${json.id}`, json };
  },
  'POST /flags/{flagId}/resolve': ({ flagId }) => ({ path: `/flags/${encodeURIComponent(flagId)}/resolve`, json: { note: 'called' } }),
  'PUT /sessions/{sessionId}': (ids) => ({ path: `/sessions/${ids.sessionId}`, json: aSession(ids) }),
  'GET /sessions/{sessionId}': ({ sessionId }) => ({ path: `/sessions/${sessionId}` }),
  'POST /sessions/{sessionId}/events': ({ sessionId }) => ({
    path: `/sessions/${sessionId}/events`,
    json: { events: [{ id: anId(), atUs: momentAt(1).utcUs, type: 'pain', painNrs: 4 }] },
  }),
  'GET /sessions/{sessionId}/streams/{streamId}/chunks/{sequence}': ({ sessionId, streamId }) => ({
    path: `/sessions/${sessionId}/streams/${streamId}/chunks/0`,
  }),
  'PUT /sessions/{sessionId}/streams/{streamId}/chunks/{sequence}': async ({ sessionId, streamId }) => ({
    path: `/sessions/${sessionId}/streams/${streamId}/chunks/0`,
    ...(await aChunk(streamId)),
  }),
  'POST /sessions/{sessionId}/complete': ({ sessionId, streamId }) => ({
    path: `/sessions/${sessionId}/complete`,
    json: {
      endedAt: momentAt(10),
      chunkCounts: [{ streamId, count: 1 }],
      eventCount: 1,
      liveSummary: {
        sessionId,
        algorithmVersion: '1',
        durationS: 600,
        heartRate: null,
        repetitions: [],
        manualRepetitions: null,
        romMedianDeg: null,
        peakMaxDeg: null,
        sessionRpeLoad: null,
        rpeCr10: null,
        pain: null,
        tensS: 0,
        gaps: [],
        heartRateSeries: null,
        angleSeries: null,
      },
    },
  }),
};

/** Operations on the person's own account or own clinic: nothing foreign can be named. */
export const OWN_CASES: Readonly<Record<string, Case>> = {
  'GET /auth/me': () => ({ path: '/auth/me' }),
  'GET /auth/sessions': () => ({ path: '/auth/sessions' }),
  'DELETE /auth/sessions': () => ({ path: '/auth/sessions' }),
  'GET /auth/passkeys': () => ({ path: '/auth/passkeys' }),
  'PUT /auth/password': () => ({ path: '/auth/password', json: { currentPassword: null, password: 'a new long password' } }),
  'POST /auth/sign-out': () => ({ path: '/auth/sign-out' }),
  'POST /auth/passkeys/register/options': () => ({ path: '/auth/passkeys/register/options' }),
  'POST /auth/passkeys/register/verify': () => ({
    path: '/auth/passkeys/register/verify',
    json: { challengeId: absentIds().patientId, response: {} },
  }),
  'GET /patients': () => ({ path: '/patients' }),
  'GET /pacing-config': () => ({ path: '/pacing-config' }),
  'GET /pacing-config/versions': () => ({ path: '/pacing-config/versions' }),
  'PUT /pacing-config': () => ({ path: '/pacing-config', json: { baseVersion: 0, parameters: { A3: { risePct: 4 } } } }),
  'GET /invitations': () => ({ path: '/invitations' }),
  'POST /invitations': () => ({ path: '/invitations', json: { role: 'patient', displayName: 'Somebody' } }),
};

/** Operations for people who are not signed in. A new one must be added here on purpose. */
export const PUBLIC_OPERATIONS: readonly string[] = [
  'GET /invitations/accept/{token}',
  'GET /setup/{token}',
  'POST /auth/passkeys/sign-in/options',
  'POST /auth/passkeys/sign-in/verify',
  'POST /auth/password/sign-in',
  'POST /invitations/accept/{token}',
  'POST /setup',
];
