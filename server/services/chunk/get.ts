import type { Ctx } from '#server/context.ts';
import { notFound } from '#server/errors.ts';
import { requireSession } from '#server/services/session/access.ts';
import type { ChunkPlace } from './put.ts';

/** The bytes of one chunk, as they were sent. */
export async function getChunk(ctx: Ctx, { sessionId, streamId, sequence }: ChunkPlace): Promise<{ bytes: Uint8Array; sha256Hex: string }> {
  const { clinicId } = await requireSession(ctx, sessionId);
  const { rows } = await ctx.deps.store.query({
    sql: `select b.bytes, c."sha256Hex" from chunk c join chunk_blob b on b."streamId" = c."streamId" and b.sequence = c.sequence
      where c."sessionId" = ? and c."streamId" = ? and c.sequence = ? and c."clinicId" = ?`,
    args: [sessionId, streamId, sequence, clinicId],
  });
  if (rows.length === 0) throw notFound();
  return { bytes: rows[0][0] as Uint8Array, sha256Hex: String(rows[0][1]) };
}
