import { signal } from '@preact/signals';
import { Me } from '#shared/schema/api.ts';
import { me } from '#web/api/session.ts';
import { appDb } from './db.ts';
import { releaseImport } from './importedRecords.ts';
import { now } from './now.ts';
import { askPersistence, browserPersistHost, type Persistence, readPersistence } from './persist.ts';
import { NOTHING_PENDING, type SyncEngine, type SyncState, startSync } from './syncEngine.ts';

/** What the whole app shows about records on their way to the clinic. */
export const syncState = signal<SyncState>(NOTHING_PENDING);
/** Whether the browser promised to keep local records. */
export const persistence = signal<Persistence>('unknown');

const WHO_TIMEOUT_MS = 10_000;
let engine: SyncEngine | null = null;

async function whoAmI(): Promise<string | null> {
  const response = await fetch('/api/v1/auth/me', { credentials: 'same-origin', signal: AbortSignal.timeout(WHO_TIMEOUT_MS) });
  if (response.status === 401 || response.status === 403) return null;
  if (!response.ok) throw new Error(`who am I: ${response.status}`);
  return Me.parse(await response.json()).patientId;
}

/** Starts once per tab; the browser's own signs of life drive it from then on. */
export function startAppSync(): SyncEngine {
  if (engine !== null) return engine;
  const started = startSync({
    db: appDb(),
    send: (path, init) => fetch(path, { ...init, credentials: 'same-origin' }),
    whoAmI,
    nowUs: now.nowUs,
    locks: navigator.locks,
    random: Math.random,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  engine = started;
  // An import that was held when its page went away can no longer be taken back.
  void releaseImport(appDb()).then(started.kick);
  started.state.subscribe((value) => {
    syncState.value = value;
  });
  me.subscribe((person) => {
    if (person?.patientId) started.kick();
  });
  addEventListener('online', started.kick);
  addEventListener('pageshow', started.kick);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') started.kick();
  });
  void readPersistence(browserPersistHost()).then((answer) => {
    persistence.value = answer;
  });
  return started;
}

/** Asks the browser to keep local records; to be called from a tap. */
export async function keepLocalRecords(): Promise<void> {
  persistence.value = await askPersistence(browserPersistHost());
}

/** After a sign-in, or when a person presses "Send now". */
export function syncNow(): void {
  startAppSync().kick();
}
