import { encodeChunk } from '#shared/recording/chunk.ts';
import type { ChunkData } from '#shared/recording/chunkData.ts';
import { makeChunk, makeSession, withStream } from '#test/web/store/madeRecords.ts';
import { openDb } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import { saveChunk, saveSession } from '#web/store/records.ts';

/** A chunk on its way into the page: columns as base64. */
export type SentChunk = Omit<ChunkData, 'hostUs' | 'deviceUs' | 'counts'> & {
  readonly hostUs: string;
  readonly deviceUs: string | null;
  readonly counts: string;
};

export interface BrowserTimes {
  readonly golombMs: number;
  readonly golombBytes: number;
  readonly gzipMs: number;
  /** Per chunk of 20 KB: encryption and one strict transaction with the outbox row; encryption alone; the strict transaction alone. */
  readonly saveMs: number;
  readonly sealMs: number;
  readonly plainMs: number;
}

const ROUNDS = 20;
const SAVES = 60;
const CHUNK_BYTES = 20_000;

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer;
const opened = ({ hostUs, deviceUs, counts, ...rest }: SentChunk): ChunkData => ({
  ...rest,
  hostUs: new Float64Array(bytesOf(hostUs)),
  deviceUs: deviceUs === null ? null : new Float64Array(bytesOf(deviceUs)),
  counts: new Int16Array(bytesOf(counts)),
});

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  return (await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()).byteLength;
}

/** Shortest of several rounds, ms. */
async function best(rounds: number, run: () => Promise<unknown>): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const fromMs = performance.now();
    await run();
    shortest = Math.min(shortest, performance.now() - fromMs);
  }
  return shortest;
}

async function medianMs(count: number, run: (n: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const fromMs = performance.now();
    await run(n);
    times.push(performance.now() - fromMs);
  }
  return times.sort((a, b) => a - b)[count >> 1];
}

/** `floats`: the same values as float32, base64, one string per chunk. */
async function measure(sent: readonly SentChunk[], floats: readonly string[]): Promise<BrowserTimes> {
  const chunks = sent.map(opened);
  const rows = floats.map((each) => new Uint8Array(bytesOf(each)));
  let golombBytes = 0;
  const golombMs = await best(ROUNDS, async () => {
    golombBytes = 0;
    for (const chunk of chunks) golombBytes += (await encodeChunk(chunk, 'golomb')).length;
  });
  const gzipMs = await best(ROUNDS, async () => {
    for (const each of rows) await gzip(each);
  });

  const db = openDb(`bench-${newId()}`);
  const { session, streamId } = withStream(makeSession(newId()));
  await saveSession(db, session);
  const made: Awaited<ReturnType<typeof makeChunk>>[] = [];
  for (let n = 0; n < SAVES; n++) {
    made.push({ ...(await makeChunk(session.id, streamId, n)), bytes: crypto.getRandomValues(new Uint8Array(CHUNK_BYTES)) });
  }
  const saveMs = await medianMs(SAVES, (n) => saveChunk(db, session.patientId, made[n]));
  const sealed = await db.chunks.sealAll(made);
  // The page's clock is too coarse for a single one.
  const sealMs =
    (await best(3, async () => {
      for (const chunk of made) await db.chunks.seal(chunk);
    })) / SAVES;
  const plainMs = await medianMs(SAVES, (n) => db.chunks.raw.put({ ...sealed[n], sequence: SAVES + n }));
  return { golombMs, golombBytes, gzipMs, saveMs, sealMs, plainMs };
}

const client = { measure };
declare global {
  interface Window {
    readonly browserBench: typeof client;
  }
}
Object.assign(window, { browserBench: client });
