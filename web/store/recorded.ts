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
  return db.transaction('r', db.sessions, db.events, db.chunks, db.stimulations, async () => {
    const row = await db.sessions.get(sessionId);
    if (row === undefined) return null;
    const events = (await db.events.where('sessionId').equals(sessionId).toArray()).map((each) => each.event).sort(inEventOrder);
    const chunks = await db.chunks
      .where('[sessionId+streamId+sequence]')
      .between([sessionId, '', 0], [sessionId, '\uffff', Number.MAX_SAFE_INTEGER])
      .toArray();
    const stimulations = await db.stimulations.where('sessionId').equals(sessionId).toArray();
    return { row, events, chunks, stimulations };
  });
}

/** Sessions of this patient that were begun and not completed on this device, newest first. */
export async function unfinishedSessions(db: EvenpaceDb, patientId: string): Promise<SessionRow[]> {
  const rows = await db.sessions.where('state').anyOf('recording', 'ended').toArray();
  return rows.filter((row) => row.patientId === patientId).sort((a, b) => b.session.startedAt.utcUs - a.session.startedAt.utcUs);
}
