import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEAST_PAIRS, MOST_PAIRS, trialOrder } from '#shared/stimulation/trial/design.ts';
import { signFlipInterval, signFlipP } from '#shared/stimulation/trial/randomisation.ts';
import { type TrialObservation, trialResult } from '#shared/stimulation/trial/result.ts';
import { trialPatientText, trialPtText } from '#shared/stimulation/trial/words.ts';
import { readingAge } from '#test/helpers/readability.ts';

/** Pairs of days with these differences (on - off) in pain while moving, from 5 without TENS. */
function days(differences: readonly number[], change: Partial<TrialObservation> = {}): TrialObservation[] {
  return differences.flatMap((difference, pair) =>
    (['off', 'on'] as const).map((condition) => ({
      pair,
      condition,
      tensOn: condition === 'on',
      work: 10,
      movementPainNrs: condition === 'on' ? 5 + difference : 5,
      rpeCr10: null,
      romDeg: null,
      ...change,
    })),
  );
}
const differences = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: LEAST_PAIRS, maxLength: 10 });

describe('order of a TENS trial', () => {
  it('gives every pair one day with and one without, in the order the random bits say', () => {
    fc.assert(
      fc.property(fc.integer({ min: LEAST_PAIRS, max: MOST_PAIRS }), fc.uint8Array({ minLength: MOST_PAIRS }), (pairs, random) => {
        const order = trialOrder(pairs, random);
        expect(order).toHaveLength(2 * pairs);
        for (let pair = 0; pair < pairs; pair++) {
          const [first, second] = order.slice(2 * pair, 2 * pair + 2);
          expect([first.pair, second.pair]).toEqual([pair, pair]);
          expect(first.condition).toBe(random[pair] & 1 ? 'on' : 'off');
          expect(second.condition).not.toBe(first.condition);
        }
      }),
    );
  });

  it.each([[5], [15], [6.5], [Number.NaN]])('refuses %s pairs by name', (pairs) => {
    expect(() => trialOrder(pairs, new Uint8Array(20))).toThrow(/^pairs: /);
  });
});

describe('randomisation test', () => {
  it('is exact: eight equal differences are one of two extreme orders of 256', () => {
    expect(signFlipP(Array(8).fill(-1))).toBe(2 / 256);
  });

  it('agrees with counting by hand', () => {
    expect(signFlipP([3, 2, 1])).toBe(2 / 8);
    expect(signFlipP([3, 2, -1])).toBe(4 / 8);
  });

  it('finds a difference that is not there in at most one of twenty trials', () => {
    let clear = 0;
    const trials = 400;
    const noise = fc.sample(fc.array(fc.integer({ min: -400, max: 400 }), { minLength: 8, maxLength: 8 }), { numRuns: trials, seed: 11 });
    for (const one of noise) if (signFlipP(one.map((value) => value / 100)) <= 0.05) clear++;
    // 5 % of 400 and four standard errors.
    expect(clear).toBeLessThanOrEqual(20 + 4 * 4.4);
  });

  it('has an interval that holds the mean, moves with it, and leaves out zero just when the test rejects zero', () => {
    fc.assert(
      fc.property(differences, fc.integer({ min: -3, max: 3 }), (values, shift) => {
        const interval = signFlipInterval(values);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(interval).not.toBeNull();
        if (interval === null) return;
        expect(interval.from).toBeLessThanOrEqual(mean);
        expect(interval.to).toBeGreaterThanOrEqual(mean);
        const moved = signFlipInterval(values.map((value) => value + shift));
        expect(moved?.from).toBeCloseTo(interval.from + shift, 2);
        expect(moved?.to).toBeCloseTo(interval.to + shift, 2);
        const spread = Math.max(...values) - Math.min(...values);
        if (interval.from > 0.01 * spread || interval.to < -0.01 * spread) expect(signFlipP(values)).toBeLessThanOrEqual(0.05);
      }),
      { numRuns: 60 },
    );
  });
});

describe('result of a TENS trial', () => {
  it('gives effect, interval and a sentence when eight pairs were better with TENS', () => {
    const result = trialResult(days([-2, -1, -2, -1, -2, -1, -2, -2]), 'movementPainNrs');
    expect(result).toMatchObject({ pairs: 8, effect: -1.625, p: 2 / 256, problems: [] });
    expect(trialPatientText(result)).toBe('Pain while moving was lower on the days with TENS. It seems to help you move.');
    expect(trialPtText(result)).toMatch(
      /^Pain while moving, with TENS less without: -1\.6 points \(95 % interval -2\.\d to -1\.\d\), 8 pairs/,
    );
  });

  it('says so when pain was higher with TENS, and when nothing is clear', () => {
    expect(trialPatientText(trialResult(days([2, 1, 2, 1, 2, 1]), 'movementPainNrs'))).toContain('does not seem to help');
    expect(trialPatientText(trialResult(days([2, -1, 1, -2, 1, -1]), 'movementPainNrs'))).toContain('do not show a clear difference');
  });

  it('says nothing before six complete pairs, and counts them', () => {
    const five = trialResult(
      [
        ...days([-3, -3, -3, -3, -3]),
        ...days([-3])
          .slice(0, 1)
          .map((day) => ({ ...day, pair: 5 })),
      ],
      'movementPainNrs',
    );
    expect(five).toMatchObject({ pairs: 5, effect: null, p: null, interval: null, problems: ['tooFewPairs'] });
    expect(trialPatientText(five)).toBe('It is too early to say. We need 6 pairs of days and have 5.');
  });

  it('leaves out pairs of unequal or unknown work', () => {
    const uneven = days([-2, -2, -2, -2, -2, -2, -2]).map((day) => (day.pair < 2 && day.condition === 'on' ? { ...day, work: 12 } : day));
    expect(trialResult(uneven, 'movementPainNrs')).toMatchObject({ pairs: 5, unequalPairs: 2, effect: null, problems: ['unequalWork'] });
    expect(trialResult(days([-2, -2, -2, -2, -2, -2], { work: null }), 'movementPainNrs')).toMatchObject({ pairs: 0, unequalPairs: 6 });
  });

  it('counts days as drawn and marks a trial in which TENS was on at other times', () => {
    const result = trialResult(days([-2, -2, -2, -2, -2, -2], { tensOn: true }), 'movementPainNrs');
    expect(result).toMatchObject({ pairs: 6, problems: ['notAsDrawn'] });
    expect(trialPatientText(result)).toContain('other days than planned');
    expect(trialPtText(result)).toContain('not as drawn');
  });

  it('takes the later answer of a day, in any order of the others, and never a number that is none', () => {
    fc.assert(
      fc.property(differences, fc.infiniteStream(fc.nat()), (values, numbers) => {
        const all = days(values);
        const shuffled = all.map((day) => ({ day, key: numbers.next().value as number })).sort((a, b) => a.key - b.key);
        expect(
          trialResult(
            shuffled.map(({ day }) => day),
            'movementPainNrs',
          ),
        ).toEqual(trialResult(all, 'movementPainNrs'));
        const corrected = [...all, { ...all[0], movementPainNrs: 9 }];
        expect(trialResult(corrected, 'movementPainNrs').effect).not.toBe(trialResult(all, 'movementPainNrs').effect);
        const broken = [...all, { ...all[0], movementPainNrs: Number.NaN }];
        expect(trialResult(broken, 'movementPainNrs').pairs).toBe(values.length - 1);
      }),
      { numRuns: 50 },
    );
  });

  it('speaks plainly to patients', () => {
    const texts = [
      trialResult(days([-2, -1, -2, -1, -2, -1]), 'movementPainNrs'),
      trialResult(days([2, 1, 2, 1, 2, 1]), 'movementPainNrs'),
      trialResult(days([1, -1, 1, -1, 1, -1]), 'movementPainNrs'),
      trialResult(days([1]), 'movementPainNrs'),
    ].map(trialPatientText);
    for (const text of texts) {
      expect(text.length).toBeLessThanOrEqual(200);
      expect(readingAge(text), text).toBeLessThanOrEqual(12);
    }
  });
});
