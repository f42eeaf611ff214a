import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import type { Moment } from '#shared/schema/time.ts';
import { fitFile } from '#test/helpers/fitFile.ts';
import { makeSetup } from '#test/web/live/studio.ts';
import { type Clinic, openClinic } from '#test/web/store/clinic.ts';
import { limitSpace } from '#test/web/store/limitedSpace.ts';
import { engineFor, freshDb, until } from '#test/web/store/parts.ts';
import { fit } from '#web/import/formats/fit.ts';
import { identify, prepare } from '#web/import/prepare.ts';
import type { EvenpaceDb } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import { type ImportedRecords, keepImport, releaseImport, undoImport } from '#web/store/importedRecords.ts';
import { now } from '#web/store/now.ts';
import { clearLocal } from '#web/store/prune.ts';
import { saveCorrection } from '#web/store/records.ts';
import { isQuotaError } from '#web/store/room.ts';
import type { SyncEngine } from '#web/store/syncEngine.ts';

const START_MS = Date.UTC(2026, 2, 1, 8);
const momentAt = (utcUs: number): Moment => ({ utcUs, offsetMinutes: 60, zone: 'Europe/Vienna' });
const setup = makeSetup({ planVersion: null, exerciseId: 'activityWalking', side: 'none' });

async function walks(patientId: string, count: number): Promise<ImportedRecords[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const bytes = fitFile({ startMs: START_MS + i * 7_200_000, seconds: 300, heartRateBpm: (s) => 90 + ((s * (i + 3)) % 40) });
      const { found } = await fit.read(new File([bytes], 'walk.fit'), { fromUs: 0, csv: null, progress: () => undefined });
      return prepare(
        found[0],
        await identify(found[0], patientId),
        patientId,
        { setup, completed: null, painNrs: 2, rpeCr10: 3 },
        momentAt,
      );
    }),
  );
}

/** Rows of everything a session leaves, the outbox included. */
async function rowsOf({ sessions, events, chunks, corrections, outbox }: EvenpaceDb): Promise<number[]> {
  return Promise.all([sessions.raw.count(), events.raw.count(), chunks.raw.count(), corrections.raw.count(), outbox.count()]);
}
const idsOf = (records: readonly ImportedRecords[]) => records.map(({ session }) => session.id);

let clinic: Clinic | null = null;
let engine: SyncEngine | null = null;
afterEach(async () => {
  await engine?.stop();
  await clinic?.close();
  [engine, clinic] = [null, null];
});

describe('an import on the phone', () => {
  it('is kept whole and unsent, is sent when it is released, and is the same when it comes again', async () => {
    const db = freshDb();
    const patientId = newId();
    const records = await walks(patientId, 2);
    await keepImport(db, records);
    const kept = await rowsOf(db);
    expect(kept).toEqual([2, 8, 4, 0, 10]);
    clinic = await openClinic(patientId);
    engine = engineFor(db, clinic);
    await until(engine, ({ pending }) => pending === 10);
    engine.kick();
    await engine.idle();
    expect(clinic.seen.filter(({ path }) => path.startsWith('/sessions'))).toEqual([]);
    expect(await clearLocal(db), 'held records are not lost at sign-out').toBe(false);
    await keepImport(db, records);
    expect(await rowsOf(db)).toEqual(kept);

    await releaseImport(db);
    engine.kick();
    await until(engine, ({ pending }) => pending === 0);
    expect([...clinic.sessions.keys()].sort()).toEqual(idsOf(records).sort());
    expect([...clinic.sessions.values()].every(({ complete }) => complete === 1)).toBe(true);
    expect((await db.sessions.all()).map(({ state }) => state)).toEqual(['acknowledged', 'acknowledged']);
  });

  it('is taken back with what was said about it, and not at all once a part may be on its way', async () => {
    const db = freshDb();
    const patientId = newId();
    const records = await walks(patientId, 2);
    await keepImport(db, records);
    const [first, second] = idsOf(records);
    const answer = {
      id: newId(),
      patientId,
      at: now.moment(),
      target: { type: 'session', id: first },
      field: 'rpeCr10',
      value: 5,
      reason: 'later',
    } as const;
    await saveCorrection(db, answer);
    expect(await undoImport(db, [first, second])).toBe(true);
    expect(await rowsOf(db)).toEqual([0, 0, 0, 0, 0]);

    await keepImport(db, records);
    await releaseImport(db, [second]);
    const kept = await rowsOf(db);
    expect(await undoImport(db, [first, second])).toBe(false);
    expect(await rowsOf(db)).toEqual(kept);
  });

  it('leaves nothing half-stored on a full phone', async () => {
    const db = freshDb();
    const records = await walks(newId(), 3);
    const whole = freshDb();
    const space = limitSpace(whole, Number.POSITIVE_INFINITY);
    await keepImport(whole, records);
    limitSpace(db, space.used() - 100);
    const refused = await keepImport(db, records).then(
      () => null,
      (error: unknown) => error,
    );
    expect(isQuotaError(refused)).toBe(true);
    expect(await rowsOf(db)).toEqual([0, 0, 0, 0, 0]);
  });
});
