import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '#server/db/client.node.ts';
import { SessionDetail } from '#shared/schema/api.ts';
import { type RecordedChunk, type RecordedSession, recordSession, sha256Hex } from '#test/helpers/recording.ts';
import { tempFolder } from '#test/helpers/tempStore.ts';
import { seedPatient, startServerProcess } from '#test/server/cli/serverProcess.ts';
import { chunkPath } from './ingestRig.ts';

const CHUNKS = 120;
const IN_FLIGHT = 8;
/** The server is killed when this many chunks have been acknowledged: early, in the middle, late. */
const KILL_AFTER = [3, 40, 97];

const folder = tempFolder();
afterAll(() => folder.remove());

const put = (url: string, cookie: string, recorded: RecordedSession, chunk: RecordedChunk) =>
  fetch(`${url}${chunkPath(recorded, chunk)}`, {
    method: 'PUT',
    headers: { cookie, 'x-content-sha256': chunk.sha256Hex },
    body: chunk.bytes,
  });

/** Sends chunks, some at a time, until `enough` are acknowledged or sending fails; returns what was acknowledged. */
async function sendUntil(
  chunks: readonly RecordedChunk[],
  send: (chunk: RecordedChunk) => Promise<Response>,
  enough: (count: number) => void,
) {
  const acknowledged: RecordedChunk[] = [];
  const waiting = [...chunks];
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) {
        const answer = await send(chunk).catch(() => null);
        if (answer === null) return;
        expect([200, 201]).toContain(answer.status);
        acknowledged.push(chunk);
        enough(acknowledged.length);
      }
    }),
  );
  return acknowledged;
}

describe('SIGKILL while chunks arrive', () => {
  it('keeps every acknowledged chunk once, and the session completes after the restart', { timeout: 120_000 }, async () => {
    const patient = await seedPatient(folder.path);
    const recorded = await recordSession({
      patientId: patient.patientId as string,
      startedUs: Date.now() * 1000 - 3_600_000_000,
      chunkCount: CHUNKS,
    });
    const headers = { cookie: patient.cookie, 'content-type': 'application/json' };
    const acknowledged = new Set<RecordedChunk>();
    const path = `/api/v1/sessions/${recorded.session.id}`;

    for (const killAfter of KILL_AFTER) {
      const server = await startServerProcess(folder.path);
      expect((await fetch(`${server.url}${path}`, { method: 'PUT', headers, body: JSON.stringify(recorded.session) })).ok).toBe(true);
      const left = recorded.chunks.filter((chunk) => !acknowledged.has(chunk));
      let killed: Promise<unknown> = Promise.resolve();
      const kill = (count: number) => {
        if (acknowledged.size + count === killAfter) killed = server.stop('SIGKILL');
      };
      for (const chunk of await sendUntil(left, (chunk) => put(server.url, patient.cookie, recorded, chunk), kill)) acknowledged.add(chunk);
      await killed;
      expect(acknowledged.size).toBeGreaterThanOrEqual(killAfter);
      expect(acknowledged.size).toBeLessThan(CHUNKS);

      const again = await startServerProcess(folder.path);
      const detail = SessionDetail.parse(await (await fetch(`${again.url}${path}`, { headers })).json());
      const kept = detail.chunks.map(({ sequence }) => sequence);
      expect(new Set(kept).size).toBe(kept.length);
      expect(kept).toEqual(expect.arrayContaining([...acknowledged].map(({ sequence }) => sequence)));
      for (const chunk of [...acknowledged].slice(-5)) {
        const bytes = await (await fetch(`${again.url}${chunkPath(recorded, chunk)}`, { headers })).arrayBuffer();
        expect(sha256Hex(new Uint8Array(bytes))).toBe(chunk.sha256Hex);
      }
      await again.stop('SIGKILL');
    }

    const last = await startServerProcess(folder.path);
    for (const chunk of recorded.chunks) expect((await put(last.url, patient.cookie, recorded, chunk)).ok).toBe(true);
    await fetch(`${last.url}${path}/events`, { method: 'POST', headers, body: JSON.stringify({ events: recorded.events }) });
    const complete = await fetch(`${last.url}${path}/complete`, { method: 'POST', headers, body: JSON.stringify(recorded.complete) });
    expect(await complete.json()).toMatchObject({ agrees: true, differences: [] });
    await last.stop('SIGKILL');
    const afterwards = await startServerProcess(folder.path);
    const secondLook = async () =>
      SessionDetail.parse(await (await fetch(`${afterwards.url}${path}`, { headers })).json()).summary?.notRefined;
    await expect.poll(secondLook, { timeout: 20_000 }).toBe('nothingToRefine');
    expect(await afterwards.stop('SIGTERM')).toBe(0);

    const store = await openStore(folder.path);
    expect((await store.query({ sql: 'select * from pragma_integrity_check', args: [] })).rows).toEqual([['ok']]);
    const { rows } = await store.query({ sql: 'select count(*), count(distinct sequence) from chunk', args: [] });
    expect(rows).toEqual([[CHUNKS, CHUNKS]]);
    await store.close();
  });
});
