import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { Today } from '#shared/schema/api.ts';
import { ApiError } from '#web/api/apiError.ts';
import { newId } from '#web/store/ids.ts';
import { keptToday, loadToday } from '#web/store/today.ts';
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
    const deps = { db, nowUs: () => 7, timeoutMs: 3000 };
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
    const deps = { db, nowUs: () => 7, timeoutMs: 0 };
    await loadToday(patientId, { ...deps, fetchToday: async () => makeToday('One') });
    let arrive: (today: Today) => void = () => undefined;
    const late = new Promise<Today>((resolve) => {
      arrive = resolve;
    });
    expect(await loadToday(patientId, { ...deps, fetchToday: () => late })).toMatchObject({ from: 'cache' });
    const written = new Promise<void>((resolve) => {
      db.cache.hook('updating', function () {
        this.onsuccess = () => resolve();
      });
    });
    arrive(makeToday('Two'));
    await written;
    expect(await keptToday(db, patientId)).toMatchObject({ today: { clinicName: 'Two' } });
  });
});
