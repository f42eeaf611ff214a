import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarOf } from '#server/demo/calendar.ts';
import { addDays, localDayOf } from '#shared/schema/time.ts';

describe('calendar of a zone', () => {
  it('follows the clock on the wall through both changes of the clock', () => {
    const berlin = calendarOf('Europe/Berlin');
    const noon = (day: string) => berlin.moment(day, 12 * 60);
    expect(noon('2026-03-28')).toEqual({ utcUs: Date.UTC(2026, 2, 28, 11) * 1000, offsetMinutes: 60, zone: 'Europe/Berlin' });
    expect(noon('2026-03-29')).toEqual({ utcUs: Date.UTC(2026, 2, 29, 10) * 1000, offsetMinutes: 120, zone: 'Europe/Berlin' });
    expect(noon('2026-10-25')).toEqual({ utcUs: Date.UTC(2026, 9, 25, 11) * 1000, offsetMinutes: 60, zone: 'Europe/Berlin' });
  });

  it('gives every waking minute its own local day, wherever people live', () => {
    const calendars = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'].map(
      calendarOf,
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...calendars),
        fc.integer({ min: 0, max: 1500 }),
        fc.integer({ min: 360, max: 1380 }),
        (calendar, days, minute) => {
          const day = addDays('2024-01-01', days);
          const moment = calendar.moment(day, minute);
          expect(localDayOf(moment)).toBe(day);
          expect(calendar.at(moment.utcUs)).toEqual(moment);
        },
      ),
    );
  });
});
