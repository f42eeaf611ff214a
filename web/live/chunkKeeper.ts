import { type ReadonlySignal, signal } from '@preact/signals';
import type { Keeping, KeepingReason } from '#shared/schema/event.ts';
import type { Session } from '#shared/schema/session.ts';
import type { Stream } from '#shared/schema/stream.ts';
import type { EvenpaceDb } from '#web/store/db.ts';
import { pruneAllAcknowledged } from '#web/store/prune.ts';
import { saveChunk } from '#web/store/records.ts';
import { fillReserve } from '#web/store/reserve.ts';
import { isQuotaError } from '#web/store/room.ts';
import type { ClosedChunk } from './chunkWriter.ts';
import { samplesPerStored, stepsThatDiffer } from './keptForm.ts';
import { createStorageLadder, type Rung } from './storageLadder.ts';

/** From this sample on another amount is stored. */
export interface KeepingChange {
  readonly keeping: Keeping;
  readonly reason: KeepingReason;
  readonly fromUs: number;
}

export interface ChunkKeeperDeps {
  readonly db: EvenpaceDb;
  readonly session: Pick<Session, 'patientId' | 'setup'>;
  /** Where an interrupted session left it. */
  readonly begunAt?: Keeping;
  readonly nowUs: () => number;
  /** Bytes left for this site; null = the browser does not say. */
  readonly spaceLeft: () => Promise<number | null>;
  readonly changed: (change: KeepingChange) => void;
}

/** Writes closed chunks. On a full device samples give way, step by step: nothing waits for them, and what is missing is in the record. */
export interface ChunkKeeper {
  readonly keeping: ReadonlySignal<Keeping>;
  /** Rejects when a chunk must be written and cannot be now. */
  keep(stream: Stream, closed: ClosedChunk): Promise<void>;
  /** Looks at the space that is left, at most every 30 s; may be called at any rate. */
  look(): Promise<void>;
}

const LOOK_EVERY_US = 30_000_000;
/** Below this, copies of what the clinic has are deleted before anything is stored less, bytes. */
const MAKE_ROOM_BELOW_BYTES = 16 << 20;

export function createChunkKeeper({ db, session, begunAt, nowUs, spaceLeft, changed }: ChunkKeeperDeps): ChunkKeeper {
  const ladder = createStorageLadder(begunAt);
  const keeping = signal<Keeping>(ladder.keeping);
  const streams = new Map<string, Stream>();
  let lookedUs = Number.NEGATIVE_INFINITY;

  function settle(rung: Rung, fromUs: number): void {
    ladder.settle(rung.keeping);
    if (keeping.value === rung.keeping) return;
    keeping.value = rung.keeping;
    changed({ ...rung, fromUs });
  }

  /** What the reserve gave up is not for curves: they are written while it is whole. */
  const reserveHeld = async (): Promise<boolean> =>
    (await fillReserve(db)) || ((await pruneAllAcknowledged(db)) > 0 && (await fillReserve(db)));

  /** False: it does not fit. */
  async function write(stream: Stream, closed: ClosedChunk, every: number): Promise<boolean> {
    const isCurve = samplesPerStored(stream, session.setup, 'noCurves') === 0;
    if (isCurve && !(await reserveHeld())) return false;
    const row = await closed.row(every);
    try {
      await saveChunk(db, session.patientId, row, isCurve ? 'raw' : 'vital');
    } catch (error) {
      if (isQuotaError(error)) return false;
      throw error;
    }
    closed.kept(row);
    return true;
  }

  async function keep(stream: Stream, closed: ClosedChunk): Promise<void> {
    streams.set(stream.id, stream);
    const steps = stepsThatDiffer([...streams.values()], session.setup);
    const formAt = (step: Keeping) => samplesPerStored(stream, session.setup, step);
    let rung: Rung | null = ladder.next(steps, nowUs(), (a, b) => formAt(a) !== formAt(b));
    let refusedForm = 0;
    while (rung !== null) {
      const every = formAt(rung.keeping);
      if (every === 0) closed.dropped();
      if (every === 0 || (every !== refusedForm && (await write(stream, closed, every)))) return settle(rung, closed.fromUs);
      refusedForm = every;
      rung = ladder.refused(rung.keeping, steps, nowUs());
    }
  }

  return {
    keeping,
    keep,
    look: async () => {
      if (nowUs() - lookedUs < LOOK_EVERY_US) return;
      lookedUs = nowUs();
      let left = await spaceLeft();
      if (left !== null && left < MAKE_ROOM_BELOW_BYTES) {
        await pruneAllAcknowledged(db);
        left = await spaceLeft();
      }
      ladder.left(left);
    },
  };
}
