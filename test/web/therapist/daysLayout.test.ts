import { expect, test } from 'vitest';
import { dayOf } from '#test/web/ui/fixtures.ts';
import { isBoom, morningOf, stripPaths, usualMorning } from '#web/therapist/panel/stripLayout.ts';
import { layoutWeeks } from '#web/therapist/patient/weeksLayout.ts';

const marks = (path: string) => path.split('M').length - 1;

test('a morning is judged against the person’s own usual; unanswered is neither good nor bad', () => {
  expect(morningOf(dayOf(0, { morningPainNrs: 6 }), 6)).toBe('usual');
  expect(morningOf(dayOf(0, { morningPainNrs: 6 }), 4)).toBe('harder');
  expect(morningOf(dayOf(0, { morningPainNrs: 4, flare: true }), 4)).toBe('flare');
  expect(morningOf(dayOf(0), 4)).toBe('none');
  expect(usualMorning([dayOf(0, { morningPainNrs: 3 }), dayOf(1), dayOf(2, { morningPainNrs: 6 })])).toBe(4.5);
  expect(usualMorning([dayOf(0)])).toBeNull();
});

test('overdoing needs a quota to be measured against', () => {
  expect(isBoom(dayOf(0, { plannedMinutes: 10, doneMinutes: 15.1 }))).toBe(true);
  expect(isBoom(dayOf(0, { plannedMinutes: 10, doneMinutes: 15 }))).toBe(false);
  expect(isBoom(dayOf(0, { plannedMinutes: null, doneMinutes: 60 }))).toBe(false);
});

test('the strip draws one mark per day and keeps bars, idle days and mornings apart', () => {
  const days = Array.from({ length: 14 }, (_, i) => {
    if (i === 6) return dayOf(i);
    return dayOf(i, {
      plannedMinutes: 10,
      doneMinutes: i === 3 ? 18 : 10,
      sessionCount: 1,
      morningPainNrs: i === 4 ? 7 : 4,
      flare: i === 5,
    });
  });
  const paths = stripPaths(days);
  expect([marks(paths.done), marks(paths.boom), marks(paths.idle)]).toEqual([12, 1, 1]);
  expect([marks(paths.usual), marks(paths.harder), marks(paths.flare)]).toEqual([11, 1, 1]);
  expect(marks(paths.quota)).toBe(2);
});

test('twelve weeks: lanes do not overlap, days without a value leave holes', () => {
  const days = Array.from({ length: 84 }, (_, i) =>
    dayOf(i, i % 7 === 6 ? {} : { plannedMinutes: 10, doneMinutes: 9, sessionCount: 1, morningPainNrs: 4, romMedianDeg: 70 + i / 10 }),
  );
  for (const widthPx of [320, 390, 960]) {
    const layout = layoutWeeks(days, widthPx);
    const lanes = Object.values(layout.lanes);
    for (const [i, lane] of lanes.entries()) if (i > 0) expect(lane.top).toBeGreaterThan(lanes[i - 1].bottom);
    expect(layout.load).toHaveLength(72);
    expect(layout.pain).toHaveLength(72);
    expect(layout.heart).toEqual([]);
    expect(marks(layout.quota)).toBe(12);
    for (const [x, y] of [...layout.pain, ...layout.rom]) {
      expect(x).toBeLessThanOrEqual(widthPx);
      expect(y).toBeLessThanOrEqual(layout.heightPx);
    }
    expect(layout.dayAt(layout.dayX(41))).toBe(41);
  }
  expect(layoutWeeks(days, 960).dayAt(10)).toBeNull();
});

test('a patient without any data gets empty lanes, not a crash', () => {
  const layout = layoutWeeks([], 900);
  expect([layout.load, layout.pain, layout.rom, layout.quota, layout.romBand]).toEqual([[], [], [], '', null]);
});
