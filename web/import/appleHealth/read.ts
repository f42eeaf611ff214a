import { ProblemLog } from '#shared/import/problemLog.ts';
import type { FileReading, ReadOptions } from '#web/import/format.ts';
import { type ZipEntry, zipEntries, zipStream } from '#web/import/zipEntries.ts';
import { HealthReader } from './healthReader.ts';

/** Text given to the parser at once: larger pieces are collected late and pile up (1 GB takes 220 MB with 64 KB, 110 to 130 with 8). */
const PIECE_BYTES = 8 << 10;

/** Streams an export: neither the file nor its records are ever in memory as a whole. */
export async function readAppleHealth(file: File, options: ReadOptions): Promise<FileReading> {
  const log = new ProblemLog();
  const reader = new HealthReader(options.fromUs / 1e6, log);
  const source = await xmlOf(file, log);
  if (source !== null) {
    try {
      await feed(source.stream, reader, (bytes) => options.progress(Math.min(1, bytes / source.bytes) * file.size));
    } catch (error) {
      log.add('corrupt', file.name, `the file cannot be read any further: ${error instanceof Error ? error.message : String(error)}`);
      reader.hurt();
    }
  }
  const { found, passedOver } = reader.finish();
  if (found.length === 0 && passedOver === 0 && log.count === 0) log.add('empty', file.name, 'there are no workouts in this export');
  return { found, problems: log.problems, passedOver, questions: null };
}

async function feed(stream: ReadableStream<Uint8Array>, reader: HealthReader, progress: (bytes: number) => void): Promise<void> {
  const decoder = new TextDecoder();
  let bytes = 0;
  for (const chunks = stream.getReader(); ; ) {
    const { done, value } = await chunks.read();
    if (done) break;
    bytes += value.length;
    for (let at = 0; at < value.length; at += PIECE_BYTES) {
      if (!reader.write(decoder.decode(value.subarray(at, at + PIECE_BYTES), { stream: true }))) {
        await chunks.cancel();
        return;
      }
    }
    progress(bytes);
  }
  reader.close();
}

async function xmlOf(file: File, log: ProblemLog): Promise<{ stream: ReadableStream<Uint8Array>; bytes: number } | null> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (head[0] !== 0x50 || head[1] !== 0x4b) return { stream: file.stream(), bytes: file.size };
  const entries = await zipEntries(file);
  if (entries === null) {
    log.add('truncated', file.name, 'the end of the zip file is missing: it was not copied as a whole');
    return null;
  }
  const entry = exportOf(entries);
  const stream = entry === undefined ? null : await zipStream(file, entry);
  if (entry === undefined || stream === null) {
    log.add('notThisFormat', file.name, 'this zip file is no Apple Health export');
    return null;
  }
  return { stream, bytes: entry.inflatedBytes };
}

/** "export.xml" has another name in other languages; export_cda.xml beside it is another format. */
function exportOf(entries: readonly ZipEntry[]): ZipEntry | undefined {
  return entries
    .filter(({ name }) => /^(apple_health_export\/)?[^/]+\.xml$/i.test(name) && !/_cda\.xml$/i.test(name))
    .sort((a, b) => b.inflatedBytes - a.inflatedBytes)[0];
}
