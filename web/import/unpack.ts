import { zipEntries, zipStream } from './zipEntries.ts';

/** A file to read; `archive`: one of several in a zip that nobody chose by itself. */
export interface Unpacked {
  readonly file: File;
  readonly archive: boolean;
}

/** One file of an archive, inflated; and how many are taken out of one. */
const MOST_BYTES = 64 << 20;
const MOST_FILES = 60;
const READABLE = /\.(fit|csv|tsv|txt)$/i;
const HEALTH_EXPORT = /^apple_health_export\//;

/**
 * Garmin hands out its FIT files in a zip, phone loggers their tables; others are packed with gzip. A health export stays as it is: it is
 * read where it lies. What cannot be unpacked stays as it is too, for the reader to say why.
 */
export async function unpack(file: File): Promise<Unpacked[]> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const whole = [{ file, archive: false }];
  if (first === 0x1f && second === 0x8b) {
    const inflated = await bounded(file.stream().pipeThrough(new DecompressionStream('gzip')), file.name.replace(/\.gz$/i, ''));
    return inflated === null ? whole : [{ file: inflated, archive: false }];
  }
  if (first !== 0x50 || second !== 0x4b) return whole;
  const entries = (await zipEntries(file)) ?? [];
  if (entries.some(({ name }) => HEALTH_EXPORT.test(name))) return whole;
  const out: Unpacked[] = [];
  for (const entry of entries.filter(({ name }) => READABLE.test(name) && !name.startsWith('__MACOSX')).slice(0, MOST_FILES)) {
    const stream = await zipStream(file, entry);
    const inflated = stream === null ? null : await bounded(stream, entry.name.split('/').at(-1) ?? entry.name);
    if (inflated !== null) out.push({ file: inflated, archive: true });
  }
  return out.length === 0 ? whole : out;
}

/** Null for what does not inflate, or inflates beyond any such file. */
async function bounded(stream: ReadableStream<Uint8Array>, name: string): Promise<File | null> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  try {
    for (const chunks = stream.getReader(); ; ) {
      const { done, value } = await chunks.read();
      if (done) return new File(parts, name);
      bytes += value.length;
      if (bytes > MOST_BYTES) {
        await chunks.cancel();
        return null;
      }
      parts.push(value as Uint8Array<ArrayBuffer>);
    }
  } catch {
    return null;
  }
}
