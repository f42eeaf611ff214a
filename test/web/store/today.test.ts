import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { defaultPacingConfig } from '#shared/pacing/config.ts';
import { decide } from '#shared/pacing/engine.ts';
import type { Today } from '#shared/schema/api.ts';
import { ApiError } from '#web/api/apiError.ts';
import { newId } from '#web/store/ids.ts';
import { completeSession, saveSession } from '#web/store/records.ts';
import { keptToday, loadToday } from '#web/store/today.ts';
import { makeSession, makeSummary } from './madeRecords.ts';
import { freshDb } from './parts.ts';

const patientId = newId();

function makeToday(clinicName: string): Today {
  return {
    localDay: '2026-11-23',
    profile: {
      patientId,
      version: 1,
      birthYear: 1970,
      sex: null,
      massKg: null,
      restingHeartRateBpm: null,
      measuredMaxHeartRateBpm: null,
      betaBlocker: null,
      limits: { heartRateCeilingBpm: null, rpeCeilingCr10: 5, doseMinMinutes: 0, doseMaxMinutes: 30, weeklyRisePct: 5 },
      pemStatus: 'notScreened',
      painReferenceNrs: null,
      mode: 'standard',
      suspended: null,
      tensScreen: { answeredAtUs: null, contraindications: [] },
      complaint: '',
    },
    plan: null,
    days: [],
    checkIn: null,
    sessions: [],
    stimulations: [],
    clinicName,
    ptName: null,
  };
}

describe('loadToday', () => {
  it('takes the network first, keeps the answer, and falls back to it', async () => {
    const db = freshDb();
    const deps = { db, nowUs: () => 7, localDay: () => '2026-11-23', timeoutMs: 3000 };
    expect(await loadToday(patientId, { ...deps, fetchToday: async () => makeToday('One') })).toMatchObject({
      from: 'network',
      today: { clinicName: 'One' },
    });
    const offline = () => Promise.reject(new ApiError('offline'));
    expect(await loadToday(patientId, { ...deps, fetchToday: offline })).toMatchObject({
      from: 'cache',
      savedUs: 7,
      today: { clinicName: 'One' },
    });
    await expect(loadToday(newId(), { ...deps, fetchToday: offline })).rejects.toMatchObject({ code: 'offline' });
    await expect(
      loadToday(patientId, { ...deps, fetchToday: () => Promise.reject(new ApiError('unauthenticated')) }),
    ).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('shows the kept day when the network is slow, and keeps the late answer', async () => {
    const db = freshDb();
    const deps = { db, nowUs: () => 7, localDay: () => '2026-11-23', timeoutMs: 0 };
    await loadToday(patientId, { ...deps, fetchToday: async () => makeToday('One') });
    let arrive: (today: Today) => void = () => undefined;
    const late = new Promise<Today>((resolve) => {
      arrive = resolve;
    });
    expect(await loadToday(patientId, { ...deps, fetchToday: () => late })).toMatchObject({ from: 'cache' });
    const written = new Promise<void>((resolve) => {
      db.cache.raw.hook('updating', function () {
        this.onsuccess = () => resolve();
      });
    });
    arrive(makeToday('Two'));
    await written;
    expect(await keptToday(db, patientId)).toMatchObject({ today: { clinicName: 'Two' } });
  });

  it('locks the day after a red flag told on this phone until the clinic has answered it', async () => {
    const db = freshDb();
    const session = makeSession(patientId);
    const config = defaultPacingConfig;
    const flag = { id: newId(), atUs: session.startedAt.utcUs + 1, type: 'redFlag' as const, symptoms: ['chestPain' as const] };
    const decisions = decide(config, { sessionId: session.id, startedUs: session.startedAt.utcUs, setup: session.setup }, [flag]);
    await saveSession(db, session);
    await completeSession(db, session, { summary: makeSummary(session.id), decisions });
    const fetchToday = async () => makeToday('One');
    const load = (nowUs: number) =>
      loadToday(patientId, { db, nowUs: () => nowUs, localDay: () => '2026-11-23', timeoutMs: 3000, fetchToday });
    expect((await load(100)).today.profile.suspended?.ruleId).toBe('G1');
    await db.sessions.raw.update(session.id, { state: 'acknowledged', acknowledgedUs: 200 });
    expect((await load(150)).today.profile.suspended?.ruleId).toBe('G1');
    expect((await load(300)).today.profile.suspended).toBeNull();
  });
});
