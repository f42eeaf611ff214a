import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '#server/node.ts';
import { type RecordedSession, recordSession } from '#test/helpers/recording.ts';
import type { SeededActor } from '#test/helpers/server.ts';
import { tempFolder } from '#test/helpers/tempStore.ts';
import { seedPatient } from '#test/server/cli/serverProcess.ts';
import { chunkPath } from '#test/server/ingest/ingestRig.ts';

const folder = tempFolder();
const logged: string[] = [];
let server: RunningServer;
let patient: SeededActor;
let recorded: RecordedSession;
let port: number;

beforeAll(async () => {
  patient = await seedPatient(folder.path);
  server = await startServer({ port: 0, host: '127.0.0.1', dataDir: folder.path, origin: null, demo: false }, (line) => logged.push(line));
  port = Number(new URL(server.url).port);
  recorded = await recordSession({ patientId: patient.patientId as string, startedUs: (Date.now() - 3_600_000) * 1000 });
  const body = JSON.stringify(recorded.session);
  const headers = { cookie: patient.cookie, 'content-type': 'application/json' };
  expect((await fetch(`http://127.0.0.1:${port}/api/v1/sessions/${recorded.session.id}`, { method: 'PUT', headers, body })).status).toBe(
    201,
  );
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

/** Writes raw bytes to the server and returns what came back; `breakOff` closes our side behind them. */
async function rawRequest(head: string, body: Uint8Array, breakOff = false): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (part) => {
    answer += part.toString();
  });
  socket.on('error', () => {});
  socket.write(head.replaceAll('\n', '\r\n'));
  socket.write(body);
  if (breakOff) socket.end();
  await once(socket, 'close');
  return answer;
}

const chunkCount = async () => (await server.deps.store.query({ sql: 'select count(*) from chunk', args: [] })).rows[0][0];

describe('the server on a real socket', () => {
  it('offers no set-up link once there is a clinic', () => {
    expect(server.setupUrl).toBeNull();
  });

  it('keeps nothing of a body that breaks off, and takes the whole one afterwards', async () => {
    const [chunk] = recorded.chunks;
    const head = `PUT ${chunkPath(recorded, chunk)} HTTP/1.1\nhost: 127.0.0.1\ncookie: ${patient.cookie}\nx-content-sha256: ${chunk.sha256Hex}\n`;
    const torn = await rawRequest(`${head}content-length: ${chunk.bytes.length}\n\n`, chunk.bytes.subarray(0, 40), true);
    expect(torn).not.toMatch(/^HTTP\/1\.1 2/);
    expect(await chunkCount()).toBe(0);
    const whole = await rawRequest(`${head}content-length: ${chunk.bytes.length}\nconnection: close\n\n`, chunk.bytes);
    expect(whole).toMatch(/^HTTP\/1\.1 201 /);
    expect(await chunkCount()).toBe(1);
  });

  it('refuses a body that announces too much without reading it', async () => {
    const head = `PUT ${chunkPath(recorded, recorded.chunks[1])} HTTP/1.1\nhost: 127.0.0.1\ncookie: ${patient.cookie}\nconnection: close\n`;
    expect(await rawRequest(`${head}content-length: 300000\n\n`, new Uint8Array(0))).toMatch(/^HTTP\/1\.1 413 [\s\S]*payloadTooLarge/);
  });

  it('writes one JSON line per request, without the path’s ids', () => {
    const lines = logged.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(
      lines.filter(({ route }) => route === '/api/v1/sessions/:sessionId/streams/:streamId/chunks/:sequence').length,
    ).toBeGreaterThanOrEqual(2);
    expect(logged.join('')).not.toContain(recorded.session.id);
  });
});
