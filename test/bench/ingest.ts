import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'libsql';
import { encodeChunk } from '#shared/recording/chunk.ts';
import type { AxisGroup, Stream } from '#shared/schema/stream.ts';
import { type RecordedChunk, type RecordedSession, recordSession, sha256Hex, testId } from '#test/helpers/recording.ts';
import type { SeededActor } from '#test/helpers/server.ts';
import { tempFolder } from '#test/helpers/tempStore.ts';
import { seedPatient, startServerProcess } from '#test/server/cli/serverProcess.ts';
import type { BenchRow } from './types.ts';

const CHUNK_BYTES = 64 * 1024;
const CHUNKS = 1_500;
const WARM_UP = 300;
const IN_FLIGHT = 24;
const READS = 600;
const READS_PER_S = 100;

/** Motion sensor chunks of 64 KiB each, all different, on one stream. */
async function motionChunks(session: RecordedSession, count: number): Promise<{ stream: Stream; chunks: RecordedChunk[] }> {
  const groups: AxisGroup[] = [
    { name: 'acceleration', axes: 3, scale: 0.005, unit: 'm/s2' },
    { name: 'angularRate', axes: 3, scale: 0.001, unit: 'rad/s' },
  ];
  const stream: Stream = { ...session.stream, id: testId(Date.now()), kind: 'imu', bodySite: 'thigh', nominalRateHz: 100, groups };
  const samples = Math.floor((CHUNK_BYTES - 200) / 13);
  const chunks: RecordedChunk[] = [];
  for (let sequence = 0; sequence < count; sequence++) {
    const firstUs = session.session.startedAt.utcUs + sequence * samples * 10_000;
    const bytes = await encodeChunk(
      {
        streamId: stream.id,
        kind: 'imu',
        bodySite: 'thigh',
        groups,
        nominalRateHz: 100,
        firstSampleIndex: sequence * samples,
        sampleCount: samples,
        hostUs: Float64Array.from({ length: samples }, (_, i) => firstUs + i * 10_000),
        deviceUs: null,
        counts: Int16Array.from({ length: samples * 6 }, (_, i) => Math.round(2000 * Math.sin(i / 40 + sequence))),
        gaps: [],
        clock: null,
      },
      'raw',
    );
    chunks.push({ streamId: stream.id, sequence, bytes, sha256Hex: sha256Hex(bytes) });
  }
  return { stream, chunks };
}

/** Commits of one 64 KiB blob each on a bare connection with the same settings: what the engine can do on this disk. */
function rawBlobCommitsPerS(folder: string): number {
  const db = new Database(join(folder, 'raw.db'));
  for (const pragma of ['journal_mode=WAL', 'synchronous=FULL']) db.exec(`PRAGMA ${pragma}`);
  db.exec('create table blob (n integer primary key, bytes blob)');
  const insert = db.prepare('insert into blob (bytes) values (?)');
  const bytes = new Uint8Array(CHUNK_BYTES).fill(1);
  for (let i = 0; i < WARM_UP; i++) insert.run([bytes]);
  const startedMs = performance.now();
  for (let i = 0; i < CHUNKS; i++) insert.run([bytes]);
  const perS = (1000 * CHUNKS) / (performance.now() - startedMs);
  db.close();
  return perS;
}

interface Client {
  send(method: string, path: string, headers?: Record<string, string>, body?: Uint8Array | string): Promise<void>;
  close(): void;
}

/** A lean client on kept connections: the bench shares its two cores with the server. */
function httpClient(url: string, actor: SeededActor): Client {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT + 4 });
  return {
    async send(method, path, headers = {}, body) {
      const sent = request({ hostname, port, method, path, agent, headers: { cookie: actor.cookie, ...headers } });
      sent.end(body);
      const [answer] = await once(sent, 'response');
      answer.resume();
      await once(answer, 'end');
      if (answer.statusCode >= 300) throw new Error(`${method} ${path} answered ${answer.statusCode}`);
    },
    close: () => agent.destroy(),
  };
}

const put = (client: Client, sessionId: string, { streamId, sequence, bytes, sha256Hex: hash }: RecordedChunk) =>
  client.send('PUT', `/api/v1/sessions/${sessionId}/streams/${streamId}/chunks/${sequence}`, { 'x-content-sha256': hash }, bytes);

/** Sends all chunks with IN_FLIGHT at once; returns chunks per second. */
async function putAll(client: Client, sessionId: string, chunks: readonly RecordedChunk[]): Promise<number> {
  const waiting = [...chunks];
  const startedMs = performance.now();
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (let chunk = waiting.pop(); chunk !== undefined; chunk = waiting.pop()) await put(client, sessionId, chunk);
    }),
  );
  return (1000 * chunks.length) / (performance.now() - startedMs);
}

/** p99 of a patient's list of sessions, asked READS_PER_S times a second. */
async function readP99Ms(client: Client, patientId: string): Promise<number> {
  const tookMs: number[] = [];
  const startedMs = performance.now();
  const reads: Promise<void>[] = [];
  for (let i = 0; i < READS; i++) {
    await wait(Math.max(0, startedMs + (i * 1000) / READS_PER_S - performance.now()));
    const askedMs = performance.now();
    reads.push(client.send('GET', `/api/v1/patients/${patientId}/sessions`).then(() => void tookMs.push(performance.now() - askedMs)));
  }
  await Promise.all(reads);
  return tookMs.sort((a, b) => a - b)[Math.floor(tookMs.length * 0.99)];
}

/** Sends chunks evenly at a rate until they are used up or `stopped`. */
async function putAtRate(
  client: Client,
  sessionId: string,
  chunks: readonly RecordedChunk[],
  perS: number,
  stopped: () => boolean,
): Promise<void> {
  const startedMs = performance.now();
  const sent: Promise<void>[] = [];
  for (let i = 0; i < chunks.length && !stopped(); i++) {
    await wait(Math.max(0, startedMs + (i * 1000) / perS - performance.now()));
    sent.push(put(client, sessionId, chunks[i]));
  }
  await Promise.all(sent);
}

/** Ingest over HTTP beside the engine's own blob commits, and reads beside ingest, in one run (platform.md, Ratios). */
export async function benchIngest(): Promise<BenchRow[]> {
  const folder = tempFolder();
  const rawPerS = rawBlobCommitsPerS(folder.path);
  const patient = await seedPatient(folder.path);
  const patientId = patient.patientId as string;
  const recorded = await recordSession({ patientId, startedUs: (Date.now() - 3_600_000) * 1000 });
  const sessionId = recorded.session.id;
  const { stream, chunks } = await motionChunks(recorded, WARM_UP + CHUNKS + CHUNKS * 4);
  const server = await startServerProcess(folder.path);
  const client = httpClient(server.url, patient);
  const session = { ...recorded.session, streams: [recorded.stream, stream] };
  await client.send('PUT', `/api/v1/sessions/${sessionId}`, { 'content-type': 'application/json' }, JSON.stringify(session));

  await putAll(client, sessionId, chunks.slice(0, WARM_UP));
  const putPerS = await putAll(client, sessionId, chunks.slice(WARM_UP, WARM_UP + CHUNKS));
  await readP99Ms(client, patientId);
  const idleMs = await readP99Ms(client, patientId);
  let reading = true;
  const load = putAtRate(client, sessionId, chunks.slice(WARM_UP + CHUNKS), putPerS / 2, () => !reading);
  const loadedMs = await readP99Ms(client, patientId);
  reading = false;
  await load;

  client.close();
  await server.stop('SIGTERM');
  folder.remove();
  return [
    {
      what: 'chunk PUT, 64 KiB, on disk when answered',
      ours: putPerS,
      peer: rawPerS,
      unit: '1/s',
      ratio: putPerS / rawPerS,
      note: 'peer: the engine alone, one 64 KiB blob per commit, synchronous=FULL',
    },
    {
      what: 'read p99 while chunks arrive at half of that',
      ours: loadedMs,
      peer: idleMs,
      unit: 'ms',
      ratio: loadedMs / idleMs,
      note: `peer: the same read of an idle server; ${READS_PER_S} reads/s`,
    },
  ];
}
