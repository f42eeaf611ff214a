import type { SessionEvent } from '#shared/schema/event.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import type { ChunkRow, EvenpaceDb, SessionRow } from './db.ts';

/** A session as this device holds it. */
export interface RecordedSession {
  readonly row: SessionRow;
  /** In the order of (atUs, id). */
  readonly events: readonly SessionEvent[];
  /** In the order of (streamId, sequence). */
  readonly chunks: readonly ChunkRow[];
  readonly stimulations: readonly Stimulation[];
}

export function inEventOrder(a: SessionEvent, b: SessionEvent): number {
  return a.atUs - b.atUs || (a.id < b.id ? -1 : 1);
}

export async function loadRecorded(db: EvenpaceDb, sessionId: string): Promise<RecordedSession | null> {
  const { sessions, events, chunks, stimulations } = db;
  const stored = await db.dexie.transaction('r', sessions.raw, events.raw, chunks.raw, stimulations.raw, () =>
    Promise.all([
      sessions.raw.get(sessionId),
      events.raw.where('sessionId').equals(sessionId).toArray(),
      chunks.raw
        .where('[sessionId+streamId+sequence]')
        .between([sessionId, '', 0], [sessionId, '\uffff', Number.MAX_SAFE_INTEGER])
        .toArray(),
      stimulations.raw.where('sessionId').equals(sessionId).toArray(),
    ]),
  );
  if (stored[0] === undefined) return null;
  return {
    row: await sessions.open(stored[0]),
    events: (await events.openAll(stored[1])).map((each) => each.event).sort(inEventOrder),
    chunks: await chunks.openAll(stored[2]),
    stimulations: await stimulations.openAll(stored[3]),
  };
}

/** Sessions of this patient that were begun and not completed on this device, newest first. */
export async function unfinishedSessions(db: EvenpaceDb, patientId: string): Promise<SessionRow[]> {
  const rows = await db.sessions.openAll(db.sessions.raw.where('state').anyOf('recording', 'ended').toArray());
  return rows.filter((row) => row.patientId === patientId).sort((a, b) => b.session.startedAt.utcUs - a.session.startedAt.utcUs);
}
