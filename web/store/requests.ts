import { storedSamples } from '#shared/analysis/storedSamples.ts';
import type { EvenpaceDb, OutboxRow } from './db.ts';
import { inEventOrder } from './recorded.ts';

/** One idempotent request, relative to the server's origin. */
export interface Outgoing {
  readonly method: 'PUT' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

const json = (method: 'PUT' | 'POST', path: string, value: unknown): Outgoing => ({
  method,
  path: `/api/v1${path}`,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

/** The request for a row (or for several rows of events, sent as one); null when its record is not on this device. Rejects with UnreadableRecord. */
export async function requestFor(db: EvenpaceDb, rows: readonly OutboxRow[]): Promise<Outgoing | null> {
  const row = rows[0];
  switch (row.kind) {
    case 'session': {
      const record = await db.sessions.get(row.ref);
      return record === undefined ? null : json('PUT', `/sessions/${row.ref}`, record.session);
    }
    case 'events': {
      const stored = await db.events.raw.bulkGet(rows.flatMap((each) => each.eventIds));
      const records = await Promise.all(stored.filter((row) => row !== undefined).map(db.events.open));
      const events = records.map((record) => record.event).sort(inEventOrder);
      return events.length === 0 ? null : json('POST', `/sessions/${row.group}/events`, { events });
    }
    case 'chunk': {
      const [sessionId, streamId, sequence] = row.ref.split('/');
      const chunk = await db.chunks.get([sessionId, streamId, Number(sequence)]);
      if (chunk === undefined) return null;
      return {
        method: 'PUT',
        path: `/api/v1/sessions/${sessionId}/streams/${streamId}/chunks/${sequence}`,
        headers: { 'content-type': 'application/octet-stream', 'x-content-sha256': chunk.sha256Hex },
        body: chunk.bytes,
      };
    }
    case 'complete':
      return completeRequest(db, row.ref);
    case 'checkIn':
      return forPatient(row, 'check-ins', await db.checkIns.get(row.ref));
    case 'stimulation':
      return forPatient(row, 'stimulations', await db.stimulations.get(row.ref));
    case 'correction':
      return forPatient(row, 'corrections', await db.corrections.get(row.ref));
    case 'said': {
      const record = await db.said.get(row.ref);
      return record === undefined ? null : json('POST', `/patients/${row.patientId}/events`, { events: [record.event] });
    }
  }
}

const forPatient = (row: OutboxRow, collection: string, record: unknown) =>
  record === undefined ? null : json('PUT', `/patients/${row.patientId}/${collection}/${row.ref}`, record);

async function completeRequest(db: EvenpaceDb, sessionId: string): Promise<Outgoing | null> {
  const record = await db.sessions.get(sessionId);
  if (record === undefined || record.summary === null || record.session.endedAt === null) return null;
  const chunks = new Set((await db.chunks.raw.where('sessionId').equals(sessionId).primaryKeys()).map((key) => key.join('/')));
  const chunkCounts = record.session.streams.map((stream) => {
    // Only what is here from the beginning can be sent again: a browser may have cleared the rest in mid-session.
    let count = 0;
    while (chunks.has(`${sessionId}/${stream.id}/${count}`)) count++;
    return { streamId: stream.id, count };
  });
  const stored = await db.events.raw.where('sessionId').equals(sessionId).toArray();
  const { motion, heart } = storedSamples((await db.events.openAll(stored)).map(({ event }) => event));
  return json('POST', `/sessions/${sessionId}/complete`, {
    endedAt: record.session.endedAt,
    chunkCounts,
    eventCount: stored.length,
    liveSummary: record.summary,
    ...(motion === null && heart === null ? {} : { liveDecisions: record.decisions }),
  });
}
