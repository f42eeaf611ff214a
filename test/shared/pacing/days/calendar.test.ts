import { describe, expect, it } from 'vitest';
import { dayNumberOf, localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { addDays } from '#shared/schema/time.ts';

describe('day numbers', () => {
  it('count the calendar days, leap days included, and read back the same', () => {
    let localDay = '1899-12-25';
    const first = dayNumberOf(localDay);
    for (let i = 0; i < 80_000; i += 7) {
      expect(dayNumberOf(localDay)).toBe(first + i);
      expect(localDayOfNumber(first + i)).toBe(localDay);
      localDay = addDays(localDay, 7);
    }
    expect(dayNumberOf('1970-01-01')).toBe(0);
    expect([dayNumberOf('2000-02-29'), localDayOfNumber(11_016)]).toEqual([11_016, '2000-02-29']);
  });
});
