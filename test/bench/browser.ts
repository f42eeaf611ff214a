import { launchBrowser } from '#test/helpers/browser.ts';
import { realChunks } from '#test/helpers/realChunks.ts';
import { servePage } from '#test/lab/page.ts';
import type { SentChunk } from './browserClient.ts';
import { floatRows } from './codecPeers.ts';
import type { BenchRow } from './types.ts';

const base64 = (column: Int16Array | Float64Array | Uint8Array) =>
  Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString('base64');

/** What a phone's browser does while it records, in the real one: encoding of the two-sensor recording, and keeping a chunk. */
export async function benchBrowser(): Promise<BenchRow[]> {
  const recording = realChunks(/^knee/)?.[0];
  if (recording === undefined) return [];
  const sent = recording.chunks.map(
    (chunk): SentChunk => ({
      ...chunk,
      hostUs: base64(chunk.hostUs),
      deviceUs: chunk.deviceUs === null ? null : base64(chunk.deviceUs),
      counts: base64(chunk.counts),
    }),
  );
  const floats = recording.chunks.map((chunk) => floatRows(chunk));
  const floatBytes = floats.reduce((sum, each) => sum + each.length, 0);
  const site = await servePage('../bench/browserClient.ts');
  const browser = await launchBrowser();
  try {
    const page = await (await browser.newContext()).newPage();
    await page.goto(site.url);
    const args = { sent, floats: floats.map(base64) };
    const times = await page.evaluate(({ sent, floats }) => window.browserBench.measure(sent, floats), args);
    const megabytesPerS = (ms: number) => floatBytes / 1e6 / (ms / 1000);
    const [ours, peer] = [megabytesPerS(times.golombMs), megabytesPerS(times.gzipMs)];
    const keep = { what: 'browser: chunk of 20 KB', unit: 'ms' };
    return [
      { what: 'browser: encode golomb', ours, peer, unit: 'MB/s', ratio: ours / peer, note: 'peer: gzip of float32, CompressionStream' },
      { what: 'browser: encode golomb', ours, peer: 100, unit: 'MB/s', ratio: ours / 100, note: 'limit: 100 MB/s of float32' },
      {
        ...keep,
        ours: times.saveMs,
        peer: times.plainMs,
        ratio: times.saveMs / times.plainMs,
        note: `kept, encrypted, with outbox row; peer: strict put alone; encryption alone ${times.sealMs.toFixed(2)} ms`,
      },
    ];
  } finally {
    await browser.close();
    await site.close();
  }
}
