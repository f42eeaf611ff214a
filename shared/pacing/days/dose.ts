import type { DayContext } from './define.ts';
import type { PlanFold } from './types.ts';

/** No automatic dose goes below this share of the first quota in the standard mode (P13). */
export const FLOOR_SHARE = 0.4;

/** A lowered quota or dose: never above the quota, and no lower than the floor and the PT's own minimum, unless the PT set the quota below them. */
export function lowered(plan: PlanFold, minutes: number): number {
  const quota = plan.quotaMinutes ?? 0;
  return Math.min(quota, Math.max(minutes, floorMinutes(plan)));
}

/** The least an automatic quota or dose goes down to; 0 in the PEM-safe mode. */
export function floorMinutes(plan: PlanFold): number {
  return plan.mode === 'pemSafe' ? 0 : Math.max(FLOOR_SHARE * (plan.firstQuotaMinutes ?? 0), plan.limits.doseMinMinutes);
}

/** Highest quota a proposal may ask for: at most 10 % above the lowest of the last 7 days (P3), and the PT's maximum. */
export function highestQuota({ plan, recent }: Pick<DayContext, 'plan' | 'recent'>): number {
  const quota = plan.quotaMinutes ?? 0;
  let lowest = quota;
  for (let i = Math.max(0, recent.length - 7); i < recent.length; i++) lowest = Math.min(lowest, recent[i].quotaMinutes ?? lowest);
  return Math.min(1.1 * lowest, plan.limits.doseMaxMinutes);
}

/**
 * A proposed quota in tenths of a minute, so that the number stored, shown and said is one: towards the quota in force, which keeps every
 * bound and the order of two lives (P1, P3, P13). A rise of less than a tenth (quotas of a few minutes) stays as it is (P14).
 */
export function inTenths(minutes: number, quotaMinutes: number): number {
  if (minutes <= quotaMinutes) return Math.min(quotaMinutes, Math.ceil(minutes * 10 - 1e-9) / 10);
  const tenths = tenthsBelow(minutes);
  return tenths > quotaMinutes ? tenths : minutes;
}

/** The tenth of a minute at or below a value; what is less than a tenth stays as it is, so that a cap is never 0. */
export function tenthsBelow(minutes: number): number {
  return Math.floor(minutes * 10 + 1e-9) / 10 || minutes;
}
