import type { LocalDay, Moment } from '#shared/schema/time.ts';

/** Turns a wall clock of one IANA zone into moments. */
export interface Calendar {
  /** `minuteOfDay` after midnight of `day` as the clock on the wall shows it. */
  moment(day: LocalDay, minuteOfDay: number): Moment;
  /** The same zone at another instant. */
  at(utcUs: number): Moment;
}

export function calendarOf(zone: string): Calendar {
  // Swedish dates are written year first, so the wall clock can be read back as if it were UTC.
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const offsetMinutes = (utcMs: number): number => {
    const second = Math.floor(utcMs / 1000) * 1000;
    return Math.round((Date.parse(`${wall.format(second).replace(' ', 'T')}Z`) - second) / 60_000);
  };
  const at = (utcUs: number): Moment => ({ utcUs, offsetMinutes: offsetMinutes(utcUs / 1000), zone });
  return {
    at,
    moment(day, minuteOfDay) {
      const wallMs = Date.parse(`${day}T00:00:00Z`) + Math.round(minuteOfDay * 60_000);
      const guessMs = wallMs - offsetMinutes(wallMs) * 60_000;
      return at((wallMs - offsetMinutes(guessMs) * 60_000) * 1000);
    },
  };
}
