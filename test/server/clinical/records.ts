import { randomBytes } from 'node:crypto';
import type { PlanUpdate } from '#shared/schema/api.ts';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import type { Correction } from '#shared/schema/correction.ts';
import { uuidV7 } from '#shared/schema/id.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import { localDayOf, type Moment } from '#shared/schema/time.ts';
import { TEST_START_US } from '#test/helpers/server.ts';

const MINUTE_US = 60_000_000;

export const anId = () => uuidV7(TEST_START_US / 1000, new Uint8Array(randomBytes(10)));

/** A moment in Auckland (UTC+13), where the local day is ahead of UTC: 08:00 UTC on 2 March is 21:00 on 2 March. */
export const momentAt = (minutes: number): Moment => ({
  utcUs: TEST_START_US + minutes * MINUTE_US,
  offsetMinutes: 780,
  zone: 'Pacific/Auckland',
});

export function aCheckIn(patientId: string, changes: Partial<CheckIn> = {}): CheckIn {
  const at = changes.at ?? momentAt(0);
  return {
    id: anId(),
    patientId,
    at,
    localDay: localDayOf(at),
    painNrs: 4,
    sleepQuality: 6,
    confidence: 7,
    flare: false,
    tensInLastHour: null,
    ...changes,
  };
}

export function aStimulation(patientId: string, changes: Partial<Stimulation> = {}): Stimulation {
  return {
    id: anId(),
    patientId,
    sessionId: null,
    startedAt: momentAt(0),
    localDay: localDayOf(momentAt(0)),
    endedAt: momentAt(30),
    plannedMinutes: 30,
    site: 'lower back',
    frequencyHz: 80,
    pulseWidthUs: 200,
    intensity: 12,
    intensityUnit: 'level',
    sensation: 'strong',
    painBeforeNrs: 5,
    painAt30MinNrs: null,
    painAfterNrs: 3,
    fatigueBeforeNrs: null,
    fatigueAfterNrs: null,
    skinCheckOk: true,
    screenAnswered: true,
    contraindicationCount: 0,
    source: 'manual',
    note: '',
    ...changes,
  };
}

export function aPlanUpdate(baseVersion: number, changes: Partial<PlanUpdate['plan']> = {}): PlanUpdate {
  return {
    id: anId(),
    baseVersion,
    createdAt: momentAt(0),
    plan: {
      goals: ['Walk to the shop'],
      exercises: [
        {
          id: anId(),
          exerciseId: 'sitToStand',
          side: 'both',
          sets: 2,
          repetitionsPerSet: 8,
          durationMinutes: 10,
          targetAngleDeg: null,
          note: '',
        },
      ],
      quotaMinutes: 20,
      daysPerWeek: 3,
      heartRateBandBpm: { from: 90, to: 110 },
      heartRateCeilingBpm: 117,
      tens: [],
      note: '',
      ...changes,
    },
  };
}

export function aCorrection(patientId: string, target: Correction['target'], field: string, value: Correction['value']): Correction {
  return { id: anId(), patientId, at: momentAt(60), target, field, value, reason: 'typed wrong' };
}
