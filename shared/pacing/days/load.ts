import type { DayRecord, PlanFold } from './types.ts';

/** Whole days of background before the first plan that make a usual day. */
const LEAST_DAYS = 5;

export interface DayLoad {
  readonly loadMinutes: number;
  readonly usualMinutes: number;
}

type Minutes = Pick<DayRecord, 'plannedMinutes' | 'otherMinutes' | 'wholeDayBackgroundMinutes'>;

/** The day's load and what would be usual, min; background counts where both it and its usual value are known. Null without exercise and background. */
export function loadOfDay(
  { plannedMinutes, otherMinutes, wholeDayBackgroundMinutes }: Minutes,
  { quotaMinutes, usualBackgroundMinutes }: Pick<PlanFold, 'quotaMinutes' | 'usualBackgroundMinutes'>,
): DayLoad | null {
  if (quotaMinutes === null) return null;
  const exercise = plannedMinutes === null && otherMinutes === null ? null : (plannedMinutes ?? 0) + (otherMinutes ?? 0);
  if (wholeDayBackgroundMinutes !== null && usualBackgroundMinutes !== null) {
    return { loadMinutes: (exercise ?? 0) + wholeDayBackgroundMinutes, usualMinutes: quotaMinutes + usualBackgroundMinutes };
  }
  return exercise === null ? null : { loadMinutes: exercise, usualMinutes: quotaMinutes };
}

/** A5. A planned session counts as at least the quota: a dose made smaller on a sore day must not hide a boom (P1, P2). */
export function isBoom(record: Minutes, plan: Pick<PlanFold, 'quotaMinutes' | 'usualBackgroundMinutes'>, boomFactor: number): boolean {
  const { plannedMinutes } = record;
  const load = loadOfDay(
    plannedMinutes === null ? record : { ...record, plannedMinutes: Math.max(plannedMinutes, plan.quotaMinutes ?? 0) },
    plan,
  );
  return load !== null && load.loadMinutes > boomFactor * load.usualMinutes;
}

/** Takes a whole day before the first plan into the usual background. Fixed from then on: a usual day that followed the load would excuse a boom (P8). */
export function foldBackground(plan: PlanFold, record: DayRecord): void {
  if (plan.startDay === null && record.wholeDayBackgroundMinutes !== null) {
    plan.backgroundSample = [...plan.backgroundSample, record.wholeDayBackgroundMinutes].slice(-28);
  } else if (plan.startDay !== null && plan.backgroundSample.length > 0) {
    if (plan.backgroundSample.length >= LEAST_DAYS) plan.usualBackgroundMinutes ??= medianOf(plan.backgroundSample);
    plan.backgroundSample = [];
  }
}

/** Middle value, or the mean of the two middle ones. Throws a RangeError for an empty list. */
export function medianOf(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no median of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
