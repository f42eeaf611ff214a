import type { LocalDay } from '#shared/schema/time.ts';

/** "Tuesday 24 November" in the person's language. */
export function formatDay(day: LocalDay): string {
  return new Date(`${day}T12:00:00`).toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
}

export function formatShortDay(day: LocalDay): string {
  return new Date(`${day}T12:00:00`).toLocaleDateString(undefined, { weekday: 'short', day: 'numeric', month: 'short' });
}

/** Clock time of an instant, in the zone the phone is in. */
export function formatTime(utcUs: number): string {
  return new Date(utcUs / 1000).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
}

/** Minutes and seconds of a duration, "18:20". */
export function formatTimer(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
