import type { CheckIn } from '#shared/schema/checkIn.ts';
import type { Correction } from '#shared/schema/correction.ts';
import type { Decision } from '#shared/schema/decision.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Session } from '#shared/schema/session.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';
import type { Moment } from '#shared/schema/time.ts';
import type { ChunkRow, EvenpaceDb, SessionRow } from './db.ts';
import { enqueue, type Posting } from './outbox.ts';
import { type Importance, withRoom } from './room.ts';
import type { SealedTable } from './sealedTable.ts';

/**
 * Everything recorded passes through here: the record and its outbox row are written in ONE transaction, before anything is shown as
 * saved. When the promise resolves, the record survives a crash; when it rejects, neither was written. Records are encrypted before their
 * transaction begins (sealedTable.ts); a full device makes room first (room.ts).
 */

/** Writes records of one table and queues them for the clinic. */
async function keep<Row extends object, Key>(
  db: EvenpaceDb,
  table: Pick<SealedTable<Row, Key, never>, 'raw' | 'sealAll'>,
  rows: readonly Row[],
  posting: Posting,
  importance: Importance = 'vital',
): Promise<void> {
  const sealed = await table.sealAll(rows);
  await withRoom(db, importance, () =>
    db.dexie.transaction('rw', table.raw, db.outbox, async () => {
      await table.raw.bulkPut(sealed);
      await enqueue(db, posting);
    }),
  );
}

/**
 * Changes a session from what is kept of it; `change` answers null to leave it. Another tab, or the sync engine, may write between the
 * reading and the writing: then it begins again.
 */
async function amendSession(
  db: EvenpaceDb,
  sessionId: string,
  change: (known: SessionRow | undefined) => SessionRow | null,
  postings: readonly Posting[],
): Promise<void> {
  const { raw, open, seal } = db.sessions;
  for (;;) {
    const stored = await raw.get(sessionId);
    const changed = change(stored === undefined ? undefined : await open(stored));
    if (changed === null) return;
    const sealed = await seal(changed);
    const written = await withRoom(db, 'vital', () =>
      db.dexie.transaction('rw', raw, db.outbox, async () => {
        if (!sameVersion(await raw.get(sessionId), stored)) return false;
        await raw.put(sealed);
        for (const posting of postings) await enqueue(db, posting);
        return true;
      }),
    );
    if (written) return;
  }
}

type StoredSession = Awaited<ReturnType<EvenpaceDb['sessions']['seal']>>;

function sameVersion(a: StoredSession | undefined, b: StoredSession | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.state === b.state && a.acknowledgedUs === b.acknowledgedUs && String(a.iv) === String(b.iv);
}

const postingOf = (session: Pick<Session, 'id' | 'patientId'>, kind: Posting['kind']): Posting => ({
  kind,
  patientId: session.patientId,
  group: session.id,
  ref: session.id,
});

/** Creates a session, or keeps its later version (streams added). */
export async function saveSession(db: EvenpaceDb, session: Session): Promise<void> {
  const { id, patientId } = session;
  const fresh = { id, patientId, state: 'recording', summary: null, decisions: [], agrees: null, acknowledgedUs: null } as const;
  await amendSession(db, id, (known) => ({ ...fresh, ...known, session }), [postingOf(session, 'session')]);
}

/** Appends events of one session. Events never change: a known id is written with the same content. */
export async function appendEvents(
  db: EvenpaceDb,
  session: Pick<Session, 'id' | 'patientId'>,
  events: readonly SessionEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const eventIds = events.map((event) => event.id);
  const rows = events.map((event) => ({ id: event.id, sessionId: session.id, event }));
  await keep(db, db.events, rows, { ...postingOf(session, 'events'), ref: eventIds[0], eventIds });
}

export async function saveChunk(db: EvenpaceDb, patientId: string, chunk: ChunkRow, importance: Importance = 'vital'): Promise<void> {
  const ref = `${chunk.sessionId}/${chunk.streamId}/${chunk.sequence}`;
  await keep(db, db.chunks, [chunk], { kind: 'chunk', patientId, group: chunk.sessionId, ref }, importance);
}

/** The recording is over: nothing more is captured; the questions after the session are still open. */
export async function endSession(db: EvenpaceDb, sessionId: string, endedAt: Moment): Promise<void> {
  const end = (row: SessionRow | undefined): SessionRow | null =>
    row?.state === 'recording' ? { ...row, state: 'ended', session: { ...row.session, endedAt } } : null;
  await amendSession(db, sessionId, end, []);
}

/** The last word of a session: its summary and decisions, queued behind everything else of it. */
export async function completeSession(
  db: EvenpaceDb,
  session: Session,
  result: { readonly summary: SessionSummary; readonly decisions: readonly Decision[] },
): Promise<void> {
  const { id, patientId } = session;
  const complete = { id, patientId, state: 'complete', session, ...result, agrees: null, acknowledgedUs: null } as const;
  const postings = [postingOf(session, 'session'), postingOf(session, 'complete')];
  await amendSession(db, id, (row) => (row?.state === 'acknowledged' ? null : complete), postings);
}

export async function saveCheckIn(db: EvenpaceDb, checkIn: CheckIn): Promise<void> {
  await keep(db, db.checkIns, [checkIn], { kind: 'checkIn', patientId: checkIn.patientId, group: checkIn.id, ref: checkIn.id });
}

/** Start, end and answers of one TENS use are versions of one record. */
export async function saveStimulation(db: EvenpaceDb, stimulation: Stimulation): Promise<void> {
  const { id, patientId, sessionId } = stimulation;
  await keep(db, db.stimulations, [stimulation], { kind: 'stimulation', patientId, group: sessionId ?? id, ref: id });
}

/** `group`: the session whose record is corrected, so that the correction arrives after it. */
export async function saveCorrection(db: EvenpaceDb, correction: Correction, group: string = correction.target.id): Promise<void> {
  await keep(db, db.corrections, [correction], { kind: 'correction', patientId: correction.patientId, group, ref: correction.id });
}

/** What a patient tells the pacing itself: that a little more is fine, a step tried. */
export async function saveSaid(db: EvenpaceDb, patientId: string, event: PatientEvent): Promise<void> {
  const { id, localDay } = event;
  await keep(db, db.said, [{ id, localDay, patientId, event }], { kind: 'said', patientId, group: id, ref: id });
}
