import type { Decision } from '#shared/schema/decision.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { Session } from '#shared/schema/session.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';
import type { ChunkRow, EvenpaceDb } from './db.ts';
import { enqueue, type Posting } from './outbox.ts';
import { withRoom } from './room.ts';

/** A whole session that came from a file. */
export interface ImportedRecords {
  readonly session: Session;
  readonly events: readonly SessionEvent[];
  readonly chunks: readonly ChunkRow[];
  readonly summary: SessionSummary;
  readonly decisions: readonly Decision[];
}

/**
 * Keeps all sessions of an import in ONE transaction: all of them or none. They wait in the outbox as `held` until released, so that an
 * import can be taken back before the clinic has it; what is held counts as not sent. What is there already is left as it is. Rejects with
 * the write's own error (isQuotaError: the device is full, the reserve of recordings is not touched for a file).
 */
export async function keepImport(db: EvenpaceDb, imports: readonly ImportedRecords[]): Promise<void> {
  const { sessions, events, chunks, outbox } = db;
  const sealed = await Promise.all(
    imports.map(async (each) => {
      const { session, summary, decisions } = each;
      const { id, patientId } = session;
      const row = { id, patientId, state: 'complete', session, summary, decisions, agrees: null, acknowledgedUs: null } as const;
      return {
        row: await sessions.seal(row),
        events: await events.sealAll(each.events.map((event) => ({ id: event.id, sessionId: id, event }))),
        chunks: await chunks.sealAll(each.chunks),
        postings: postingsOf(each),
      };
    }),
  );
  await withRoom(db, 'raw', () =>
    db.dexie.transaction('rw', sessions.raw, events.raw, chunks.raw, outbox, async () => {
      for (const each of sealed) {
        if ((await sessions.raw.where('id').equals(each.row.id).count()) > 0) continue;
        await sessions.raw.add(each.row);
        await events.raw.bulkPut(each.events);
        await chunks.raw.bulkPut(each.chunks);
        for (const posting of each.postings) await enqueue(db, posting, { state: 'held' });
      }
    }),
  );
}

function postingsOf({ session, events, chunks }: ImportedRecords): Posting[] {
  const { id, patientId } = session;
  const base = { patientId, group: id, ref: id };
  const eventIds = events.map((event) => event.id);
  return [
    { ...base, kind: 'session' },
    { ...base, kind: 'events', ref: eventIds[0], eventIds },
    ...chunks.map(({ streamId, sequence }): Posting => ({ ...base, kind: 'chunk', ref: `${id}/${streamId}/${sequence}` })),
    { ...base, kind: 'complete' },
  ];
}

/** Sends what was held from now on; of all imports when none is named. */
export async function releaseImport(db: EvenpaceDb, sessionIds?: readonly string[]): Promise<void> {
  const held = db.outbox.where('state').equals('held');
  await (sessionIds === undefined ? held : held.filter((row) => sessionIds.includes(row.group))).modify({ state: 'waiting' });
}

/** Takes an import back, all of it or nothing: false when any of it may be at the clinic already. */
export async function undoImport(db: EvenpaceDb, sessionIds: readonly string[]): Promise<boolean> {
  const { sessions, events, chunks, corrections, outbox } = db;
  const answers = (await corrections.all()).filter(({ target }) => sessionIds.includes(target.id)).map(({ id }) => id);
  return db.dexie.transaction('rw', [sessions.raw, events.raw, chunks.raw, corrections.raw, outbox], async () => {
    const queued = await outbox.filter((row) => sessionIds.includes(row.group)).toArray();
    const all = new Set(queued.filter(({ kind, state }) => kind === 'session' && state === 'held').map(({ group }) => group));
    if (all.size !== sessionIds.length) return false;
    await sessions.raw.bulkDelete([...sessionIds]);
    await events.raw.where('sessionId').anyOf(sessionIds).delete();
    await chunks.raw.where('sessionId').anyOf(sessionIds).delete();
    await corrections.raw.bulkDelete(answers);
    await outbox.bulkDelete(queued.map(({ id }) => id));
    return true;
  });
}
