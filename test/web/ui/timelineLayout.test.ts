import { expect, test } from 'vitest';
import { decisionAt, idOf, repetitionAt, START_US, sessionOf, summaryOf } from '#test/web/ui/fixtures.ts';
import { gapsOf, mergeIntervals, nullRuns } from '#web/ui/timeline/intervals.ts';
import { heartRateAt, layoutTimeline, type TimelineData } from '#web/ui/timeline/layout.ts';
import { mostSevere } from '#web/ui/timeline/light.ts';
import { sessionClock, timelineRows } from '#web/ui/timeline/rows.ts';

const bpm = Array.from({ length: 120 }, (_, i): number | null => (i >= 40 && i < 50 ? null : 90 + (i % 20)));
const pain = (n: number, seconds: number, painNrs: number) => ({
  id: idOf(n),
  atUs: START_US + seconds * 1e6,
  type: 'pain' as const,
  painNrs,
});

function dataOf(part: Partial<TimelineData> = {}): TimelineData {
  return { session: sessionOf(), summary: summaryOf(bpm), events: [], decisions: [], stimulations: [], ...part };
}

test('the heart-rate line breaks at a gap and the gap is drawn where it was', () => {
  const layout = layoutTimeline(dataOf(), 900);
  expect(layout.heart?.lines).toHaveLength(2);
  const [before, after] = layout.heart?.lines ?? [];
  expect(layout.gaps.heart).toEqual([{ fromUs: START_US + 200e6, toUs: START_US + 250e6 }]);
  expect(before.at(-1)?.[0]).toBeLessThan(layout.x(START_US + 200e6));
  expect(after[0][0]).toBeCloseTo(layout.x(START_US + 250e6), 6);
});

test('band and ceiling stay in view, the ceiling above the band, and their labels apart', () => {
  const { heart, lanes } = layoutTimeline(dataOf(), 900);
  expect(heart?.ceilingY).toBeGreaterThanOrEqual(lanes.heart.top);
  expect(heart?.ceilingY).toBeLessThan(heart?.band?.top ?? 0);
  expect(heart?.band?.bottom).toBeLessThanOrEqual(lanes.heart.bottom);
  const labels = (heart?.labels ?? []).map((label) => label.y).toSorted((a, b) => a - b);
  expect(labels).toHaveLength(3);
  for (const [i, y] of labels.entries()) if (i > 0) expect(y - labels[i - 1]).toBeGreaterThanOrEqual(14 - 1e-9);
});

test('a session without heart rate, motion or decisions still has its axis', () => {
  const layout = layoutTimeline(dataOf({ summary: null }), 360);
  expect([layout.hasHeart, layout.heart, layout.bars.length, layout.pills.length]).toEqual([false, null, 0, 0]);
  expect(layout.ticks[0].minute).toBe(0);
  expect(layout.ticks.at(-1)?.minute).toBe(10);
});

test('decisions close together go to separate rows; "go" is not marked; all stay on the drawing', () => {
  const decisions = [
    decisionAt(100),
    decisionAt(104, { id: 'b', kind: 'rest' }),
    decisionAt(598, { id: 'c' }),
    decisionAt(50, { id: 'd', kind: 'go' }),
  ];
  const layout = layoutTimeline(dataOf({ decisions }), 380);
  expect(layout.pills.map((pill) => pill.decision.id)).not.toContain('d');
  expect(layout.pills[0].top).not.toBe(layout.pills[1].top);
  for (const pill of layout.pills) {
    expect(pill.left).toBeGreaterThanOrEqual(0);
    expect(pill.left + layout.pillWidth).toBeLessThanOrEqual(380);
    expect(pill.top + 30).toBeLessThan(layout.lanes.heart.top);
  }
});

test('the tallest bar is the largest range of motion, bars do not overlap', () => {
  const repetitions = [repetitionAt(0, 60, 40), repetitionAt(1, 64, 80), repetitionAt(2, 68, 60)];
  const { bars, lanes } = layoutTimeline(dataOf({ summary: summaryOf(bpm, { repetitions }) }), 900);
  expect(bars.map((bar) => bar.height)).toEqual([
    (lanes.motion.bottom - lanes.motion.top) / 2,
    lanes.motion.bottom - lanes.motion.top,
    expect.any(Number),
  ]);
  for (const [i, bar] of bars.entries()) if (i > 0) expect(bar.x).toBeGreaterThanOrEqual(bars[i - 1].x + bars[i - 1].width);
});

test('TENS is cut to the session, and one without an end reaches to it', () => {
  const use = (n: number, from: number, to: number | null) => ({
    id: idOf(n),
    patientId: idOf(2),
    sessionId: idOf(1),
    startedAt: { utcUs: START_US + from * 1e6, offsetMinutes: 0, zone: 'UTC' },
    localDay: '2027-01-15',
    endedAt: to === null ? null : { utcUs: START_US + to * 1e6, offsetMinutes: 0, zone: 'UTC' },
    plannedMinutes: 30,
    site: 'low back',
    frequencyHz: 80,
    pulseWidthUs: 200,
    intensity: null,
    intensityUnit: null,
    sensation: null,
    painBeforeNrs: null,
    painAt30MinNrs: null,
    painAfterNrs: null,
    fatigueBeforeNrs: null,
    fatigueAfterNrs: null,
    skinCheckOk: null,
    screenAnswered: true,
    contraindicationCount: 0,
    source: 'manual' as const,
    note: '',
  });
  const layout = layoutTimeline(dataOf({ stimulations: [use(30, -100, 60), use(31, 300, null), use(32, 900, 1000)] }), 900);
  expect(layout.tens.map((span) => [span.fromUs - START_US, span.toUs - START_US])).toEqual([
    [0, 60e6],
    [300e6, 600e6],
  ]);
});

test('gaps of heart sensors and of motion sensors are kept apart', () => {
  const gaps = [
    { streamId: idOf(3), fromUs: START_US + 240e6, toUs: START_US + 260e6 },
    { streamId: idOf(4), fromUs: START_US + 10e6, toUs: START_US + 20e6 },
    { streamId: idOf(99), fromUs: START_US, toUs: START_US + 5e6 },
  ];
  const found = gapsOf(sessionOf(), summaryOf(bpm, { gaps }));
  expect(found.heart).toEqual([{ fromUs: START_US + 200e6, toUs: START_US + 260e6 }]);
  expect(found.motion).toEqual([{ fromUs: START_US + 10e6, toUs: START_US + 20e6 }]);
});

test('a single empty step is not a gap; touching intervals are one', () => {
  expect(nullRuns({ fromUs: 0, stepUs: 5, values: [1, null, 2, null, null] })).toEqual([{ fromUs: 15, toUs: 25 }]);
  expect(
    mergeIntervals([
      { fromUs: 5, toUs: 8 },
      { fromUs: 0, toUs: 5 },
    ]),
  ).toEqual([{ fromUs: 0, toUs: 8 }]);
});

test('the table tells the same story in order of time', () => {
  const data = dataOf({ events: [pain(40, 300, 5), pain(41, 20, 4)], decisions: [decisionAt(100)] });
  const rows = timelineRows(data);
  expect(rows.map((row) => row.atUs)).toEqual(rows.map((row) => row.atUs).toSorted((a, b) => a - b));
  expect(rows.map((row) => row.text)).toEqual([
    'Pain 4 of 10',
    'Ease off (L1): Heart rate above the ceiling.',
    'Heart: no signal for 50 s',
    'Pain 5 of 10',
  ]);
});

test('a reading in a gap is nothing, not zero', () => {
  expect(heartRateAt(summaryOf(bpm), START_US + 202e6)).toBeNull();
  expect(heartRateAt(summaryOf(bpm), START_US + 1e6)).toBe(90);
  expect(heartRateAt(summaryOf(bpm), START_US + 9000e6)).toBeNull();
});

test('the first reason shown is the most severe, then the earliest', () => {
  const rest = decisionAt(300, { id: 'late', kind: 'rest' });
  expect(mostSevere([decisionAt(10), rest, decisionAt(200, { id: 'early', kind: 'rest' })])?.id).toBe('early');
  expect(mostSevere([decisionAt(1, { kind: 'go' })])).toBeUndefined();
});

test('time since the start', () => {
  expect([sessionClock(START_US + 754e6, START_US), sessionClock(START_US - 1e6, START_US)]).toEqual(['12:34', '0:00']);
});

test('what comes from a file beside the plan ends; only what was planned was stopped early', () => {
  const end = { id: idOf(9), atUs: START_US + 600e6, type: 'phase', phase: 'stopped' } as const;
  const imported = { format: 'fit', source: 'Watch', contentSha256Hex: 'a'.repeat(64) } as const;
  const { setup } = sessionOf();
  const said = (part: Parameters<typeof sessionOf>[0]) => timelineRows(dataOf({ session: sessionOf(part), events: [end], summary: null }));
  expect(said({ imported })).toEqual([{ atUs: end.atUs, text: 'End of the recording' }]);
  expect(said({ imported, setup: { ...setup, planExerciseId: 'knee' } })[0].text).toBe('Stopped early');
  expect(said({})[0].text).toBe('Stopped early');
});

test('on a phone the last label of the axis, which ends at the edge, keeps clear of the one before', () => {
  for (const minutes of [7, 10, 12, 20, 30, 45, 60, 90]) {
    const session = sessionOf({ endedAt: { utcUs: START_US + minutes * 60e6, offsetMinutes: 60, zone: 'Europe/Berlin' } });
    const { ticks } = layoutTimeline(dataOf({ session, summary: null }), 348);
    for (const [i, tick] of ticks.entries()) if (i > 0) expect(tick.x - ticks[i - 1].x, `${minutes} min`).toBeGreaterThanOrEqual(70);
  }
});
