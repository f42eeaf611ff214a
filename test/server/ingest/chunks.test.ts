import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreError } from '#server/db/store.ts';
import { decodeChunk, encodeChunk } from '#shared/recording/chunk.ts';
import { ChunkReceipt, MAX_CHUNK_BYTES } from '#shared/schema/chunk.ts';
import { Problem } from '#shared/schema/problem.ts';
import { type RecordedSession, sha256Hex, testId } from '#test/helpers/recording.ts';
import { startTestServer } from '#test/helpers/server.ts';
import { chunkPath, type IngestRig, ingestRig } from './ingestRig.ts';

let rig: IngestRig;
let recorded: RecordedSession;
beforeAll(async () => {
  rig = await ingestRig();
  recorded = await rig.record();
  await rig.putSession(recorded);
});
afterAll(() => rig.server.close());

async function refused(answer: Response, status: number) {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  return Problem.parse(await answer.json());
}

describe('PUT chunk', () => {
  it('keeps the bytes and tells what it kept', async () => {
    const [chunk] = recorded.chunks;
    const answer = await rig.putChunk(recorded, chunk);
    expect(answer.status).toBe(201);
    const receipt = ChunkReceipt.parse(await answer.json());
    expect(receipt).toMatchObject({ sequence: 0, sha256Hex: chunk.sha256Hex, byteLength: chunk.bytes.byteLength, sampleCount: 10 });
    expect(receipt.toUs - receipt.fromUs).toBe(9_000_000);
    const back = await rig.server.request('GET', chunkPath(recorded, chunk), { as: rig.pt });
    expect(back.headers.get('content-type')).toBe('application/octet-stream');
    expect(sha256Hex(new Uint8Array(await back.arrayBuffer()))).toBe(chunk.sha256Hex);
  });

  it('answers the same bytes the same, once or in parallel, and keeps one row', async () => {
    const chunk = recorded.chunks[1];
    const answers = await Promise.all(Array.from({ length: 6 }, () => rig.putChunk(recorded, chunk)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
    const bodies = await Promise.all(answers.map((answer) => answer.json()));
    for (const body of bodies) expect(body).toEqual(bodies[0]);
    expect(await rig.count('chunk', `"streamId" = '${chunk.streamId}' and sequence = 1`)).toBe(1);
    expect(await rig.count('chunk_blob', `"streamId" = '${chunk.streamId}' and sequence = 1`)).toBe(1);
  });

  it('409: other bytes under the same place', async () => {
    const chunk = recorded.chunks[2];
    await rig.putChunk(recorded, chunk);
    const decoded = await decodeChunk(chunk.bytes);
    if (!decoded.ok) throw new Error(decoded.reason);
    decoded.value.counts[0] += 1;
    const bytes = await encodeChunk(decoded.value, 'raw');
    const told = await refused(await rig.putChunk(recorded, chunk, { bytes, hash: sha256Hex(bytes) }), 409);
    expect(told.code).toBe('conflict');
  });

  it('422: a flipped bit, by hash and by checksum', async () => {
    const chunk = recorded.chunks[3];
    const bytes = chunk.bytes.slice();
    bytes[bytes.length - 3] ^= 0x10;
    expect((await refused(await rig.putChunk(recorded, chunk, { bytes }), 422)).detail).toMatch(/hash/);
    expect((await refused(await rig.putChunk(recorded, chunk, { bytes, hash: sha256Hex(bytes) }), 422)).detail).toMatch(/checksum/);
    expect(await rig.count('chunk', `"streamId" = '${chunk.streamId}' and sequence = 3`)).toBe(0);
  });

  it('422: something that is no chunk, or the chunk of another stream', async () => {
    const chunk = recorded.chunks[4];
    const noise = new Uint8Array(500).fill(7);
    expect((await refused(await rig.putChunk(recorded, chunk, { bytes: noise, hash: sha256Hex(noise) }), 422)).code).toBe('unprocessable');
    const other = await rig.record();
    const foreign = other.chunks[0];
    const told = await refused(await rig.putChunk(recorded, chunk, { bytes: foreign.bytes, hash: foreign.sha256Hex }), 422);
    expect(told.detail).toMatch(/not of this stream/);
  });

  it('422: a stream that the session does not list', async () => {
    const chunk = { ...recorded.chunks[0], streamId: testId(1) };
    expect((await refused(await rig.putChunk(recorded, chunk), 422)).detail).toMatch(/does not list/);
  });

  it('422 with the field: a missing or malformed hash, a bad sequence', async () => {
    const path = chunkPath(recorded, recorded.chunks[5]);
    for (const hash of ['', 'abc', 'Z'.repeat(64)]) {
      const answer = await rig.server.request('PUT', path, {
        as: rig.patient,
        body: new Uint8Array(10),
        headers: { 'x-content-sha256': hash },
      });
      expect((await refused(answer, 422)).fields).toMatchObject([{ path: 'x-content-sha256' }]);
    }
    const answer = await rig.server.request('PUT', path.replace(/\d+$/, '-1'), { as: rig.patient, body: new Uint8Array(10) });
    expect((await refused(answer, 422)).fields?.[0].path).toBe('sequence');
  });

  it('400: an empty body, or less than was announced', async () => {
    const chunk = recorded.chunks[5];
    const headers = { 'x-content-sha256': chunk.sha256Hex };
    expect((await refused(await rig.server.request('PUT', chunkPath(recorded, chunk), { as: rig.patient, headers }), 400)).code).toBe(
      'badRequest',
    );
    const short = await rig.server.request('PUT', chunkPath(recorded, chunk), {
      as: rig.patient,
      body: chunk.bytes.slice(0, 50),
      headers: { ...headers, 'content-length': String(chunk.bytes.byteLength) },
    });
    expect((await refused(short, 400)).detail).toMatch(/broke off/);
  });

  it('413: more than 256 KiB, announced or not', async () => {
    const chunk = recorded.chunks[5];
    const bytes = new Uint8Array(MAX_CHUNK_BYTES + 1);
    expect((await refused(await rig.putChunk(recorded, chunk, { bytes, hash: sha256Hex(bytes) }), 413)).code).toBe('payloadTooLarge');
    const announced = await rig.server.request('PUT', chunkPath(recorded, chunk), {
      as: rig.patient,
      body: bytes,
      headers: { 'x-content-sha256': sha256Hex(bytes), 'content-length': String(bytes.byteLength) },
    });
    await refused(announced, 413);
  });

  it('404: chunks of nobody, and of somebody else', async () => {
    const [chunk] = recorded.chunks;
    const missing = await rig.server.request('GET', chunkPath(recorded, { ...chunk, sequence: 999 }), { as: rig.patient });
    const told = await refused(missing, 404);
    for (const as of [rig.otherPatient, rig.foreignPt]) {
      const answer = await refused(await rig.server.request('GET', chunkPath(recorded, chunk), { as }), 404);
      expect({ ...answer, requestId: '' }).toEqual({ ...told, requestId: '' });
    }
  });
});

describe('a full disk', () => {
  it('507 with Retry-After, and reading goes on', async () => {
    const inner = rig.server.deps.store;
    const store = { ...inner, batch: () => Promise.reject(new StoreError('full', 'SQLITE_FULL database or disk is full')) };
    const full = await startTestServer({ store });
    const chunk = recorded.chunks[6];
    const answer = await full.request('PUT', chunkPath(recorded, chunk), {
      as: rig.patient,
      body: chunk.bytes,
      headers: { 'x-content-sha256': chunk.sha256Hex },
    });
    expect((await refused(answer, 507)).code).toBe('storageFull');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await full.request('GET', `/api/v1/sessions/${recorded.session.id}`, { as: rig.patient })).status).toBe(200);
    await full.close();
  });
});
