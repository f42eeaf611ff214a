import { type ReadonlySignal, signal } from '@preact/signals';
import { liveQuery } from 'dexie';
import { backoffMs } from './backoff.ts';
import type { EvenpaceDb } from './db.ts';
import { type DrainDeps, drain, type PassEnd } from './drain.ts';
import { type Locks, leadAlone } from './leader.ts';
import { pruneAcknowledged } from './prune.ts';

/** Why records are still waiting. `parked`: some will never be taken as they are (see parkedRows). */
export type SyncProblem = 'offline' | 'server' | 'signIn' | 'parked';

export interface SyncState {
  /** Records on this device that the clinic does not have yet, parked ones included. */
  readonly pending: number;
  readonly parked: number;
  readonly lastSyncedUs: number | null;
  readonly problem: SyncProblem | null;
}

export interface SyncDeps extends Omit<DrainDeps, 'stopped'> {
  readonly locks: Locks | undefined;
  readonly random: () => number;
  /** Calls back once after `ms`; returns how to cancel. */
  readonly after: (ms: number, run: () => void) => () => void;
}

export interface SyncEngine {
  readonly state: ReadonlySignal<SyncState>;
  /** Whether this tab sends. */
  readonly leads: () => boolean;
  /** Something changed (network back, page shown, signed in): try now. */
  kick(): void;
  /** Resolves when no pass is under way. */
  idle(): Promise<void>;
  /** Lets another tab lead. */
  stop(): Promise<void>;
}

interface Told {
  readonly lastSyncedUs: number | null;
  readonly problem: Exclude<SyncProblem, 'parked'> | null;
}

const META_KEY = 'sync';
export const NOTHING_PENDING: SyncState = { pending: 0, parked: 0, lastSyncedUs: null, problem: null };

/**
 * Drains the outbox while it leads. What it has to tell is kept in the database, so every tab shows the same and a reload does not
 * forget it. New rows start a pass at once, unless a back-off is running; `kick` ends the back-off.
 */
export function startSync(deps: SyncDeps): SyncEngine {
  const state = signal<SyncState>(NOTHING_PENDING);
  let leading = false;
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;
  let failures = 0;
  let seenId = 0;
  let cancelTimer: (() => void) | null = null;

  const watch = liveQuery(() => readState(deps.db)).subscribe({
    next: ({ newestId, ...next }) => {
      const fresh = newestId > seenId || next.parked < state.value.parked;
      seenId = newestId;
      state.value = next;
      if (fresh && cancelTimer === null) pass();
    },
    error: () => undefined,
  });
  const release = leadAlone(deps.locks, 'evenpace-sync', () => {
    leading = true;
    pass();
  });

  function pass(): void {
    if (!leading || stopped) return;
    if (running !== null) {
      again = true;
      return;
    }
    cancelTimer?.();
    cancelTimer = null;
    running = onePass().finally(() => {
      running = null;
      if (again) {
        again = false;
        if (cancelTimer === null) pass();
      }
    });
  }

  async function onePass(): Promise<void> {
    const end = await drain({ ...deps, stopped: () => stopped }).catch(
      (): PassEnd => ({ type: 'retry', problem: 'server', afterMs: null }),
    );
    if (stopped) return;
    if (end.type === 'drained') {
      failures = 0;
      await pruneAcknowledged(deps.db, deps.nowUs());
    } else {
      const waitMs = end.type === 'retry' && end.afterMs !== null ? end.afterMs * (1 + deps.random()) : backoffMs(failures++, deps.random);
      cancelTimer = deps.after(waitMs, () => {
        cancelTimer = null;
        pass();
      });
    }
    await tell(end);
  }

  async function tell(end: PassEnd): Promise<void> {
    const problem = end.type === 'drained' ? null : end.type === 'signIn' ? 'signIn' : end.problem;
    const before = await readTold(deps.db);
    const lastSyncedUs = problem === null ? deps.nowUs() : (before?.lastSyncedUs ?? null);
    await deps.db.meta.put({ key: META_KEY, savedUs: deps.nowUs(), value: { lastSyncedUs, problem } satisfies Told });
  }

  return {
    state,
    leads: () => leading,
    kick: () => {
      cancelTimer?.();
      cancelTimer = null;
      pass();
    },
    idle: async () => {
      while (running !== null) await running;
    },
    stop: async () => {
      stopped = true;
      watch.unsubscribe();
      cancelTimer?.();
      await running;
      leading = false;
      release();
    },
  };
}

/** Null when nothing was told yet, or when it cannot be read any more. */
async function readTold(db: EvenpaceDb): Promise<Told | null> {
  const row = await db.meta.get(META_KEY).catch(() => undefined);
  return (row?.value as Told | undefined) ?? null;
}

async function readState(db: EvenpaceDb): Promise<SyncState & { newestId: number }> {
  // Asked for in one go: what is read after a decryption is no longer followed for changes.
  const [pending, newest, parked, told] = await Promise.all([
    db.outbox.count(),
    db.outbox.orderBy('id').last(),
    db.outbox.where('state').equals('parked').count(),
    readTold(db),
  ]);
  const newestId = newest?.id ?? 0;
  const waiting = pending > parked;
  const problem = waiting ? (told?.problem ?? null) : null;
  return { pending, parked, lastSyncedUs: told?.lastSyncedUs ?? null, problem: problem ?? (parked > 0 ? 'parked' : null), newestId };
}
