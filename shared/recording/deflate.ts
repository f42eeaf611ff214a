/** Bytes through a web-standard transform, or null when the input is malformed or the output would exceed `maxBytes`. */
async function through(stream: CompressionStream | DecompressionStream, bytes: Uint8Array, maxBytes: number): Promise<Uint8Array | null> {
  const writer = stream.writable.getWriter();
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.readable.getReader();
  const written = writer
    .write(new Uint8Array(bytes))
    .then(() => writer.close())
    .catch(() => undefined);
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > maxBytes) {
        await reader.cancel();
        await writer.abort().catch(() => undefined);
        return null;
      }
      parts.push(value);
    }
  } catch {
    return null;
  }
  await written;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export async function deflateRaw(bytes: Uint8Array): Promise<Uint8Array> {
  const out = await through(new CompressionStream('deflate-raw'), bytes, Number.POSITIVE_INFINITY);
  if (out === null) throw new Error('deflate failed');
  return out;
}

/** Inflates to at most `maxBytes`; null for malformed input or a bomb. */
export function inflateRaw(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array | null> {
  return through(new DecompressionStream('deflate-raw'), bytes, maxBytes);
}
