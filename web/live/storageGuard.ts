import { type ReadonlySignal, signal } from '@preact/signals';

/** Whether raw curves are stored, or only what is vital. */
export type Keeping = 'all' | 'vital';

export interface StorageGuardDeps {
  /** Bytes left for this site; null = the browser does not say. */
  readonly spaceLeft: () => Promise<number | null>;
  /** Deletes what the clinic holds already. */
  readonly makeRoom: () => Promise<unknown>;
  readonly changed: (keeping: Keeping) => void;
}

/** Decides whether raw samples are stored. Heart rate, events and summaries do not ask it. */
export interface StorageGuard {
  readonly keeping: ReadonlySignal<Keeping>;
  /** Whether a raw chunk shall be written now: always while all is kept, and once in a while to see whether there is room again. */
  takesRaw(nowUs: number): boolean;
  rawKept(): void;
  /** A raw chunk did not fit. */
  rawRefused(nowUs: number): void;
  /** Asks the browser at most every 30 s. */
  look(nowUs: number): Promise<void>;
}

const LOOK_EVERY_US = 30_000_000;
/** Below this raw curves stop, so that the rest of the phone and our own vital records keep room: some minutes of four sensors, bytes. */
const STOP_BELOW_BYTES = 4 << 20;
/** They begin again only above this, so that the edge is not crossed back and forth. */
const BEGIN_ABOVE_BYTES = 16 << 20;
/** First wait after a refused write; each further one doubles it. */
const RETRY_US = 60_000_000;
const MAX_RETRY_US = 16 * RETRY_US;

export function createStorageGuard({ spaceLeft, makeRoom, changed }: StorageGuardDeps): StorageGuard {
  const keeping = signal<Keeping>('all');
  let lookedUs = Number.NEGATIVE_INFINITY;
  let tryAtUs = 0;
  let waitUs = RETRY_US;
  let low = false;

  const turn = (next: Keeping) => {
    if (keeping.value === next) return;
    keeping.value = next;
    changed(next);
  };
  return {
    keeping,
    takesRaw: (nowUs) => keeping.value === 'all' || (!low && nowUs >= tryAtUs),
    rawKept: () => {
      waitUs = RETRY_US;
      turn('all');
    },
    rawRefused: (nowUs) => {
      tryAtUs = nowUs + waitUs;
      waitUs = Math.min(2 * waitUs, MAX_RETRY_US);
      turn('vital');
    },
    look: async (nowUs) => {
      if (nowUs - lookedUs < LOOK_EVERY_US) return;
      lookedUs = nowUs;
      let left = await spaceLeft();
      if (left !== null && left < STOP_BELOW_BYTES) {
        await makeRoom();
        left = await spaceLeft();
      }
      if (left === null || left > BEGIN_ABOVE_BYTES) low = false;
      else if (left < STOP_BELOW_BYTES) {
        low = true;
        turn('vital');
      }
    },
  };
}
