import { z } from 'zod';

/** UTC microseconds since 1970-01-01, an integer (safe in a double until the year 2255). */
export const EpochUs = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
export type EpochUs = z.infer<typeof EpochUs>;

/** An instant as the person lived it: UTC, the offset in force there and the IANA zone. */
export const Moment = z.object({
  utcUs: EpochUs,
  offsetMinutes: z
    .int()
    .min(-18 * 60)
    .max(18 * 60),
  zone: z.string().min(1).max(64),
});
export type Moment = z.infer<typeof Moment>;

/** The person's local calendar day, YYYY-MM-DD. */
export const LocalDay = z.iso.date();
export type LocalDay = z.infer<typeof LocalDay>;

const DAY_MS = 86_400_000;

/** The local calendar day of a moment: its UTC time shifted by its own offset. */
export function localDayOf(moment: Pick<Moment, 'utcUs' | 'offsetMinutes'>): LocalDay {
  return new Date(moment.utcUs / 1000 + moment.offsetMinutes * 60_000).toISOString().slice(0, 10);
}

/** The calendar day `days` after `day` (negative: before). Calendar arithmetic, so daylight saving does not matter. */
export function addDays(day: LocalDay, days: number): LocalDay {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole calendar days from `from` to `to`. */
export function daysBetween(from: LocalDay, to: LocalDay): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}
