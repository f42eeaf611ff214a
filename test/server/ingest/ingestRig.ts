import type { Deps } from '#server/deps.ts';
import { type RecordedChunk, type RecordedSession, type RecordingOptions, recordSession } from '#test/helpers/recording.ts';
import { type SeededActor, seedActor, seedClinic, startTestServer, TEST_START_US, type TestServer } from '#test/helpers/server.ts';

export interface IngestRig {
  readonly server: TestServer;
  readonly patient: SeededActor;
  readonly pt: SeededActor;
  /** A patient and a PT who must not see anything of it. */
  readonly otherPatient: SeededActor;
  readonly foreignPt: SeededActor;
  record(options?: Partial<RecordingOptions>): Promise<RecordedSession>;
  putSession(recorded: RecordedSession, as?: SeededActor): Promise<Response>;
  postEvents(recorded: RecordedSession, as?: SeededActor): Promise<Response>;
  putChunk(
    recorded: RecordedSession,
    chunk: RecordedChunk,
    change?: { bytes?: Uint8Array<ArrayBuffer>; hash?: string; as?: SeededActor },
  ): Promise<Response>;
  complete(recorded: RecordedSession, as?: SeededActor): Promise<Response>;
  /** Everything but `complete`. */
  sendAll(recorded: RecordedSession): Promise<void>;
  count(table: string, where?: string): Promise<number>;
}

export const chunkPath = (recorded: RecordedSession, chunk: RecordedChunk) =>
  `/api/v1/sessions/${recorded.session.id}/streams/${chunk.streamId}/chunks/${chunk.sequence}`;

/** A clinic with a patient who has something to send. */
export async function ingestRig(overrides: Partial<Deps> = {}): Promise<IngestRig> {
  const server = await startTestServer(overrides);
  const clinicId = await seedClinic(server);
  const [patient, pt, otherPatient] = [
    await seedActor(server, clinicId, 'patient'),
    await seedActor(server, clinicId, 'pt'),
    await seedActor(server, clinicId, 'patient'),
  ];
  const foreignPt = await seedActor(server, await seedClinic(server, 'Elsewhere'), 'pt');
  const rig: IngestRig = {
    server,
    patient,
    pt,
    otherPatient,
    foreignPt,
    record: (options = {}) => recordSession({ patientId: patient.patientId as string, startedUs: TEST_START_US, ...options }),
    putSession: ({ session }, as = patient) => server.request('PUT', `/api/v1/sessions/${session.id}`, { as, json: session }),
    postEvents: ({ session, events }, as = patient) =>
      server.request('POST', `/api/v1/sessions/${session.id}/events`, { as, json: { events } }),
    putChunk: (recorded, chunk, { bytes = chunk.bytes, hash = chunk.sha256Hex, as = patient } = {}) =>
      server.request('PUT', chunkPath(recorded, chunk), { as, body: bytes, headers: { 'x-content-sha256': hash } }),
    complete: ({ session, complete }, as = patient) =>
      server.request('POST', `/api/v1/sessions/${session.id}/complete`, { as, json: complete }),
    async sendAll(recorded) {
      const answers = [await rig.putSession(recorded), await rig.postEvents(recorded)];
      for (const chunk of recorded.chunks) answers.push(await rig.putChunk(recorded, chunk));
      const bad = answers.find((answer) => !answer.ok);
      if (bad) throw new Error(`${bad.status} ${await bad.text()}`);
    },
    async count(table, where = '1 = 1') {
      return Number((await server.deps.store.query({ sql: `select count(*) from ${table} where ${where}`, args: [] })).rows[0][0]);
    },
  };
  return rig;
}
