import { eq, sql } from 'drizzle-orm';
import { audit, authSession, passkey } from '#server/db/schema/access.ts';
import { build, reader, statement } from '#server/db/statements.ts';
import { encodeChunk } from '#shared/recording/chunk.ts';
import { Id } from '#shared/schema/id.ts';
import type { Session } from '#shared/schema/session.ts';
import type { Stream } from '#shared/schema/stream.ts';
import { localDayOf } from '#shared/schema/time.ts';
import { kneeSessionInput } from '#test/helpers/recordedSession.ts';
import { type SeededActor, seedActor, seedClinic, startTestServer, type TestServer } from '#test/helpers/server.ts';
import { aCheckIn, anId, aPlanUpdate, aStimulation, momentAt } from '#test/server/clinical/records.ts';

/** Everything an address or a body can name. */
export interface Ids {
  readonly patientId: string;
  readonly sessionId: string;
  readonly streamId: string;
  readonly checkInId: string;
  readonly flagId: string;
  readonly invitationId: string;
  readonly authSessionId: string;
  readonly passkeyId: string;
}

export const absentIds = (): Ids => ({
  patientId: anId(),
  sessionId: anId(),
  streamId: anId(),
  checkInId: anId(),
  flagId: anId(),
  invitationId: anId(),
  authSessionId: anId(),
  passkeyId: anId(),
});

export type AuditRow = typeof audit.$inferSelect;

export interface World {
  readonly server: TestServer;
  readonly victim: Ids;
  readonly pt: SeededActor;
  readonly patient: SeededActor;
  readonly otherPatient: SeededActor;
  readonly foreignPt: SeededActor;
  readonly foreignPatient: SeededActor;
  /** Sign-ins of the victim's own PT and of the victim that no longer work. */
  readonly expired: readonly SeededActor[];
  readonly revoked: readonly SeededActor[];
  /** Every row of every table but the audit's. */
  dump(): Promise<Record<string, string>>;
  /** Audit rows since the last time it was asked, oldest first. */
  newAuditRows(): Promise<AuditRow[]>;
  /** A minute later; everybody's last use is noted, so that the next call changes nothing. */
  nextMinute(): Promise<void>;
}

/** Two clinics; the victim has one of every record. */
export async function makeWorld(): Promise<World> {
  const server = await startTestServer();
  const [here, there] = [await seedClinic(server, 'Here'), await seedClinic(server, 'There')];
  const pt = await seedActor(server, here, 'admin');
  const patient = await seedActor(server, here, 'patient');
  const otherPatient = await seedActor(server, here, 'patient');
  const foreignPt = await seedActor(server, there, 'admin');
  const foreignPatient = await seedActor(server, there, 'patient');
  const patientId = Id.parse(patient.patientId);
  const checkIn = aCheckIn(patientId);
  const session = aSession({ ...absentIds(), patientId });
  const ids = { ...absentIds(), patientId, checkInId: checkIn.id, sessionId: session.id, streamId: session.streams[0].id };
  const { body, headers } = await aChunk(ids.streamId);
  const stimulation = aStimulation(patientId, { screenAnswered: false });
  for (const [method, path, as, options] of [
    ['POST', `/patients/${patientId}/plan`, pt, { json: aPlanUpdate(0) }],
    ['PUT', `/patients/${patientId}/check-ins/${checkIn.id}`, patient, { json: checkIn }],
    ['PUT', `/patients/${patientId}/stimulations/${stimulation.id}`, patient, { json: stimulation }],
    ['PUT', `/sessions/${session.id}`, patient, { json: session }],
    ['PUT', `/sessions/${session.id}/streams/${ids.streamId}/chunks/0`, patient, { body, headers }],
    ['POST', '/invitations', pt, { json: { role: 'patient', displayName: 'Invited' } }],
  ] as const) {
    const answer = await server.request(method, `/api/v1${path}`, { as, ...options });
    if (answer.status !== 201) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }
  // Who looks for the first time has everybody's decisions kept; from here on looking changes nothing.
  for (const as of [pt, foreignPt]) await server.request('GET', '/api/v1/patients', { as });
  const only = async (sql: string) => String((await server.deps.store.query({ sql, args: [] })).rows[0][0]);
  const victim = {
    ...ids,
    flagId: await only('select id from flag'),
    invitationId: await only('select id from invitation'),
    authSessionId: patient.authSessionId,
    passkeyId: await aPasskey(server, patient),
  };
  const copies = async (change: Partial<typeof authSession.$inferInsert>) => {
    const actors = [await seedActor(server, here, 'admin'), await seedActor(server, here, 'patient')];
    for (const actor of actors) {
      // The token of a new sign-in, moved to the victim's own account: the right person, no longer signed in.
      const owner = actor.role === 'patient' ? patient : pt;
      const moved = build
        .update(authSession)
        .set({ userId: owner.userId, ...change })
        .where(eq(authSession.id, actor.authSessionId));
      await server.deps.store.batch([statement(moved, 1)]);
    }
    return actors;
  };
  const now = server.clock.nowUs();
  return {
    server,
    victim,
    pt,
    patient,
    otherPatient,
    foreignPt,
    foreignPatient,
    expired: [...(await copies({ expiresAtUs: now })), ...(await copies({ lastSeenAtUs: now - 31 * 86_400_000_000 }))],
    revoked: await copies({ revokedAtUs: now - 1 }),
    dump: () => dump(server),
    newAuditRows: auditReader(server),
    async nextMinute() {
      server.clock.advance(60_000_000);
      for (const as of [pt, patient, otherPatient, foreignPt, foreignPatient]) await server.request('GET', '/api/v1/auth/me', { as });
    },
  };
}

export function aSession(ids: Pick<Ids, 'patientId' | 'sessionId' | 'streamId'>): Session {
  return {
    id: ids.sessionId,
    patientId: ids.patientId,
    startedAt: momentAt(0),
    localDay: localDayOf(momentAt(0)),
    endedAt: null,
    setup: kneeSessionInput.setup,
    streams: [{ ...HEART_RATE, id: ids.streamId, sessionId: ids.sessionId }],
    simulated: true,
  };
}

const HEART_RATE: Omit<Stream, 'id' | 'sessionId'> = {
  kind: 'heartRate',
  deviceModel: 'heartRateStrap',
  sensorLabel: 'strap',
  bodySite: 'chest',
  side: 'none',
  nominalRateHz: 1,
  groups: [{ name: 'heartRate', axes: 1, scale: 1, unit: 'bpm' }],
  clock: 'arrival',
  simulated: true,
};

/** Ten seconds of heart rate. */
export async function aChunk(streamId: string): Promise<{ body: Uint8Array<ArrayBuffer>; headers: Record<string, string> }> {
  const { kind, bodySite, groups, nominalRateHz } = HEART_RATE;
  const body = await encodeChunk(
    {
      streamId,
      kind,
      bodySite,
      groups,
      nominalRateHz,
      firstSampleIndex: 0,
      sampleCount: 10,
      hostUs: Float64Array.from({ length: 10 }, (_, i) => momentAt(0).utcUs + i * 1_000_000),
      deviceUs: null,
      counts: Int16Array.from({ length: 10 }, (_, i) => 80 + i),
      gaps: [],
      clock: null,
    },
    'raw',
  );
  const digest = await crypto.subtle.digest('SHA-256', body);
  return { body, headers: { 'x-content-sha256': Buffer.from(digest).toString('hex'), 'content-type': 'application/octet-stream' } };
}

function auditReader({ deps }: TestServer): () => Promise<AuditRow[]> {
  let seen = new Set<string>();
  return async () => {
    const rows = await reader(deps.store).select().from(audit).orderBy(sql`rowid`).all();
    const fresh = rows.filter(({ id }) => !seen.has(id));
    seen = new Set(rows.map(({ id }) => id));
    return fresh;
  };
}

/** A passkey beside another one, so that its owner may remove it. */
async function aPasskey({ deps }: TestServer, { clinicId, userId }: SeededActor): Promise<string> {
  const ids = [anId(), anId()];
  const row = { clinicId, userId, publicKey: Buffer.alloc(1), counter: 0, transports: '[]', label: 'Phone', createdAtUs: 1 };
  await deps.store.batch(ids.map((id) => statement(build.insert(passkey).values({ ...row, id }))));
  return ids[0];
}

async function dump({ deps }: TestServer): Promise<Record<string, string>> {
  const tables = await deps.store.query({ sql: "select name from sqlite_master where type = 'table' order by name", args: [] });
  const named = tables.rows.filter(([name]) => name !== 'audit');
  const rows = named.map(async ([name]) => {
    const found = await deps.store.query({ sql: `select * from "${name}"`, args: [] });
    return [
      String(name),
      JSON.stringify(found.rows, (_key, value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value)),
    ] as const;
  });
  return Object.fromEntries(await Promise.all(rows));
}
