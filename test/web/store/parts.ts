import 'fake-indexeddb/auto';
import type { Session } from '#shared/schema/session.ts';
import { type EvenpaceDb, openDb } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import type { Locks } from '#web/store/leader.ts';
import { now } from '#web/store/now.ts';
import { appendEvents, completeSession, saveChunk, saveSession } from '#web/store/records.ts';
import { type SyncDeps, type SyncEngine, startSync } from '#web/store/syncEngine.ts';
import type { Clinic } from './clinic.ts';
import { makeChunk, makeSession, makeSummary, withStream } from './madeRecords.ts';

export const freshDb = (): EvenpaceDb => openDb(`test-${newId()}`);

/** Records a whole session: created, some events, some chunks, completed. */
export async function recordSession(db: EvenpaceDb, patientId: string, chunkCount = 3): Promise<{ session: Session; streamId: string }> {
  const { session, streamId } = withStream(makeSession(patientId));
  await saveSession(db, session);
  await appendEvents(db, session, [{ id: newId(), atUs: now.nowUs(), type: 'gatePassed' }]);
  await appendEvents(db, session, [
    { id: newId(), atUs: now.nowUs(), type: 'setStarted', setIndex: 0 },
    { id: newId(), atUs: now.nowUs(), type: 'pain', painNrs: 3 },
  ]);
  for (let n = 0; n < chunkCount; n++) await saveChunk(db, patientId, await makeChunk(session.id, streamId, n));
  const ended = { ...session, endedAt: now.moment() };
  await completeSession(db, ended, { summary: makeSummary(session.id), decisions: [] });
  return { session: ended, streamId };
}

/** Web Locks as far as one name needs them: one holder, the others wait in line. */
export function simulatedLocks(): Locks {
  const lines = new Map<string, Promise<unknown>>();
  return {
    request(name, options, run) {
      const before = lines.get(name);
      if (options.ifAvailable === true && before !== undefined) return run(null);
      const mine = (before ?? Promise.resolve()).then(() => (options.signal?.aborted === true ? undefined : run({ name })));
      const settled = mine
        .catch(() => undefined)
        .then(() => {
          if (lines.get(name) === settled) lines.delete(name);
        });
      lines.set(name, settled);
      return mine;
    },
  };
}

/** Timers that fire only when the test says so. */
export function handTimers() {
  const waiting = new Map<number, { ms: number; run: () => void }>();
  let next = 0;
  return {
    waits: () => [...waiting.values()].map((each) => each.ms),
    after(ms: number, run: () => void) {
      const key = next++;
      waiting.set(key, { ms, run });
      return () => waiting.delete(key);
    },
    fire() {
      const due = [...waiting.values()];
      waiting.clear();
      for (const each of due) each.run();
    },
  };
}

/** The network of one phone: can be switched off. */
export function networkTo(clinic: Clinic) {
  const network = {
    up: true,
    send: (path: string, init: RequestInit): Promise<Response> =>
      network.up ? fetch(`${clinic.origin}${path}`, init) : Promise.reject(new TypeError('network is off')),
  };
  return network;
}

export function engineFor(db: EvenpaceDb, clinic: Clinic, more: Partial<SyncDeps> = {}): SyncEngine {
  const network = networkTo(clinic);
  return startSync({
    db,
    send: network.send,
    whoAmI: async () => {
      const response = await (more.send ?? network.send)('/api/v1/records/ping', { method: 'PUT', body: '{}' });
      await response.body?.cancel();
      return response.status === 401 ? null : clinic.signedInAs;
    },
    nowUs: now.nowUs,
    locks: undefined,
    random: () => 0.5,
    after: handTimers().after,
    ...more,
  });
}

/** Waits until the engine's state fits: driven by its own signal, not by time. */
export function until(engine: SyncEngine, fits: (state: SyncEngine['state']['value']) => boolean): Promise<void> {
  return new Promise((resolve) => {
    let done = false;
    const stop = engine.state.subscribe((value) => {
      if (!done && fits(value)) {
        done = true;
        queueMicrotask(() => stop());
        resolve();
      }
    });
  });
}
