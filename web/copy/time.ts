import { daysBetween, type LocalDay, localDayOf, type Moment } from '#shared/schema/time.ts';

const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const momentTime = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });

const utcDate = (day: LocalDay) => new Date(`${day}T00:00:00Z`);

/** "Tuesday 17 November" in the reader's language. */
export const dayText = (day: LocalDay): string => longDay.format(utcDate(day));
/** "17 Nov". */
export const shortDayText = (day: LocalDay): string => shortDay.format(utcDate(day));
/** The clock on the wall where it happened. */
export const momentTimeText = (moment: Moment): string => momentTime.format(new Date(moment.utcUs / 1000 + moment.offsetMinutes * 60_000));
/** The local day of this browser. */
export function browserDay(nowUs: number): LocalDay {
  return localDayOf({ utcUs: nowUs, offsetMinutes: -new Date(nowUs / 1000).getTimezoneOffset() });
}

/** "today 8:52", "yesterday", "5 days ago". */
export function agoText(atUs: number, nowUs: number): string {
  const days = daysBetween(browserDay(atUs), browserDay(nowUs));
  if (days <= 0) return `today ${time.format(new Date(atUs / 1000))}`;
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

/** "72 s", "24 min", "1 h 5 min": seconds up to two minutes, where they matter. */
export function durationText(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
