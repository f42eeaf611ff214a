import { describe, expect, it } from 'vitest';
import { kneeBend } from '#shared/exercises/kneeBend.ts';
import { configHash } from '#shared/pacing/config.ts';
import type { Today } from '#shared/schema/api.ts';
import type { PlanExercise } from '#shared/schema/plan.ts';
import { SessionSetup } from '#shared/schema/session.ts';
import { dayDoseOf } from '#test/web/ui/fixtures.ts';
import { buildSetup } from '#web/live/setup.ts';
import { newId } from '#web/store/ids.ts';

const patientId = newId();
const item: PlanExercise = {
  id: newId(),
  exerciseId: 'kneeBend',
  side: 'left',
  sets: 3,
  repetitionsPerSet: 10,
  durationMinutes: 10,
  targetAngleDeg: null,
  note: '',
};

function today(patch: { ceiling?: number | null; limit?: number | null; doneMinutes?: number | null; birthYear?: number | null }): Today {
  const localDay = '2026-11-23';
  return {
    localDay,
    profile: {
      patientId,
      version: 3,
      birthYear: patch.birthYear === undefined ? 1976 : patch.birthYear,
      sex: 'female',
      massKg: null,
      restingHeartRateBpm: 60,
      measuredMaxHeartRateBpm: null,
      betaBlocker: null,
      limits: { heartRateCeilingBpm: patch.limit ?? null, rpeCeilingCr10: 4, doseMinMinutes: 0, doseMaxMinutes: 15, weeklyRisePct: 5 },
      pemStatus: 'negative',
      painReferenceNrs: 3,
      mode: 'standard',
      suspended: null,
      tensScreen: { answeredAtUs: null, contraindications: [] },
      complaint: '',
    },
    plan: {
      id: newId(),
      patientId,
      version: 2,
      createdAt: { utcUs: 1, offsetMinutes: 0, zone: 'UTC' },
      createdByUserId: newId(),
      goals: [],
      exercises: [item],
      quotaMinutes: 20,
      daysPerWeek: 5,
      heartRateBandBpm: null,
      heartRateCeilingBpm: patch.ceiling ?? null,
      tens: [],
      note: '',
    },
    days:
      patch.doneMinutes === undefined
        ? []
        : [
            {
              localDay,
              plannedMinutes: 20,
              doneMinutes: patch.doneMinutes,
              sessionCount: 1,
              repetitionCount: 0,
              morningPainNrs: null,
              flare: null,
              maxPainNrs: null,
              maxRpeCr10: null,
              tensMinutes: 0,
              romMedianDeg: null,
              zoneMinutes: null,
              worstDecision: null,
            },
          ],
    checkIn: null,
    sessions: [],
    stimulations: [],
    clinicName: 'Clinic',
    ptName: null,
  };
}

describe('buildSetup', () => {
  it('freezes plan and profile, and takes the exercise’s own target where none is prescribed', () => {
    const setup = SessionSetup.parse(buildSetup(today({}), item, kneeBend));
    expect(setup).toMatchObject({
      planVersion: 2,
      planExerciseId: item.id,
      side: 'left',
      targetAngleDeg: kneeBend.targetDeg,
      rpeCeilingCr10: 4,
    });
    expect(setup).toMatchObject({ maxHeartRateSource: 'tanaka', maxHeartRateBpm: 208 - 0.7 * 50 });
  });

  it('takes the stricter of the two ceilings', () => {
    expect(buildSetup(today({ ceiling: 120, limit: 110 }), item, kneeBend).heartRateCeilingBpm).toBe(110);
    expect(buildSetup(today({ ceiling: 120 }), item, kneeBend).heartRateCeilingBpm).toBe(120);
    expect(buildSetup(today({}), item, kneeBend).heartRateCeilingBpm).toBeNull();
  });

  it('leaves what is left of the day, within the PT’s limit', () => {
    expect(buildSetup(today({}), item, kneeBend).quotaMinutes).toBe(15);
    expect(buildSetup(today({ doneMinutes: 6 }), item, kneeBend).quotaMinutes).toBe(9);
    expect(buildSetup(today({ doneMinutes: 40 }), item, kneeBend).quotaMinutes).toBe(0);
    expect(buildSetup(today({ doneMinutes: null }), item, kneeBend).quotaMinutes).toBe(15);
  });

  it('counts against the engine’s dose of the day where it is less than the quota', () => {
    const eased = today({ doneMinutes: 2 });
    const engine = { config: { version: 1, parameters: {} }, profile: eased.profile, state: null };
    const pacing = { today: dayDoseOf(eased.localDay, { doseMinutes: 12 }), decisions: [], engine };
    expect(buildSetup({ ...eased, pacing }, item, kneeBend).quotaMinutes).toBe(10);
  });

  it('knows no maximum heart rate without an age', () => {
    expect(buildSetup(today({ birthYear: null }), item, kneeBend)).toMatchObject({ maxHeartRateBpm: null, maxHeartRateSource: 'unknown' });
  });

  it('takes the usual fall of heart rate from earlier sessions of the same exercise', () => {
    const falls = [20, 24, 30].map((fall60sBpm) => ({ exerciseId: 'kneeBend', fall60sBpm }));
    const setup = buildSetup({ ...today({}), falls: [...falls, { exerciseId: 'walking', fall60sBpm: 5 }] }, item, kneeBend);
    expect(SessionSetup.parse(setup).recoveryHistory).toEqual({ fall60sMedianBpm: 24, fall60sMadBpm: 4, sessions: 3 });
    expect(buildSetup(today({}), item, kneeBend).recoveryHistory).toBeNull();
  });

  it('freezes the thresholds in force, so that phone and server act on the same; those of a newer catalogue are not half applied', () => {
    const parameters = { L1: { aboveS: 15 } };
    const withConfig = (config: { version: number; parameters: Record<string, Record<string, number>> }) =>
      buildSetup(
        {
          ...today({}),
          pacing: { today: dayDoseOf('2026-11-23', {}), decisions: [], engine: { config, profile: today({}).profile, state: null } },
        },
        item,
        kneeBend,
      );
    const setup = SessionSetup.parse(withConfig({ version: 2, parameters }));
    expect(setup.pacingConfig).toEqual({ version: 2, parameters });
    expect(setup.pacingConfigHash).toBe(configHash({ version: 2, parameters }));
    expect(withConfig({ version: 3, parameters: { X1: { y: 1 } } }).pacingConfig).toEqual({ version: 1, parameters: {} });
  });
});
