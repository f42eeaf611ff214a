import { emptyDay } from '#server/services/patient/dayAggregate.ts';
import type { DayAggregate, PanelRow } from '#shared/schema/api.ts';
import type { DayDecision } from '#shared/schema/dayDecision.ts';
import type { Decision } from '#shared/schema/decision.ts';
import { uuidV7 } from '#shared/schema/id.ts';
import type { DayDose } from '#shared/schema/pacingApi.ts';
import type { PlanDraft } from '#shared/schema/plan.ts';
import type { Session } from '#shared/schema/session.ts';
import type { Repetition, SessionSummary } from '#shared/schema/summary.ts';
import { addDays } from '#shared/schema/time.ts';
import { kneeSetup } from '#test/helpers/kneeSetup.ts';

/** The n-th id: valid UUIDv7, always the same. */
export const idOf = (n: number): string => uuidV7(1_800_000_000_000 + n, new Uint8Array(10).fill(n % 256));

export const START_US = 1_800_000_000_000_000;
const moment = (utcUs: number) => ({ utcUs, offsetMinutes: 60, zone: 'Europe/Berlin' });

export function sessionOf(part: Partial<Session> = {}): Session {
  return {
    id: idOf(1),
    patientId: idOf(2),
    startedAt: moment(START_US),
    localDay: '2027-01-15',
    endedAt: moment(START_US + 600e6),
    setup: {
      ...kneeSetup,
      side: 'left',
      plannedRepetitionsPerSet: 8,
      quotaMinutes: 10,
      restingHeartRateBpm: 60,
      maxHeartRateBpm: 170,
      painReferenceNrs: 4,
      pacingConfigHash: 'abc',
    },
    streams: [streamOf(idOf(3), 'heartRate'), streamOf(idOf(4), 'imu')],
    simulated: true,
    ...part,
  };
}

function streamOf(id: string, kind: 'heartRate' | 'imu'): Session['streams'][number] {
  return {
    id,
    sessionId: idOf(1),
    kind,
    deviceModel: kind,
    sensorLabel: kind === 'imu' ? 'Shin' : 'Heart',
    bodySite: kind === 'imu' ? 'shank' : 'chest',
    side: 'left',
    nominalRateHz: 60,
    groups: [{ name: kind === 'imu' ? 'acceleration' : 'heartRate', axes: 1, scale: 1, unit: kind === 'imu' ? 'm/s2' : 'bpm' }],
    clock: 'deviceUs',
    simulated: true,
  };
}

export function summaryOf(bpm: (number | null)[], part: Partial<SessionSummary> = {}): SessionSummary {
  return {
    sessionId: idOf(1),
    algorithmVersion: '1',
    durationS: 600,
    heartRate: null,
    repetitions: [],
    manualRepetitions: null,
    romMedianDeg: null,
    peakMaxDeg: null,
    sessionRpeLoad: null,
    rpeCr10: null,
    pain: null,
    tensS: 0,
    gaps: [],
    heartRateSeries: { fromUs: START_US, stepUs: 5e6, bpm },
    angleSeries: null,
    refined: null,
    notRefined: null,
    ...part,
  };
}

export function repetitionAt(index: number, seconds: number, romDeg: number): Repetition {
  const startUs = START_US + seconds * 1e6;
  return {
    index,
    startUs,
    peakUs: startUs + 1e6,
    endUs: startUs + 2e6,
    romDeg,
    peakDeg: romDeg,
    concentricMs: 1000,
    holdMs: 0,
    eccentricMs: 1000,
    peakSpeedDegPerS: 100,
    meanSpeedDegPerS: 60,
    sparc: -2.3,
    ldlj: -8.2,
    confidence: 0.9,
  };
}

export function decisionAt(seconds: number, part: Partial<Decision> = {}): Decision {
  const validFromUs = START_US + seconds * 1e6;
  return {
    id: `${idOf(1)}:L1:${validFromUs}`,
    sessionId: idOf(1),
    kind: 'ease',
    value: null,
    unit: '',
    validFromUs,
    ruleIds: ['L1'],
    facts: [],
    counterfactual: null,
    confidence: 1,
    evidence: 'guideline',
    patientText: 'Ease off a little.',
    ptText: 'Heart rate above the ceiling.',
    engineVersion: '1',
    configHash: 'abc',
    ...part,
  };
}

export function dayOf(index: number, part: Partial<DayAggregate> = {}): DayAggregate {
  return {
    ...emptyDay(addDays('2027-01-01', index)),
    ...part,
  };
}

export function panelRow(n: number, part: Partial<PanelRow> = {}): PanelRow {
  return {
    patientId: idOf(n),
    displayName: `Patient ${n}`,
    birthYear: 1970,
    simulated: true,
    attention: 'steady',
    why: 'All planned sessions done.',
    openFlags: [],
    openFlagCount: 0,
    days: Array.from({ length: 14 }, (_, i) => dayOf(i)),
    sessionsDone14d: 0,
    sessionsPlanned14d: 0,
    lastSessionAtUs: null,
    lastSeenAtUs: null,
    ...part,
  };
}

export function planOf(part: Partial<PlanDraft> = {}): PlanDraft {
  return {
    goals: ['Carry the shopping'],
    exercises: [
      {
        id: idOf(20),
        exerciseId: 'kneeBend',
        side: 'left',
        sets: 3,
        repetitionsPerSet: 10,
        durationMinutes: 8,
        targetAngleDeg: { from: 80, to: 100 },
        note: '',
      },
    ],
    quotaMinutes: 16,
    daysPerWeek: 6,
    heartRateBandBpm: { from: 92, to: 112 },
    heartRateCeilingBpm: 118,
    tens: [{ site: 'low back', frequencyHz: 80, pulseWidthUs: 200, durationMinutes: 30, note: '' }],
    note: '',
    ...part,
  };
}

export function dayDecisionOf(ruleId: string, localDay: string, part: Partial<DayDecision> = {}): DayDecision {
  return {
    id: `${idOf(2)}:${ruleId}:${localDay}`,
    patientId: idOf(2),
    localDay,
    kind: 'hold',
    value: 20,
    unit: 'min',
    ruleIds: [ruleId],
    facts: [],
    counterfactual: null,
    confidence: 1,
    evidence: 'convention',
    patientText: 'Your time stays the same this week.',
    ptText: 'Quota stays (limit).',
    engineVersion: '1',
    configHash: 'abc',
    changedBecause: null,
    ...part,
  };
}

export function dayDoseOf(localDay: string, part: Partial<DayDose> = {}): DayDose {
  return {
    localDay,
    state: 'quota',
    colour: 'green',
    quotaMinutes: 20,
    doseMinutes: 20,
    engineDoseMinutes: 20,
    multiplier: 1,
    patientText: null,
    decisionId: null,
    ...part,
  };
}
