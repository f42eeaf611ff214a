import { describe, expect, it } from 'vitest';
import type { RefinedMotion, SessionSummary } from '#shared/schema/summary.ts';
import { repetitionAt, summaryOf } from '#test/web/ui/fixtures.ts';
import { therapist } from '#web/copy/therapist.ts';
import { measuredAgain, sessionNumbers } from '#web/therapist/patient/sessionNumbers.ts';

const words = therapist.session;
const live = [repetitionAt(0, 10, 60), repetitionAt(1, 14, 62), repetitionAt(2, 18, 61)];

function summaryWith(motion: Partial<RefinedMotion> | null): SessionSummary {
  const refined = { repetitions: live, romMedianDeg: 61, peakMaxDeg: 62, sparcMedian: -2, sparcChange: null, angleSeries: null };
  return summaryOf([], {
    repetitions: live,
    romMedianDeg: 61,
    refined: motion === null ? null : { motion: { ...refined, ...motion }, steps: null, heart: null },
  });
}

const shown = (summary: SessionSummary, name: string) => new Map(sessionNumbers(summary)).get(name);

describe('the numbers of a session measured again', () => {
  it('are not shown where they agree, nor where nothing was measured again', () => {
    for (const summary of [summaryWith({}), summaryWith({ romMedianDeg: 65.9 }), summaryWith(null), summaryWith({ repetitions: [] })])
      expect(measuredAgain(summary)).toEqual({ repetitions: null, rom: null });
  });

  it('stand beside the live ones where they differ', () => {
    const summary = summaryWith({ romMedianDeg: 68, repetitions: live.slice(1) });
    expect(shown(summary, words.rom)).toBe('61°');
    expect(shown(summary, words.romAgain)).toBe('68°');
    expect(shown(summary, words.repetitions)).toBe('3');
    expect(shown(summary, words.repetitionsAgain)).toBe('2');
  });

  it('stand alone where live there was no angle', () => {
    const summary = { ...summaryWith({}), repetitions: [], romMedianDeg: null };
    expect(shown(summary, words.rom)).toBeUndefined();
    expect(shown(summary, words.romAgain)).toBe('61°');
    expect(shown(summary, words.repetitionsAgain)).toBe('3');
  });

  it('leave out steps of somebody who did not walk', () => {
    const stepsOf = (steps: { count: number; cadencePerMin: number | null }) =>
      shown(summaryOf([], { refined: { motion: null, steps, heart: null } }), words.steps);
    expect(stepsOf({ count: 0, cadencePerMin: null })).toBeUndefined();
    expect(stepsOf({ count: 1240, cadencePerMin: 103.6 })).toBe('1240 · 104/min');
  });
});
