import { expect, it } from 'vitest';
import type { AngleReason } from '#shared/motion/angleQuality.ts';
import type { SessionPhase } from '#shared/schema/event.ts';
import { liveCopy } from '#web/copy/live.ts';
import { createAngleHint } from '#web/live/angleHint.ts';

/** Seconds at which words are on the screen, looked at ten times a second. */
function shownAt(seconds: number, reasonAt: (atS: number) => AngleReason | null, phase: SessionPhase = 'work'): number[] {
  const hint = createAngleHint();
  return Array.from({ length: 10 * seconds }, (_, i) => i / 10).filter(
    (atS) => hint.of({ atUs: 1.7e15 + atS * 1e6, phase, angleReason: reasonAt(atS) }) !== null,
  );
}

it('says nothing of a doubt that passes within five seconds', () => {
  expect(shownAt(60, (atS) => (atS % 6 < 4.9 ? 'axisNotFound' : null))).toEqual([]);
});

it('says it once, for ten seconds, and not again for two minutes', () => {
  const shown = shownAt(200, (atS) => (atS < 100 || atS > 110 ? 'wrongLimb' : null));
  expect(shown.filter((atS) => atS < 125)).toHaveLength(100);
  expect(shown[0]).toBeCloseTo(5, 5);
  expect(shown[99]).toBeLessThan(15);
  expect(shown[100]).toBeCloseTo(125, 0);
  expect(shown).toHaveLength(200);
});

it('hides at once when the angle is fine again', () => {
  expect(Math.max(...shownAt(30, (atS) => (atS < 8 ? 'clockOffset' : null)))).toBeLessThan(8);
});

it('is silent in a rest, and about what nobody can change', () => {
  expect(shownAt(30, () => 'notEnoughMotion', 'rest')).toEqual([]);
  expect(shownAt(30, () => 'onBoardOrientation')).toEqual([]);
  expect(shownAt(30, () => 'saturated')).toEqual([]);
});

it('fits below the arc', () => {
  const words = Object.values(liveCopy.angleHint).flatMap((text) => text ?? []);
  expect(words.length).toBeGreaterThan(3);
  for (const text of words) expect(text.length).toBeLessThanOrEqual(44);
});
