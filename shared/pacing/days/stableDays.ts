import type { DayRecord } from './types.ts';

/** Days for which a patient's agreement to a rise counts. */
export const AGREEMENT_DAYS = 7;

/** Days in a row at the end with the answer "not worse" (A10). No answer ends the row. */
export function stableDaysOf(days: readonly Pick<DayRecord, 'morning'>[]): number {
  let count = 0;
  for (let i = days.length - 1; i >= 0 && days[i].morning?.worseAfterActivity === false; i--) count++;
  return count;
}

export const isAgreed = (riseAgreedDay: number | null, day: number): boolean =>
  riseAgreedDay !== null && day - riseAgreedDay <= AGREEMENT_DAYS;
