import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hrvTimeDomain } from '#shared/cardio/hrv.ts';
import { correctRrArtefacts } from '#shared/cardio/rrLipponen.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { hasReference, referenceJson, referenceRrMs } from './reference.ts';

interface TimeDomain {
  readonly n: number;
  readonly mean_rr: number;
  readonly sdnn: number;
  readonly rmssd: number;
  readonly sdsd: number;
  readonly sd1: number;
  readonly sd2: number;
  readonly mean_hr_of_ratios: number;
  readonly nn50: number;
  readonly pnn50_over_n: number;
  readonly pnn50_over_nminus1: number;
  readonly hr_of_mean: number;
}

describe.skipIf(!hasReference)(`recorded RR intervals (skipped: ${NO_SHARED_DATA})`, () => {
  it.each(['rest_rri', 'exercise_rri'] as const)('%s: time domain', (name) => {
    const expected = referenceJson<{ time_domain: Record<string, TimeDomain> }>('hrv/hrv_expected.json').time_domain[name];
    const hrv = hrvTimeDomain(referenceRrMs(name));
    expect(hrv?.beatCount).toBe(expected.n);
    expect(hrv?.meanRrMs).toBeCloseTo(expected.mean_rr, 9);
    expect(hrv?.sdnnMs).toBeCloseTo(expected.sdnn, 9);
    expect(hrv?.rmssdMs).toBeCloseTo(expected.rmssd, 9);
    expect(hrv?.sdsdMs).toBeCloseTo(expected.sdsd, 9);
    expect(hrv?.sd1Ms).toBeCloseTo(expected.sd1, 9);
    expect(hrv?.sd2Ms).toBeCloseTo(expected.sd2, 9);
    expect(hrv?.meanOfHeartRatesBpm).toBeCloseTo(expected.mean_hr_of_ratios, 9);
    expect(hrv?.nn50).toBe(expected.nn50);
    expect(hrv?.pnn50Pct).toBeCloseTo(expected.pnn50_over_nminus1, 9);
    expect(hrv?.pnn50OverBeatsPct).toBeCloseTo(expected.pnn50_over_n, 9);
    expect(hrv?.heartRateOfMeanBpm).toBeCloseTo(expected.hr_of_mean, 9);
  });
});

interface LipponenCase {
  readonly name: string;
  readonly peaks: number[];
  readonly artifacts: { ectopic: number[]; missed: number[]; extra: number[]; longshort: number[] };
  readonly peaks_corrected: number[];
}

describe.skipIf(!hasReference)(`Lipponen & Tarvainen, synthetic beats (skipped: ${NO_SHARED_DATA})`, () => {
  const cases = hasReference ? referenceJson<{ cases: LipponenCase[] }>('hrv/lipponen_synthetic.json').cases : [];

  it('has its cases', () => expect(cases.length).toBe(5));

  it.each(cases)('$name: classes and corrected beats exactly', ({ peaks, artifacts, peaks_corrected }) => {
    const { artefacts, beatsMs } = correctRrArtefacts(peaks);
    const { ectopic, missed, extra, longshort: longShort } = artifacts;
    expect(artefacts).toEqual({ ectopic, missed, extra, longShort });
    expect(beatsMs).toEqual(peaks_corrected);
  });
});

describe('heart-rate variability', () => {
  it('is not given for fewer than three intervals', () => {
    expect(hrvTimeDomain([])).toBeNull();
    expect(hrvTimeDomain([800, 810])).toBeNull();
  });

  it('is not given when an interval is no time', () => {
    for (const wrong of [Number.NaN, 0, -800, Number.POSITIVE_INFINITY]) expect(hrvTimeDomain([800, wrong, 810, 805])).toBeNull();
  });

  it('is zero for intervals that never change', () => {
    expect(hrvTimeDomain([800, 800, 800, 800])).toMatchObject({ sdnnMs: 0, rmssdMs: 0, sdsdMs: 0, sd1Ms: 0, sd2Ms: 0, pnn50Pct: 0 });
  });

  it('is finite and the correction ends, whatever the intervals are', () => {
    const rr = fc.oneof(fc.integer({ min: 200, max: 2500 }), fc.constantFrom(300, 800, 1600));
    fc.assert(
      fc.property(fc.array(rr, { maxLength: 150 }), (intervals) => {
        let atMs = 0;
        const beats = [0, ...intervals.map((ms) => (atMs = atMs + ms))];
        const { beatsMs } = correctRrArtefacts(beats);
        for (let i = 1; i < beatsMs.length; i++) expect(beatsMs[i]).toBeGreaterThanOrEqual(beatsMs[i - 1]);
        const hrv = hrvTimeDomain(beatsMs.slice(1).map((beat, i) => beat - beatsMs[i]));
        for (const value of Object.values(hrv ?? {})) expect(Number.isFinite(value)).toBe(true);
      }),
    );
  });

  it('counts differences above 50 ms, not at 50 ms', () => {
    expect(hrvTimeDomain([800, 850, 901])?.nn50).toBe(1);
  });

  it('leaves short and even recordings alone', () => {
    expect(correctRrArtefacts([0, 800, 1600])).toEqual({
      artefacts: { ectopic: [], missed: [], extra: [], longShort: [] },
      beatsMs: [0, 800, 1600],
    });
    const even = Array.from({ length: 100 }, (_, i) => i * 800);
    expect(correctRrArtefacts(even).beatsMs).toEqual(even);
  });
});
