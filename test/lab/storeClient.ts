import type { SessionEvent } from '#shared/schema/event.ts';
import { makeChunk, makeSession, makeSummary, withStream } from '#test/web/store/madeRecords.ts';
import { openDb } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';
import { loadRecorded } from '#web/store/recorded.ts';
import { appendEvents, completeSession, saveChunk, saveSession } from '#web/store/records.ts';
import { fillReserve } from '#web/store/reserve.ts';
import { isQuotaError } from '#web/store/room.ts';

/** What the test reads of a phone that was filled up. */
export interface FilledUp {
  /** Raw chunks that fitted, and whether the refusal after them was recognised as one for want of space. */
  readonly rawKept: number;
  readonly refusedForSpace: boolean;
  /** Reserve laid aside: before the phone was full, and after what is vital was written. */
  readonly reserve: readonly boolean[];
  readonly pulseChunks: number;
  readonly painEvents: number;
  readonly state: string;
}

const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** Records raw curves until the browser refuses, then an hour of what is vital. */
async function fillUp(): Promise<FilledUp> {
  const db = openDb('full');
  const { session, streamId } = withStream(makeSession(newId()));
  const { session: both, streamId: pulseId } = withStream(session);
  await saveSession(db, both);
  const reserve = [await fillReserve(db)];
  let rawKept = 0;
  let refusal: unknown = null;
  while (refusal === null) {
    const chunk = { ...(await makeChunk(session.id, streamId, rawKept)), bytes: randomBytes(50_000) };
    await saveChunk(db, session.patientId, chunk, 'raw').then(
      () => rawKept++,
      (error) => {
        refusal = error;
      },
    );
  }
  for (let n = 0; n < 400; n++) {
    await saveChunk(db, session.patientId, { ...(await makeChunk(session.id, pulseId, n)), bytes: randomBytes(400) });
    const pain: SessionEvent = { id: newId(), atUs: now.nowUs(), type: 'pain', painNrs: 4 };
    await appendEvents(db, session, [pain]);
  }
  await completeSession(db, { ...both, endedAt: now.moment() }, { summary: makeSummary(session.id), decisions: [] });
  reserve.push((await db.reserve.count()) > 0);
  const recorded = await loadRecorded(db, session.id);
  return {
    rawKept,
    refusedForSpace: isQuotaError(refusal),
    reserve,
    pulseChunks: recorded?.chunks.filter((chunk) => chunk.streamId === pulseId).length ?? 0,
    painEvents: recorded?.events.length ?? 0,
    state: recorded?.row.state ?? '',
  };
}

const client = { fillUp };
declare global {
  interface Window {
    readonly storeClient: typeof client;
  }
}
Object.assign(window, { storeClient: client });
