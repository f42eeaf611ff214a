import { z } from 'zod';
import { ServiceError } from '#server/errors.ts';
import { addDays, LocalDay, localDayOf } from '#shared/schema/time.ts';

/** `?day=`: the local calendar day of whoever looks; without it the UTC day of the server's clock. */
export const DayQuery = z.object({ day: LocalDay.optional() });

/** No zone is more than a day away from UTC, so a day further off is a mistake (or a clock that is wrong). */
export function dayAsked(asked: string | undefined, nowUs: number): LocalDay {
  const utcDay = localDayOf({ utcUs: nowUs, offsetMinutes: 0 });
  if (asked === undefined) return utcDay;
  if (asked >= addDays(utcDay, -1) && asked <= addDays(utcDay, 1)) return asked;
  throw new ServiceError('validation', 'This day is not today anywhere.', {
    fields: [{ path: 'day', message: `Here it is ${utcDay} (UTC).` }],
  });
}
