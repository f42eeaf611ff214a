import { configHash, defaultPacingConfig } from '#shared/pacing/config.ts';
import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { decisionsOfDay } from '#shared/pacing/days/decisions.ts';
import type { DayView } from '#shared/pacing/days/types.ts';
import { type Decided, decideDays } from '#shared/pacing/decide.ts';
import type { PacingConfig } from '#shared/pacing/types.ts';
import type { DayDecision } from '#shared/schema/dayDecision.ts';
import { uuidV7 } from '#shared/schema/id.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Profile } from '#shared/schema/profile.ts';

/** 2026-03-02, a Monday: day 0 of every diary. */
export const FIRST_DAY = 20_514;
const HOUR_US = 3_600_000_000;

export const localDayOf = (day: number) => localDayOfNumber(FIRST_DAY + day);
/** UTC us of an hour of a diary day. */
export const atHour = (day: number, hour: number) => ((FIRST_DAY + day) * 24 + hour) * HOUR_US;

export const PATIENT_ID = uuidV7(1_772_000_000_000, new Uint8Array(10));

export function profileOf(overrides: Partial<Profile> = {}): Profile {
  return {
    patientId: PATIENT_ID,
    version: 1,
    birthYear: 1970,
    sex: 'female',
    massKg: 70,
    restingHeartRateBpm: 65,
    measuredMaxHeartRateBpm: null,
    betaBlocker: false,
    limits: { heartRateCeilingBpm: 120, rpeCeilingCr10: 5, doseMinMinutes: 0, doseMaxMinutes: 120, weeklyRisePct: 10 },
    pemStatus: 'negative',
    painReferenceNrs: 3,
    mode: 'standard',
    suspended: null,
    tensScreen: { answeredAtUs: null, contraindications: [] },
    complaint: '',
    ...overrides,
  };
}

export type Body<T extends PatientEvent['type'] = PatientEvent['type']> = T extends unknown
  ? Omit<Extract<PatientEvent, { type: T }>, 'id' | 'atUs' | 'localDay'>
  : never;

/** An event whose id is a UUIDv7 of its day, hour, type and a number, so that two of one hour differ. */
export function on(day: number, hour: number, body: Body, n = 0): PatientEvent {
  const atUs = atHour(day, hour);
  const time = (atUs / 1000).toString(16).padStart(12, '0');
  const low = (TYPES.indexOf(body.type) * 4096 + n).toString(16).padStart(12, '0');
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${low}`;
  return { id, atUs, localDay: localDayOf(day), ...body } as PatientEvent;
}

const TYPES: readonly PatientEvent['type'][] = [
  'checkIn',
  'session',
  'sessionSkipped',
  'trial',
  'background',
  'planVersion',
  'proposalAnswered',
  'pemScreened',
  'exposureTried',
  'doseOverridden',
  'suspensionCleared',
  'modeSet',
  'painReferenceSet',
  'limitsSet',
  'usualBackgroundSet',
  'ladderSet',
  'riseAgreed',
  'redFlag',
  'correction',
  'pemAnswered',
];

export function morning(day: number, painNrs: number | null, more: Partial<Body<'checkIn'>> = {}, n = 0): PatientEvent {
  return on(
    day,
    7,
    {
      type: 'checkIn',
      painNrs,
      sleepQuality: 6,
      confidence: 6,
      flare: false,
      tensInLastHour: false,
      worseAfterActivity: false,
      restingHeartRateBpm: null,
      systolicMmHg: null,
      diastolicMmHg: null,
      temperatureC: null,
      ...more,
    },
    n,
  );
}

export function session(day: number, minutes: number, more: Partial<Body<'session'>> = {}, n = 0): PatientEvent {
  return on(
    day,
    16,
    {
      type: 'session',
      planned: true,
      completed: true,
      minutes,
      rpeCr10: null,
      painBeforeNrs: null,
      painDuringNrs: null,
      painAfterNrs: null,
      tensDuringPain: false,
      meanHeartRateBpm: null,
      heartRateQuality: 'missing',
      ...more,
    },
    n,
  );
}

export const trial = (day: number, minutes: number) => on(day, 11, { type: 'trial', exerciseId: 'walking', minutes });

export const plan = (day: number, version: number, quotaMinutes: number, more: Partial<Body<'planVersion'>> = {}) =>
  on(day, 8, { type: 'planVersion', version, quotaMinutes, daysPerWeek: 5, tensPrescribed: false, proposalId: null, ...more }, version);

/** Everything known by the evening of a diary day. */
export function decidedBy(
  day: number,
  log: readonly unknown[],
  profile: Profile = profileOf(),
  config: PacingConfig = defaultPacingConfig,
): Decided {
  return decideDays(config, profile, log, { atUs: atHour(day, 23), localDay: localDayOf(day) });
}

export function decisionsOf(decided: Pick<Decided, 'days'>, config: PacingConfig = defaultPacingConfig): DayDecision[] {
  const hash = configHash(config);
  return decided.days.flatMap((view) => decisionsOfDay(PATIENT_ID, hash, view));
}

/** "14 A3 proposal 21": day, rule, kind and value, the way a timeline is told. */
export function told(days: readonly DayView[]): string[] {
  return days.flatMap(({ day, findings }) =>
    findings.map(({ ruleId, kind, value, reason }) =>
      [day - FIRST_DAY, ruleId, kind, value === null ? reason : Math.round(value * 100) / 100].join(' '),
    ),
  );
}
