import type { PhoneRecords } from '#shared/pacing/days/phoneEvents.ts';
import { addDays, type LocalDay } from '#shared/schema/time.ts';
import type { EvenpaceDb } from './db.ts';
import { inEventOrder } from './recorded.ts';

export interface RecordsSince extends PhoneRecords {
  /** Something of an earlier day has not reached the clinic yet. */
  readonly earlierUnsent: boolean;
}

/** What this phone has recorded of one person from a local day on. Everything is asked for before the first decryption, so that a live query follows it. */
export async function recordsSince(db: EvenpaceDb, patientId: string, fromDay: LocalDay): Promise<RecordsSince> {
  const { sessions, checkIns, stimulations, corrections, events, said } = db;
  const [sessionRows, checkInRows, stimulationRows, correctionRows, saidRows, waiting] = await Promise.all([
    sessions.raw.where('patientId').equals(patientId).toArray(),
    checkIns.raw.where('localDay').aboveOrEqual(fromDay).toArray(),
    stimulations.raw.where('localDay').aboveOrEqual(addDays(fromDay, -1)).toArray(),
    corrections.raw.toArray(),
    said.raw.where('localDay').aboveOrEqual(fromDay).toArray(),
    db.outbox.where('state').equals('waiting').toArray(),
  ]);
  const own = <T extends { readonly patientId: string }>(records: readonly T[]) => records.filter((each) => each.patientId === patientId);
  const kept = (await sessions.openAll(sessionRows)).filter(({ session }) => session.localDay >= fromDay);
  const keptEvents = await events.openAll(
    events.raw
      .where('sessionId')
      .anyOf(kept.map(({ id }) => id))
      .toArray(),
  );
  const found = {
    checkIns: own(await checkIns.openAll(checkInRows)),
    sessions: kept.map(({ session, summary }) => ({
      session,
      summary,
      events: keptEvents
        .filter(({ sessionId }) => sessionId === session.id)
        .map(({ event }) => event)
        .sort(inEventOrder),
    })),
    stimulations: own(await stimulations.openAll(stimulationRows)),
    corrections: own(await corrections.openAll(correctionRows)).sort((a, b) => a.at.utcUs - b.at.utcUs || (a.id < b.id ? -1 : 1)),
    said: own(await said.openAll(saidRows)).map(({ event }) => event),
  };
  const here = new Set([...found.checkIns, ...kept, ...keptEvents, ...found.said].map(({ id }) => id));
  const unsent = new Map(found.corrections.map(({ id, target }) => [id, target]));
  const earlierUnsent = waiting.some(({ kind, ref, patientId: whose }) => {
    if (whose !== patientId) return false;
    if (kind === 'checkIn' || kind === 'complete' || kind === 'said') return !here.has(ref);
    const target = kind === 'correction' ? unsent.get(ref) : undefined;
    return target !== undefined && target.type !== 'stimulation' && !here.has(target.id);
  });
  return { ...found, earlierUnsent };
}
