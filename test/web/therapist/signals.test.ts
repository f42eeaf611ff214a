import { expect, test } from 'vitest';
import type { SessionDetail } from '#shared/schema/api.ts';
import { decisionAt, repetitionAt, START_US, sessionOf, summaryOf } from '#test/web/ui/fixtures.ts';
import { roomFor, sessionSignals } from '#web/therapist/patient/signalsModel.ts';

const bpm = Array.from({ length: 120 }, (_, i): number | null => (i >= 40 && i < 50 ? null : 90 + (i % 20)));
const deg = Array.from({ length: 3000 }, (_, i): number | null => (i < 100 ? null : 45 + 40 * Math.sin(i / 8)));

function detailOf(part: Partial<SessionDetail> = {}): SessionDetail {
  return {
    session: sessionOf(),
    state: 'complete',
    summary: summaryOf(bpm, {
      angleSeries: { fromUs: START_US, stepUs: 200_000, deg },
      repetitions: [repetitionAt(0, 60, 80), repetitionAt(1, 70, 88)],
    }),
    decisions: [decisionAt(300), decisionAt(90, { id: 'go', kind: 'go' }), decisionAt(200, { id: 'r', kind: 'rest', ruleIds: ['L2'] })],
    events: [],
    stimulations: [],
    corrections: [],
    agrees: true,
    ...part,
  } as SessionDetail;
}

test('heart rate every 5 s and angle every 200 ms over one axis, a missing value is a gap and no zero', () => {
  const [heart, angle] = sessionSignals(detailOf());
  expect([heart.id, angle.id]).toEqual(['heart', 'angle']);
  expect(heart.spec.x).toEqual(angle.spec.x);
  expect([heart.data.x[1] - heart.data.x[0], angle.data.x[6] - angle.data.x[5]]).toEqual([5, expect.closeTo(0.2, 9)]);
  expect([...heart.data.y.slice(39, 42)]).toEqual([109, Number.NaN, Number.NaN]);
  expect(heart.spec.gaps).toEqual([{ from: 200, to: 250 }]);
  expect(angle.spec.gaps).toEqual([{ from: 0, to: 20 }]);
});

test('band, ceiling and target, repetitions at their peaks, decisions in order without "go"', () => {
  const [heart, angle] = sessionSignals(detailOf());
  expect([heart.spec.band, heart.spec.limit?.y, angle.spec.band]).toEqual([{ from: 92, to: 112 }, 118, { from: 80, to: 100 }]);
  expect(heart.spec.marks).toEqual([
    { x: 200, ink: 'rest', text: 'L2' },
    { x: 300, ink: 'ease', text: 'L1' },
  ]);
  expect(angle.spec.dots).toEqual([
    { x: 61, y: deg[305] },
    { x: 71, y: deg[355] },
  ]);
  for (const { spec } of [heart, angle]) {
    for (const level of [spec.band?.from ?? 0, spec.band?.to ?? 0, spec.limit?.y ?? spec.y.from]) {
      expect(level).toBeGreaterThanOrEqual(spec.y.from);
      expect(level).toBeLessThan(spec.y.to);
    }
  }
});

test('each has words for those who do not see it: extent, extremes, what was agreed, gaps, and every value', () => {
  const [heart, angle] = sessionSignals(detailOf());
  expect(heart.spec.label).toMatch(/from 90 to 109, agreed 92 to 112, ceiling 118, 1 gap/);
  expect(heart.spec.describe?.(125, 104.4)).toBe('2:05 · 104 beats/min');
  expect(angle.spec.describe?.(5, Number.NaN)).toBe('0:05 · no signal');
});

test('a signal that was not recorded is left out', () => {
  expect(sessionSignals(detailOf({ summary: null }))).toEqual([]);
  expect(sessionSignals(detailOf({ summary: summaryOf(bpm) })).map(({ id }) => id)).toEqual(['heart']);
  const none = summaryOf([], { heartRateSeries: null, angleSeries: { fromUs: START_US, stepUs: 200_000, deg: [null, null] } });
  expect(sessionSignals(detailOf({ summary: none }))).toEqual([]);
});

test('a flat line is not blown up to a mountain', () => {
  expect(roomFor([80, 82, null, undefined], 40)).toEqual({ from: 60, to: 110 });
  expect(roomFor([0, 90], 60).from).toBe(0);
});
