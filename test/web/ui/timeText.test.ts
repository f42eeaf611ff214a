import { expect, test } from 'vitest';
import { agoText, browserDay, durationText, momentTimeText } from '#web/copy/time.ts';

const at = (iso: string) => new Date(iso).getTime() * 1000;

test('how long: seconds while they matter, then minutes and hours', () => {
  expect([durationText(70), durationText(119.4), durationText(120), durationText(1450), durationText(3900)]).toEqual([
    '70 s',
    '119 s',
    '2 min',
    '24 min',
    '1 h 5 min',
  ]);
});

test('how long ago counts calendar days of the reader, not 24-hour blocks', () => {
  const now = at('2027-01-15T08:00:00');
  expect(agoText(at('2027-01-15T07:40:00'), now)).toMatch(/^today .*7.40/);
  expect(agoText(at('2027-01-14T23:59:00'), now)).toBe('yesterday');
  expect(agoText(at('2027-01-10T12:00:00'), now)).toBe('5 days ago');
  expect(browserDay(now)).toBe('2027-01-15');
});

test('a moment shows the clock on the wall where it happened', () => {
  expect(momentTimeText({ utcUs: at('2027-01-15T06:10:00Z'), offsetMinutes: 120, zone: 'Europe/Athens' })).toMatch(/8.10/);
});
