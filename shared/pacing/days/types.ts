import type { DayColour, PlanState } from '#shared/schema/dayDecision.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Limits, Profile } from '#shared/schema/profile.ts';
import type { Quality } from '#shared/schema/quality.ts';
import type { DayFinding } from './define.ts';
import type { ToleranceState } from './toleranceEstimate.ts';

/** Calendar days since 1970-01-01. Days are counted, never hours: daylight saving and travel do not matter. */
export type DayNumber = number;

/** The answers of one morning; of two check-ins on a day the worse answer counts. */
export interface Morning {
  readonly atUs: number;
  readonly painNrs: number | null;
  readonly confidence: number | null;
  readonly flare: boolean | null;
  readonly tensInLastHour: boolean | null;
  readonly worseAfterActivity: boolean | null;
  readonly restingHeartRateBpm: number | null;
}

/** The planned session of a day, as far as it tells about tolerance. */
export interface Effort {
  readonly atUs: number;
  readonly minutes: number;
  readonly rpeCr10: number | null;
  /** Null unless the quality was ok. */
  readonly meanHeartRateBpm: number | null;
}

/** What one local day came to, whatever order its events arrived in. */
export interface DayRecord {
  readonly day: DayNumber;
  readonly morning: Morning | null;
  /** A planned session was completed. Yes or no: minutes against the quota would reward a smaller quota. */
  readonly completed: boolean;
  /** A planned session was skipped or ended early, and none was completed. */
  readonly missed: boolean;
  readonly skipped: boolean;
  /** Minutes of planned sessions, completed or not; null without one. */
  readonly plannedMinutes: number | null;
  readonly otherMinutes: number | null;
  readonly effort: Effort | null;
  readonly sessionEndsUs: readonly number[];
  /** Newest background before the first session, or of the whole day when there was none; null without the wearable. */
  readonly background: { readonly loadMinutes: number; readonly dayShare: number; readonly quality: Quality; readonly atUs: number } | null;
  /** Background of the whole day; null when the wearable did not see its end. */
  readonly wholeDayBackgroundMinutes: number | null;
}

/** A closed day as the rules look back on it. */
export interface DayDigest extends DayRecord {
  /** What the morning said by itself. */
  readonly colour: DayColour;
  /** The morning counts among the unknown: an answer is missing, or pain was answered under TENS. */
  readonly uncertain: boolean;
  /** Quota in force at the end of the day; null before the first plan. */
  readonly quotaMinutes: number | null;
  /** Quota the day began with. */
  readonly morningQuotaMinutes: number | null;
  readonly doseMinutes: number | null;
  readonly boom: boolean;
  /** Rules that found something on this day and keep the next review from a rise (A8). */
  readonly restingHigh: boolean;
  readonly suspended: boolean;
}

/** Everything the log has settled about the plan so far. */
export interface PlanFold {
  /** Day of the first event; null before it. */
  firstDay: DayNumber | null;
  /** Day of the first plan version; the weekly review falls on every seventh day after it. */
  startDay: DayNumber | null;
  version: number | null;
  quotaMinutes: number | null;
  daysPerWeek: number;
  tensPrescribed: boolean;
  /** Quota by the schedule alone, for a tolerance as at the baseline; null before the first plan. */
  scheduleMinutes: number | null;
  /** D0: 0.8 of the mean trial, or the first quota of a plan made without trials. Fixed from `startDay` on. */
  firstQuotaMinutes: number | null;
  /** Tolerance trials up to the first plan, and whether a morning of the three days after it was worse. */
  trials: readonly Trial[];
  mode: Profile['mode'];
  modeSinceDay: DayNumber | null;
  limits: Limits;
  painReferenceNrs: number | null;
  pemStatus: Profile['pemStatus'];
  pemScreenedDay: DayNumber | null;
  /** Day from which the quota is what it is, and worse mornings since then (A10). A plan version with the same quota changes neither. */
  quotaSinceDay: DayNumber | null;
  worseSinceQuota: number;
  riseAgreedDay: DayNumber | null;
  lastFlareDay: DayNumber | null;
  /** Quota of the last session completed outside a week with a flare; never above a quota in force since (A7). */
  lastCompletedQuotaMinutes: number | null;
  /** Median confidence of the first 7 mornings with an answer, then fixed (A6). */
  usualConfidence: number | null;
  confidenceSample: readonly number[];
  ladder: readonly string[];
  /** Step of the ladder to try next. */
  ladderStep: number;
  lastTriedDay: DayNumber | null;
  /** The PT's dose of one day. */
  override: { readonly day: DayNumber; readonly doseMinutes: number; readonly reason: string } | null;
  /** Median background of the whole days before the first plan, or as a PT set it. */
  usualBackgroundMinutes: number | null;
  backgroundSample: readonly number[];
  /** Red flags no PT has cleared. */
  redFlagIds: string[];
}

export interface Trial {
  readonly day: DayNumber;
  readonly minutes: number;
  readonly worseAfter: boolean;
}

export interface ClosedDays {
  readonly plan: PlanFold;
  /** The last 28 closed days, oldest first. */
  readonly recent: readonly DayDigest[];
  /** The newest proposal and what became of it. */
  readonly proposal: Proposal | null;
  /** Tolerance as session effort tells it; null before the first plan. */
  readonly tolerance: ToleranceState | null;
}

/** Plain data: what a device keeps to go on from. Its size does not grow with the log. */
export interface DayState {
  closed: ClosedDays | null;
  /** The open day; null before the first event. */
  day: DayNumber | null;
  /** Its events by id. */
  open: PatientEvent[];
}

/** A proposal of the engine. It stays in sight until the next review, also beside another choice of the PT (A12). */
export interface Proposal {
  /** Id of its decision: `${patientId}:${ruleId}:${localDay}`. */
  readonly id: string;
  readonly ruleId: string;
  readonly quotaMinutes: number;
  /** What the schedule alone asks for: the quota before it is made to follow tolerance (A13). */
  readonly scheduleMinutes: number;
  readonly answer: 'accepted' | 'edited' | 'rejected' | null;
  readonly answerReason: string | null;
}

/** What holds on one day. */
export interface DayView {
  readonly day: DayNumber;
  readonly localDay: string;
  readonly state: PlanState;
  readonly colour: DayColour;
  /** Null before the first plan. */
  readonly quotaMinutes: number | null;
  /** Minutes for today; 0 only while suspended; null while there is no quota. */
  readonly doseMinutes: number | null;
  /** What the engine would have said without the PT's override; equal to doseMinutes without one. */
  readonly engineDoseMinutes: number | null;
  readonly proposal: Proposal | null;
  readonly findings: readonly DayFinding[];
}

/** An event that was not read, and which field was the reason. */
export interface Refusal {
  readonly eventId: string | null;
  readonly field: string;
  readonly message: string;
}

/** added: read. duplicate: known already. late: belongs to a closed day, decide again from the log. */
export type AppendResult = 'added' | 'duplicate' | 'late';

export interface DayEngine {
  /** Goes on from here after a restart. */
  readonly state: DayState;
  /** Reads one event of the open day or a later one; closes the days before it. Events are validated by the caller (PatientEvent). */
  append(event: PatientEvent): AppendResult;
  /** What holds on that day with what is known; closes the days before it. Throws a RangeError for a day that is closed. */
  view(localDay: string): DayView;
}
