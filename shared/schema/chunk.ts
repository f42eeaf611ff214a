import { z } from 'zod';
import { Id } from './id.ts';
import { EpochUs } from './time.ts';

/** Largest chunk accepted anywhere, bytes (platform.md, Recording chunks). */
export const MAX_CHUNK_BYTES = 256 * 1024;

/** What the server keeps beside a chunk's bytes. Identity: (sessionId, streamId, sequence) + sha256. */
export const ChunkReceipt = z.object({
  sessionId: Id,
  streamId: Id,
  sequence: z.int().min(0).max(100_000),
  sha256Hex: z.string().regex(/^[0-9a-f]{64}$/),
  byteLength: z.int().min(1).max(MAX_CHUNK_BYTES),
  sampleCount: z.int().min(0),
  fromUs: EpochUs,
  toUs: EpochUs,
});
export type ChunkReceipt = z.infer<typeof ChunkReceipt>;
