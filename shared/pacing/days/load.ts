import type { DayRecord, PlanFold } from './types.ts';

/** Whole days from which the usual background is taken; a baseline lasts at least as long. */
const BASELINE_DAYS = 7;

/** The day's load and what would be usual, min; background counts where both it and its usual value are known. Null without exercise and background. */
export function loadOfDay(
  record: Pick<DayRecord, 'exerciseMinutes' | 'wholeDayBackgroundMinutes'>,
  { quotaMinutes, usualBackgroundMinutes }: Pick<PlanFold, 'quotaMinutes' | 'usualBackgroundMinutes'>,
): { readonly loadMinutes: number; readonly usualMinutes: number } | null {
  const { exerciseMinutes, wholeDayBackgroundMinutes } = record;
  if (quotaMinutes === null) return null;
  if (wholeDayBackgroundMinutes !== null && usualBackgroundMinutes !== null) {
    return { loadMinutes: (exerciseMinutes ?? 0) + wholeDayBackgroundMinutes, usualMinutes: quotaMinutes + usualBackgroundMinutes };
  }
  return exerciseMinutes === null ? null : { loadMinutes: exerciseMinutes, usualMinutes: quotaMinutes };
}

/** Takes a whole day into the usual background until it is settled. */
export function foldBackground(plan: PlanFold, record: DayRecord): void {
  if (record.wholeDayBackgroundMinutes === null || plan.usualBackgroundMinutes !== null) return;
  plan.backgroundSample = [...plan.backgroundSample, record.wholeDayBackgroundMinutes];
  if (plan.backgroundSample.length < BASELINE_DAYS) return;
  plan.usualBackgroundMinutes = medianOf(plan.backgroundSample);
  plan.backgroundSample = [];
}

/** Middle value, or the mean of the two middle ones. Throws a RangeError for an empty list. */
export function medianOf(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no median of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
