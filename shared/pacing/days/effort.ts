import { meanTrialMinutes } from './plan.ts';
import { observeEffort, startTolerance, type ToleranceEstimate, type ToleranceState, toleranceEstimate } from './toleranceEstimate.ts';
import type { DayNumber, DayRecord, DayView, PlanFold } from './types.ts';

/**
 * Tells the estimate of tolerance what a day's completed session was like. The minutes are taken as they were done, not as they were
 * planned: what the engine made of the pain of a day must not come back as tolerance (P1). `effortAtTolerance`: CR10.
 */
export function foldEffort(
  before: ToleranceState | null,
  plan: PlanFold,
  { day, effort }: DayRecord,
  effortAtTolerance: number,
): ToleranceState | null {
  if (plan.startDay === null || plan.firstQuotaMinutes === null) return null;
  const state = before ?? startTolerance(plan.startDay, baselineMinutes(plan), 1);
  if (effort === null || effort.rpeCr10 === null) return state;
  return observeEffort(state, { day, load: effort.minutes, effort: effort.rpeCr10 / effortAtTolerance });
}

/** Without trials the first quota stands for 0.8 of them (A2). */
function baselineMinutes(plan: PlanFold): number {
  return plan.trials.length > 0 ? meanTrialMinutes(plan) : (plan.firstQuotaMinutes ?? 0) / 0.8;
}

/** The estimate where there are enough ratings and the last is fresh; null otherwise: then the plain schedule is in force. */
export function usableEstimate(
  state: ToleranceState | null,
  day: DayNumber,
  { leastSessions, freshDays }: Readonly<Record<string, number>>,
): ToleranceEstimate | null {
  if (state === null || state.sessions < leastSessions || day - state.day > freshDays) return null;
  return toleranceEstimate(state, day);
}

/**
 * Schedule after a review that kept the quota, at its minimum or maximum as well: of two lives the one with less pain must not be the only one
 * whose schedule is cut, because its quota had something left to fall (P1). Null where the schedule stays.
 */
export function heldSchedule({ findings }: DayView): number | null {
  return findings.find(({ kind, scheduleMinutes }) => kind === 'hold' && scheduleMinutes !== undefined)?.scheduleMinutes ?? null;
}

/** Schedule behind a new plan version: the proposal's own when that was taken, otherwise what the PT's quota means for a tolerance as at the baseline. */
export function scheduleAfter(
  plan: PlanFold,
  { day, proposal }: DayView,
  tolerance: ToleranceState | null,
  parameters: Readonly<Record<string, number>>,
): number | null {
  if (plan.quotaMinutes === null) return null;
  if (proposal?.quotaMinutes === plan.quotaMinutes) return proposal.scheduleMinutes;
  return plan.quotaMinutes / (usableEstimate(tolerance, day, parameters)?.relative ?? 1);
}
