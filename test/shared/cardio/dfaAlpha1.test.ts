import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DfaOptions, dfaAlpha1 } from '#shared/cardio/dfaAlpha1.ts';
import { seededRandom } from '#test/devices/seededRandom.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { hasReference, referenceJson, referenceRrMs } from './reference.ts';

const clean: DfaOptions = { artefactPct: 0, overlap: 'none' };

interface Expected {
  readonly dfa_alpha1_nonoverlap_4_16: { rest_rri: number; exercise_rri_first300: number };
  readonly dfa_alpha1_overlap50_4_16: { rest_rri: number };
}

it.skipIf(!hasReference)(`has the exponents of recorded intervals (skipped: ${NO_SHARED_DATA})`, () => {
  const { dfa_alpha1_nonoverlap_4_16: apart, dfa_alpha1_overlap50_4_16: half } = referenceJson<Expected>('hrv/hrv_expected.json');
  const rest = referenceRrMs('rest_rri');
  expect(dfaAlpha1(rest, clean).value).toBeCloseTo(apart.rest_rri, 9);
  expect(dfaAlpha1(referenceRrMs('exercise_rri').slice(0, 300), clean).value).toBeCloseTo(apart.exercise_rri_first300, 9);
  expect(dfaAlpha1(rest, { ...clean, overlap: 'half' }).value).toBeCloseTo(half.rest_rri, 9);
});

/** Intervals without and with memory: white noise, and its sum. */
function noise(summed: boolean, count: number): number[] {
  const random = seededRandom(3);
  let sum = 0;
  return Array.from({ length: count }, () => {
    const value = random() - 0.5;
    sum = summed ? sum + value : value;
    return 800 + 20 * sum;
  });
}

describe('dfa alpha1', () => {
  it('is near 0.5 for white noise and near 1.5 for a random walk', () => {
    // Short windows are biased upwards for white noise (Peng et al. 1995).
    expect(dfaAlpha1(noise(false, 5000), clean).value).toBeCloseTo(0.6, 1);
    expect(dfaAlpha1(noise(true, 5000), clean).value).toBeCloseTo(1.5, 1);
  });

  it('does not depend on the unit or the mean', () => {
    const rr = noise(false, 300);
    const alpha = dfaAlpha1(rr, clean).value as number;
    expect(
      dfaAlpha1(
        rr.map((value) => value * 2 + 77),
        clean,
      ).value,
    ).toBeCloseTo(alpha, 9);
  });

  it('is not given, and says why: too short, artefacts, not looked for, constant, not a number', () => {
    const rr = noise(false, 300);
    expect(dfaAlpha1([], clean)).toEqual({ value: null, reason: '0 intervals; 64 are needed' });
    expect(dfaAlpha1(rr, { ...clean, artefactPct: 5.1 })).toEqual({ value: null, reason: '5.1 % artefacts; at most 5 % are allowed' });
    expect(dfaAlpha1(rr, { ...clean, artefactPct: 5 }).value).not.toBeNull();
    expect(dfaAlpha1(rr, { ...clean, artefactPct: Number.NaN }).value).toBeNull();
    expect(dfaAlpha1(rr, { ...clean, artefactPct: null }).reason).toBe('artefacts were not looked for');
    expect(dfaAlpha1(Array(100).fill(800.1), clean).reason).toBe('the intervals do not vary');
    expect(dfaAlpha1([...rr, Number.NaN], clean).reason).toBe('an interval is no number');
  });

  it('is finite for whatever varies', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 200, max: 3000 }), { minLength: 64, maxLength: 150 }), (rr) => {
        const { value, reason } = dfaAlpha1(rr, clean);
        expect(value === null ? reason !== null : Number.isFinite(value)).toBe(true);
      }),
    );
  });
});
