import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { medianOf } from './load.ts';
import type { DayNumber, PlanFold } from './types.ts';

type Of<T extends PatientEvent['type']> = Extract<PatientEvent, { type: T }>;

/** Stands among the red flags for a suspension that is older than the log; whoever clears one has seen it. */
const SUSPENDED_BEFORE = 'profile';
/** Trials that are kept: a baseline has a handful. */
const MAX_TRIALS = 40;
/** Days after a trial or session in which a worse morning may come from it (12 to 72 h). */
export const WORSE_DAYS = 3;
const CONFIDENCE_MORNINGS = 7;

export function initPlan(profile: Profile): PlanFold {
  return {
    firstDay: null,
    startDay: null,
    version: null,
    quotaMinutes: null,
    daysPerWeek: 7,
    tensPrescribed: false,
    firstQuotaMinutes: null,
    scheduleMinutes: null,
    trials: [],
    mode: profile.pemStatus === 'positive' ? 'pemSafe' : profile.mode,
    modeSinceDay: null,
    limits: profile.limits,
    painReferenceNrs: profile.painReferenceNrs,
    pemStatus: profile.pemStatus,
    pemScreenedDay: null,
    quotaSinceDay: null,
    worseSinceQuota: 0,
    riseAgreedDay: null,
    lastFlareDay: null,
    lastCompletedQuotaMinutes: null,
    usualConfidence: null,
    confidenceSample: [],
    ladder: [],
    ladderStep: 0,
    lastTriedDay: null,
    override: null,
    usualBackgroundMinutes: null,
    backgroundSample: [],
    redFlagIds: profile.suspended === null ? [] : [SUSPENDED_BEFORE],
  };
}

/** What the events of a day (sorted) leave of the plan. `firstShare`: D0 as a share of the mean trial (A2). */
export function foldPlan(before: PlanFold, day: DayNumber, events: readonly PatientEvent[], firstShare: number): PlanFold {
  const plan = { ...before, firstDay: before.firstDay ?? day, modeSinceDay: before.modeSinceDay ?? day };
  const cleared = new Set<string>();
  for (const event of events) {
    if (event.type === 'planVersion') foldVersion(plan, day, event, firstShare);
    else if (event.type === 'redFlag') plan.redFlagIds = [...plan.redFlagIds, event.id];
    else if (event.type === 'suspensionCleared') for (const id of [SUSPENDED_BEFORE, ...event.redFlagIds]) cleared.add(id);
    else foldOther(plan, day, event);
  }
  // After the versions of the day: a worse morning is never wiped out by a plan of the same day.
  foldMornings(plan, day, events);
  if (cleared.size > 0) plan.redFlagIds = plan.redFlagIds.filter((id) => !cleared.has(id));
  return plan;
}

function foldOther(plan: PlanFold, day: DayNumber, event: PatientEvent): void {
  switch (event.type) {
    case 'trial':
      plan.trials = [...plan.trials, { day, minutes: event.minutes, worseAfter: false }].slice(-MAX_TRIALS);
      break;
    case 'modeSet':
      setMode(plan, day, event.mode);
      break;
    case 'pemScreened':
      plan.pemStatus = event.result;
      plan.pemScreenedDay = day;
      if (event.result === 'positive') setMode(plan, day, 'pemSafe');
      break;
    case 'painReferenceSet':
      plan.painReferenceNrs = event.painReferenceNrs;
      break;
    case 'limitsSet':
      plan.limits = event.limits;
      break;
    case 'riseAgreed':
      plan.riseAgreedDay = event.agreed ? day : null;
      break;
    case 'usualBackgroundSet':
      plan.usualBackgroundMinutes = event.loadMinutes;
      break;
    case 'ladderSet':
      plan.ladderStep = stepsKept(plan, event.steps);
      plan.ladder = event.steps;
      break;
    case 'exposureTried':
      foldExposure(plan, day, event);
      break;
    case 'doseOverridden':
      plan.override = { day, doseMinutes: event.doseMinutes, reason: event.reason };
      break;
  }
}

/** Steps that are done stay done where a changed ladder begins with the same words. */
function stepsKept({ ladder, ladderStep }: PlanFold, steps: readonly string[]): number {
  const changedAt = ladder.findIndex((words, i) => words !== steps[i]);
  return Math.min(ladderStep, changedAt === -1 ? ladder.length : changedAt);
}

/** A step is done when it went better than expected, or without any harm; otherwise the same step comes again. Both 0-100. */
export function exposureStepDone(expectedHarm: number, actualHarm: number): boolean {
  return actualHarm === 0 || actualHarm < expectedHarm;
}

function foldExposure(plan: PlanFold, day: DayNumber, { step, expectedHarm, actualHarm }: Of<'exposureTried'>): void {
  plan.lastTriedDay = day;
  if (step === plan.ladderStep && actualHarm !== null && exposureStepDone(expectedHarm, actualHarm)) plan.ladderStep++;
}

function setMode(plan: PlanFold, day: DayNumber, mode: Profile['mode']): void {
  if (plan.mode === mode) return;
  plan.mode = mode;
  plan.modeSinceDay = day;
}

/** Of several versions the highest number is in force, whichever clock was ahead. */
function foldVersion(plan: PlanFold, day: DayNumber, event: Of<'planVersion'>, firstShare: number): void {
  if (plan.version !== null && event.version <= plan.version) return;
  const { quotaMinutes } = event;
  plan.version = event.version;
  if (plan.quotaMinutes !== quotaMinutes) {
    plan.quotaSinceDay = day;
    plan.worseSinceQuota = 0;
  }
  plan.quotaMinutes = quotaMinutes;
  plan.daysPerWeek = event.daysPerWeek;
  plan.tensPrescribed = event.tensPrescribed;
  plan.lastCompletedQuotaMinutes = Math.min(plan.lastCompletedQuotaMinutes ?? quotaMinutes, quotaMinutes);
  if (plan.startDay !== null) return;
  plan.startDay = day;
  plan.firstQuotaMinutes = plan.trials.length > 0 ? firstShare * meanTrialMinutes(plan) : quotaMinutes;
}

export function meanTrialMinutes({ trials }: Pick<PlanFold, 'trials'>): number {
  return trials.reduce((sum, { minutes }) => sum + minutes, 0) / trials.length;
}

function foldMornings(plan: PlanFold, day: DayNumber, events: readonly PatientEvent[]): void {
  let worse = false;
  let confidence: number | null = null;
  for (const event of events) {
    if (event.type !== 'checkIn') continue;
    if (event.flare === true) plan.lastFlareDay = day;
    worse ||= event.worseAfterActivity === true;
    if (event.confidence !== null) confidence = Math.min(confidence ?? event.confidence, event.confidence);
  }
  if (worse) {
    plan.worseSinceQuota++;
    plan.trials = plan.trials.map((trial) => (trial.day < day && day - trial.day <= WORSE_DAYS ? { ...trial, worseAfter: true } : trial));
  }
  if (confidence === null || plan.usualConfidence !== null) return;
  plan.confidenceSample = [...plan.confidenceSample, confidence];
  if (plan.confidenceSample.length < CONFIDENCE_MORNINGS) return;
  plan.usualConfidence = medianOf(plan.confidenceSample);
  plan.confidenceSample = [];
}

/** The day of the newest review or of the plan's start; null before the plan. */
export function lastReviewDay({ startDay }: PlanFold, day: DayNumber): DayNumber | null {
  return startDay === null ? null : startDay + 7 * Math.floor((day - startDay) / 7);
}

/** A flare since the newest review: until the next one the quota is the last that was completed (A7). */
export function flareSinceReview(plan: PlanFold, day: DayNumber): boolean {
  const since = lastReviewDay(plan, day);
  return since !== null && plan.lastFlareDay !== null && plan.lastFlareDay >= since;
}
