/** Where the data of one file of a zip archive lies. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflate. */
  readonly method: number;
  readonly compressedBytes: number;
  readonly inflatedBytes: number;
  /** Of its local header. */
  readonly offset: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
/** A directory larger than this is none of a health export. */
const MOST_DIRECTORY_BYTES = 64 << 20;
const FULL_32 = 0xffffffff;

const viewOf = async (blob: Blob) => new DataView(await blob.arrayBuffer());

/**
 * The files of an archive by its central directory (APPNOTE.TXT 4.3.12), so that only the wanted one is read: an export holds thousands of
 * routes beside it. Null when the directory is not there or makes no sense: the archive is cut, or is none.
 */
export async function zipEntries(file: Blob): Promise<ZipEntry[] | null> {
  const tailFrom = Math.max(0, file.size - END_BYTES - LONGEST_COMMENT);
  const tail = await viewOf(file.slice(tailFrom));
  let at = tail.byteLength - END_BYTES;
  while (at >= 0 && tail.getUint32(at, true) !== END) at--;
  if (at < 0) return null;
  let size = tail.getUint32(at + 12, true);
  let offset = tail.getUint32(at + 16, true);
  if (offset === FULL_32 || size === FULL_32) {
    if (at < 20 || tail.getUint32(at - 20, true) !== LOCATOR_64) return null;
    const end64 = await viewOf(file.slice(Number(tail.getBigUint64(at - 12, true))).slice(0, 56));
    if (end64.byteLength < 56 || end64.getUint32(0, true) !== END_64) return null;
    size = Number(end64.getBigUint64(40, true));
    offset = Number(end64.getBigUint64(48, true));
  }
  if (size > MOST_DIRECTORY_BYTES || offset + size > file.size) return null;
  return directoryOf(await viewOf(file.slice(offset, offset + size)));
}

function directoryOf(view: DataView): ZipEntry[] | null {
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= view.byteLength; ) {
    if (view.getUint32(at, true) !== ENTRY) return null;
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const end = at + 46 + nameBytes + extraBytes + commentBytes;
    if (end > view.byteLength) return null;
    const sizes = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
    const [inflatedBytes, compressedBytes, offset] = with64(view, at + 46 + nameBytes, extraBytes, sizes);
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameBytes));
    entries.push({ name, method: view.getUint16(at + 10, true), compressedBytes, inflatedBytes, offset });
    at = end;
  }
  return entries;
}

/** Values of 2^32 - 1 stand in the Zip64 extra field, in this order (APPNOTE.TXT 4.5.3). */
function with64(view: DataView, from: number, length: number, values: readonly number[]): number[] {
  for (let at = from; at + 4 <= from + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const end = Math.min(from + length, at + 4 + view.getUint16(at + 2, true));
    let next = at + 4;
    return values.map((value) => {
      if (value !== FULL_32 || next + 8 > end) return value;
      next += 8;
      return Number(view.getBigUint64(next - 8, true));
    });
  }
  return [...values];
}

/** The bytes of one file, inflated as they are read; null for a method other than stored and deflate, or a place without a file. */
export async function zipStream(file: Blob, { offset, method, compressedBytes }: ZipEntry): Promise<ReadableStream<Uint8Array> | null> {
  const local = await viewOf(file.slice(offset, offset + 30));
  if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL || (method !== 0 && method !== 8)) return null;
  const from = offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  const stored = file.slice(from, from + compressedBytes).stream();
  return method === 0 ? stored : stored.pipeThrough(new DecompressionStream('deflate-raw'));
}
