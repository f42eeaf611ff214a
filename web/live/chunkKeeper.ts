import type { ReadonlySignal } from '@preact/signals';
import type { Stream } from '#shared/schema/stream.ts';
import type { EvenpaceDb } from '#web/store/db.ts';
import { pruneAllAcknowledged } from '#web/store/prune.ts';
import { saveChunk } from '#web/store/records.ts';
import { isQuotaError } from '#web/store/room.ts';
import type { ClosedChunk } from './chunkWriter.ts';
import { createStorageGuard, type Keeping, type StorageGuardDeps } from './storageGuard.ts';

export interface ChunkKeeperDeps extends Pick<StorageGuardDeps, 'spaceLeft' | 'changed'> {
  readonly db: EvenpaceDb;
  readonly patientId: string;
  readonly nowUs: () => number;
}

/** Writes closed chunks. On a full device raw curves give way: nothing waits for them, and the time they are missing is in the record. */
export interface ChunkKeeper {
  readonly keeping: ReadonlySignal<Keeping>;
  /** Rejects when a chunk must be written and cannot be now. */
  keep(stream: Stream, closed: ClosedChunk): Promise<void>;
  /** Looks at the space that is left; may be called at any rate. */
  look(): Promise<void>;
}

/** What a session is about without its curves: pulse and its beats are small, the rest is not. */
export const isRaw = (stream: Stream): boolean => stream.kind !== 'heartRate' && stream.kind !== 'rrInterval';

export function createChunkKeeper({ db, patientId, nowUs, spaceLeft, changed }: ChunkKeeperDeps): ChunkKeeper {
  const guard = createStorageGuard({ spaceLeft, makeRoom: () => pruneAllAcknowledged(db), changed });

  async function keepRaw(closed: ClosedChunk): Promise<void> {
    if (!guard.takesRaw(nowUs())) return closed.dropped();
    try {
      await saveChunk(db, patientId, await closed.row(), 'raw');
      closed.kept();
      guard.rawKept();
    } catch (error) {
      if (!isQuotaError(error)) throw error;
      closed.dropped();
      guard.rawRefused(nowUs());
    }
  }
  return {
    keeping: guard.keeping,
    keep: async (stream, closed) => {
      if (isRaw(stream)) return keepRaw(closed);
      await saveChunk(db, patientId, await closed.row());
      closed.kept();
    },
    look: () => guard.look(nowUs()),
  };
}
