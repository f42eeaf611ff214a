import type { CheckIn } from '#shared/schema/checkIn.ts';
import type { Correction } from '#shared/schema/correction.ts';
import type { Decision } from '#shared/schema/decision.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { Session } from '#shared/schema/session.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';
import type { Moment } from '#shared/schema/time.ts';
import type { ChunkRow, EvenpaceDb } from './db.ts';
import { enqueue } from './outbox.ts';

/**
 * Everything recorded passes through here: the record and its outbox row are written in ONE transaction, before anything is shown as
 * saved. When the promise resolves, the record survives a crash; when it rejects, neither was written.
 */

/** Creates a session, or keeps its later version (streams added). */
export async function saveSession(db: EvenpaceDb, session: Session): Promise<void> {
  await db.transaction('rw', db.sessions, db.outbox, async () => {
    const known = await db.sessions.get(session.id);
    await db.sessions.put({
      id: session.id,
      patientId: session.patientId,
      state: known?.state ?? 'recording',
      session,
      summary: known?.summary ?? null,
      decisions: known?.decisions ?? [],
      agrees: known?.agrees ?? null,
      acknowledgedUs: known?.acknowledgedUs ?? null,
    });
    await enqueue(db, { kind: 'session', patientId: session.patientId, group: session.id, ref: session.id });
  });
}

/** Appends events of one session. Known ids are left as they are: events never change. */
export async function appendEvents(
  db: EvenpaceDb,
  session: Pick<Session, 'id' | 'patientId'>,
  events: readonly SessionEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await db.transaction('rw', db.events, db.outbox, async () => {
    await db.events.bulkPut(events.map((event) => ({ id: event.id, sessionId: session.id, event })));
    const eventIds = events.map((event) => event.id);
    await enqueue(db, { kind: 'events', patientId: session.patientId, group: session.id, ref: eventIds[0], eventIds });
  });
}

export async function saveChunk(db: EvenpaceDb, patientId: string, chunk: ChunkRow): Promise<void> {
  await db.transaction('rw', db.chunks, db.outbox, async () => {
    await db.chunks.put(chunk);
    const ref = `${chunk.sessionId}/${chunk.streamId}/${chunk.sequence}`;
    await enqueue(db, { kind: 'chunk', patientId, group: chunk.sessionId, ref });
  });
}

/** The recording is over: nothing more is captured; the questions after the session are still open. */
export async function endSession(db: EvenpaceDb, sessionId: string, endedAt: Moment): Promise<void> {
  await db.transaction('rw', db.sessions, async () => {
    const row = await db.sessions.get(sessionId);
    if (row === undefined || row.state !== 'recording') return;
    await db.sessions.put({ ...row, state: 'ended', session: { ...row.session, endedAt } });
  });
}

/** The last word of a session: its summary and decisions, queued behind everything else of it. */
export async function completeSession(
  db: EvenpaceDb,
  session: Session,
  result: { readonly summary: SessionSummary; readonly decisions: readonly Decision[] },
): Promise<void> {
  await db.transaction('rw', db.sessions, db.outbox, async () => {
    const row = await db.sessions.get(session.id);
    if (row?.state === 'acknowledged') return;
    await db.sessions.put({
      id: session.id,
      patientId: session.patientId,
      state: 'complete',
      session,
      summary: result.summary,
      decisions: result.decisions,
      agrees: null,
      acknowledgedUs: null,
    });
    const posting = { patientId: session.patientId, group: session.id, ref: session.id };
    await enqueue(db, { ...posting, kind: 'session' });
    await enqueue(db, { ...posting, kind: 'complete' });
  });
}

export async function saveCheckIn(db: EvenpaceDb, checkIn: CheckIn): Promise<void> {
  await db.transaction('rw', db.checkIns, db.outbox, async () => {
    await db.checkIns.put(checkIn);
    await enqueue(db, { kind: 'checkIn', patientId: checkIn.patientId, group: checkIn.id, ref: checkIn.id });
  });
}

/** Start, end and answers of one TENS use are versions of one record. */
export async function saveStimulation(db: EvenpaceDb, stimulation: Stimulation): Promise<void> {
  await db.transaction('rw', db.stimulations, db.outbox, async () => {
    await db.stimulations.put(stimulation);
    const group = stimulation.sessionId ?? stimulation.id;
    await enqueue(db, { kind: 'stimulation', patientId: stimulation.patientId, group, ref: stimulation.id });
  });
}

/** `group`: the session whose record is corrected, so that the correction arrives after it. */
export async function saveCorrection(db: EvenpaceDb, correction: Correction, group: string = correction.target.id): Promise<void> {
  await db.transaction('rw', db.corrections, db.outbox, async () => {
    await db.corrections.put(correction);
    await enqueue(db, { kind: 'correction', patientId: correction.patientId, group, ref: correction.id });
  });
}
