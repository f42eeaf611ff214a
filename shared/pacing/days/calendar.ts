import type { DayNumber } from './types.ts';

const DAY_MS = 86_400_000;

/** Days since 1970-01-01 of YYYY-MM-DD. */
export function dayNumberOf(localDay: string): DayNumber {
  return Math.round(Date.parse(`${localDay}T00:00:00Z`) / DAY_MS);
}

/** YYYY-MM-DD of a day number. */
export function localDayOfNumber(day: DayNumber): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
