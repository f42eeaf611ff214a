import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Profile } from '#shared/schema/profile.ts';
import type { DayNumber, PlanFold } from './types.ts';

export function initPlan(profile: Profile, firstDay: DayNumber): PlanFold {
  return {
    firstDay,
    startDay: null,
    version: null,
    quotaMinutes: null,
    daysPerWeek: 7,
    tensPrescribed: false,
    firstQuotaMinutes: null,
    trialCount: 0,
    trialMinutesSum: 0,
    trialDayCount: 0,
    lastTrialDay: null,
    mode: profile.pemStatus === 'positive' ? 'pemSafe' : profile.mode,
    modeSinceDay: firstDay,
    limits: profile.limits,
    painReferenceNrs: profile.painReferenceNrs,
    pemStatus: profile.pemStatus,
    usualBackgroundMinutes: null,
    backgroundSample: [],
    redFlagIds: [],
  };
}

/** What the events of a day (sorted) leave of the plan. `firstShare`: D0 as a share of the mean trial (A2). */
export function foldPlan(before: PlanFold, day: DayNumber, events: readonly PatientEvent[], firstShare: number): PlanFold {
  const plan = { ...before };
  const cleared = new Set<string>();
  for (const event of events) {
    switch (event.type) {
      case 'planVersion':
        foldVersion(plan, day, event, firstShare);
        break;
      case 'trial':
        plan.trialCount++;
        plan.trialMinutesSum += event.minutes;
        if (plan.lastTrialDay !== day) plan.trialDayCount++;
        plan.lastTrialDay = day;
        break;
      case 'redFlag':
        plan.redFlagIds = [...plan.redFlagIds, event.id];
        break;
      case 'suspensionCleared':
        for (const id of event.redFlagIds) cleared.add(id);
        break;
      case 'modeSet':
        setMode(plan, day, event.mode);
        break;
      case 'pemScreened':
        plan.pemStatus = event.result;
        if (event.result === 'positive') setMode(plan, day, 'pemSafe');
        break;
      case 'painReferenceSet':
        plan.painReferenceNrs = event.painReferenceNrs;
        break;
      case 'limitsSet':
        plan.limits = event.limits;
        break;
    }
  }
  if (cleared.size > 0) plan.redFlagIds = plan.redFlagIds.filter((id) => !cleared.has(id));
  return plan;
}

function setMode(plan: PlanFold, day: DayNumber, mode: Profile['mode']): void {
  if (plan.mode === mode) return;
  plan.mode = mode;
  plan.modeSinceDay = day;
}

function foldVersion(plan: PlanFold, day: DayNumber, event: Extract<PatientEvent, { type: 'planVersion' }>, firstShare: number): void {
  // Two versions of one day: the higher number is in force, whichever clock was ahead.
  if (plan.version !== null && event.version <= plan.version) return;
  plan.version = event.version;
  plan.quotaMinutes = event.quotaMinutes;
  plan.daysPerWeek = event.daysPerWeek;
  plan.tensPrescribed = event.tensPrescribed;
  if (plan.startDay !== null) return;
  plan.startDay = day;
  plan.firstQuotaMinutes = plan.trialCount > 0 ? (firstShare * plan.trialMinutesSum) / plan.trialCount : event.quotaMinutes;
}
