import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { type AppEnv, requireActor } from '#server/context.ts';
import { ServiceError } from '#server/errors.ts';
import { operation, pathParams } from '#server/openapi/describe.ts';
import { getChunk } from '#server/services/chunk/get.ts';
import { putChunk } from '#server/services/chunk/put.ts';
import { ChunkReceipt, MAX_CHUNK_BYTES } from '#shared/schema/chunk.ts';
import { Id } from '#shared/schema/id.ts';

const tag = 'sessions';
const PATH = '/sessions/:sessionId/streams/:streamId/chunks/:sequence';
const ChunkPath = z.object({ sessionId: Id, streamId: Id, sequence: z.coerce.number().int().min(0).max(100_000) });

export function chunkRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .put(
      PATH,
      operation({
        summary: 'Keep one chunk of a recording',
        description: 'Header x-content-sha256: the SHA-256 of the body in lower-case hex. Answered when the bytes are on the disk.',
        tag,
        access: 'patient',
        answers: { 200: ChunkReceipt, 201: ChunkReceipt },
        problems: ['badRequest', 'validation', 'notFound', 'conflict', 'payloadTooLarge', 'unprocessable', 'storageFull', 'unavailable'],
        binaryBody: { mediaType: 'application/octet-stream', maxBytes: MAX_CHUNK_BYTES },
      }),
      pathParams(ChunkPath),
      async (c) => {
        const sha256Hex = contentHash(c.req.header('x-content-sha256'));
        const bytes = await wholeBody(c);
        const { created, receipt } = await putChunk(requireActor(c), c.req.valid('param'), bytes, sha256Hex);
        return c.json(receipt, created ? 201 : 200);
      },
    )
    .get(
      PATH,
      operation({
        summary: 'The bytes of one chunk',
        tag,
        access: 'signedIn',
        answers: { 200: null },
        mediaType: 'application/octet-stream',
        problems: ['validation', 'notFound'],
      }),
      pathParams(ChunkPath),
      async (c) => {
        const { bytes, sha256Hex } = await getChunk(requireActor(c), c.req.valid('param'));
        return c.body(new Uint8Array(bytes), 200, { 'content-type': 'application/octet-stream', 'x-content-sha256': sha256Hex });
      },
    );
}

function contentHash(header: string | undefined): string {
  if (header && /^[0-9a-f]{64}$/.test(header)) return header;
  const fields = [{ path: 'x-content-sha256', message: 'Send the SHA-256 of the body in lower-case hex.' }];
  throw new ServiceError('validation', 'The content hash is missing or malformed.', { fields });
}

/** The body, or `badRequest` when it broke off on its way. */
async function wholeBody(c: Context<AppEnv>): Promise<Uint8Array> {
  const announced = c.req.header('content-length');
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await c.req.arrayBuffer());
  } catch (cause) {
    if (cause instanceof ServiceError) throw cause;
    throw new ServiceError('badRequest', 'The body broke off.', { cause });
  }
  if (bytes.byteLength === 0) throw new ServiceError('badRequest', 'The body is empty.');
  if (announced !== undefined && Number(announced) !== bytes.byteLength) throw new ServiceError('badRequest', 'The body broke off.');
  return bytes;
}
