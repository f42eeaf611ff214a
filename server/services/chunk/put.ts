import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { chunk } from '#server/db/schema/session.ts';
import { audited, reader } from '#server/db/statements.ts';
import { type Statement, StoreError } from '#server/db/store.ts';
import { notFound, ServiceError } from '#server/errors.ts';
import { sameJson } from '#server/services/session/differences.ts';
import { decodeChunk } from '#shared/recording/chunk.ts';
import type { ChunkData } from '#shared/recording/chunkData.ts';
import type { ChunkReceipt } from '#shared/schema/chunk.ts';
import type { Id } from '#shared/schema/id.ts';
import type { Stream } from '#shared/schema/stream.ts';
import { findStream } from './findStream.ts';

export interface ChunkPlace {
  readonly sessionId: Id;
  readonly streamId: Id;
  readonly sequence: number;
}

/**
 * Keeps a chunk of a recording. When this returns the bytes are on the disk. The same bytes again give the same receipt; other bytes
 * under the same place are a conflict; bytes that are not what they claim to be are refused.
 */
export async function putChunk(
  ctx: Ctx,
  place: ChunkPlace,
  bytes: Uint8Array,
  sha256Hex: string,
): Promise<{ created: boolean; receipt: ChunkReceipt }> {
  const { state, stream } = await findStream(ctx, place.sessionId, place.streamId);
  if (stream === null) throw new ServiceError('unprocessable', 'The session does not list this stream yet.');
  if (sha256(bytes) !== sha256Hex) throw new ServiceError('unprocessable', 'The bytes do not match their hash.');
  const decoded = await decodeChunk(bytes);
  if (!decoded.ok) throw new ServiceError('unprocessable', `The chunk cannot be read: ${decoded.reason}.`);
  requireSameStream(decoded.value, stream);

  const receipt = receiptOf(place, bytes, sha256Hex, decoded.value);
  if (state === 'receiving') {
    try {
      await ctx.deps.store.batch(insertChunk(ctx, receipt, bytes));
      return { created: true, receipt };
    } catch (error) {
      const isThere = error instanceof StoreError && (error.code === 'constraint' || error.code === 'preconditionFailed');
      if (!isThere) throw error;
    }
  }
  return { created: false, receipt: await sameAsKept(ctx, receipt) };
}

async function sameAsKept(ctx: Ctx, receipt: ChunkReceipt): Promise<ChunkReceipt> {
  const at = and(eq(chunk.streamId, receipt.streamId), eq(chunk.sequence, receipt.sequence));
  const kept = await reader(ctx.deps.store).select().from(chunk).where(at).get();
  if (!kept) throw new ServiceError('conflict', 'This session is complete.');
  if (kept.clinicId !== ctx.actor.clinicId || kept.sessionId !== receipt.sessionId) throw notFound();
  if (kept.sha256Hex !== receipt.sha256Hex) throw new ServiceError('conflict', 'Other bytes are kept under this stream and sequence.');
  return receipt;
}

/** The header's own words must agree with the stream that the session announced. */
function requireSameStream(data: ChunkData, stream: Stream): void {
  const same = data.streamId === stream.id && data.kind === stream.kind && sameJson(data.groups, stream.groups);
  if (!same) throw new ServiceError('unprocessable', 'The chunk is not of this stream.');
}

function receiptOf(place: ChunkPlace, bytes: Uint8Array, sha256Hex: string, data: ChunkData): ChunkReceipt {
  const { sessionId, streamId, sequence } = place;
  const fromUs = data.hostUs[0] ?? 0;
  const toUs = data.hostUs.at(-1) ?? 0;
  return { sessionId, streamId, sequence, sha256Hex, byteLength: bytes.byteLength, sampleCount: data.sampleCount, fromUs, toUs };
}

const INSERT_CHUNK = `insert into chunk
  ("streamId", sequence, "clinicId", "sessionId", "sha256Hex", "byteLength", "sampleCount", "fromUs", "toUs", "receivedAtUs")
  select ?, ?, s."clinicId", s.id, ?, ?, ?, ?, ?, ? from session s where s.id = ? and s."clinicId" = ? and s.state = 'receiving'`;
const INSERT_BLOB = 'insert into chunk_blob ("streamId", sequence, "clinicId", bytes) values (?, ?, ?, ?)';

/** Written by hand: this is the busiest path. Row, bytes and audit in one batch; only into a session that is still open. */
function insertChunk(ctx: Ctx, receipt: ChunkReceipt, bytes: Uint8Array): Statement[] {
  const { streamId, sequence, sha256Hex, byteLength, sampleCount, fromUs, toUs, sessionId } = receipt;
  const { clinicId } = ctx.actor;
  const described = [sha256Hex, byteLength, sampleCount, fromUs, toUs, ctx.deps.clock.nowUs()];
  return [
    { sql: INSERT_CHUNK, args: [streamId, sequence, ...described, sessionId, clinicId], expectRows: 1 },
    { sql: INSERT_BLOB, args: [streamId, sequence, clinicId, bytes] },
    audited(ctx, 'chunk.put', 'session', sessionId, { streamId, sequence, byteLength }),
  ];
}

/** Synchronous: hashing 64 KiB takes 40 us, handing it to another thread and back more than that. */
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
