import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { efficiencyDriftPct, heartRateDriftEarlyLatePct, heartRateDriftHalvesPct } from '#shared/cardio/drift.ts';
import { DriftAtEqualWork } from '#shared/cardio/driftAtEqualWork.ts';
import { timeMean } from '#shared/cardio/timeMean.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { hasReference, oncePerSecondBpm, referenceJson, referenceRrMs } from './reference.ts';

interface Expected {
  readonly header: { phases_s: [number, number] };
  readonly drift: { early: number; late: number; pct: number; halves_pct: number };
}

/** Heart rate once a second, rising by `risePct` per hour after minute 10. */
function exercise(minutes: number, risePct: number) {
  const timesS = Float64Array.from({ length: minutes * 60 + 1 }, (_, i) => i);
  return {
    timesS,
    heartRateBpm: timesS.map((time) => 100 * (1 + (risePct / 100) * (Math.max(0, time - 600) / 3600))),
    startS: 0,
    endS: minutes * 60,
  };
}

it.skipIf(!hasReference)(`drift of a recorded exercise test (skipped: ${NO_SHARED_DATA})`, () => {
  const { header, drift } = referenceJson<Expected>('hr/exercise_hr_expected.json');
  const heartRateBpm = oncePerSecondBpm(referenceRrMs('exercise_rri'));
  const [startS, endS] = header.phases_s;
  const recorded = { timesS: heartRateBpm.map((_, i) => i + 1), heartRateBpm, startS, endS };
  expect(timeMean(recorded.timesS, heartRateBpm, startS + 300, startS + 600)).toBeCloseTo(drift.early, 9);
  expect(timeMean(recorded.timesS, heartRateBpm, endS - 300, endS)).toBeCloseTo(drift.late, 9);
  expect(heartRateDriftEarlyLatePct(recorded).value).toBeCloseTo(drift.pct, 9);
  expect(heartRateDriftHalvesPct(recorded).value).toBeCloseTo(drift.halves_pct, 9);
});

describe('efficiency drift', () => {
  it('is 1 - HR1 / HR2 of the halves from minute 10 at equal work', () => {
    const steady = exercise(50, 12);
    const work = steady.timesS.map(() => 40);
    // Halves of minutes 10-50: 100.5 * and 103 * on average; mean rise 2 % and 6 %.
    expect(efficiencyDriftPct(steady, work).value).toBeCloseTo(100 * (1 - 102 / 106), 2);
  });

  it('is none when work falls as the pulse stays', () => {
    const flat = exercise(50, 0);
    const work = flat.timesS.map((time) => (time > 1800 ? 36 : 40));
    expect(efficiencyDriftPct(flat, work).value).toBeCloseTo(10, 1);
  });

  it('says why there is none', () => {
    expect(efficiencyDriftPct(exercise(12, 0), []).reason).toContain('shorter than 14 min');
    expect(efficiencyDriftPct(exercise(40, 0), []).reason).toContain('too little');
    expect(heartRateDriftEarlyLatePct(exercise(14, 0)).reason).toContain('shorter than 15 min');
    expect(heartRateDriftHalvesPct({ timesS: [], heartRateBpm: [], startS: 0, endS: 3000 }).reason).toContain('too little');
  });
});

describe('mean over time', () => {
  it('does not hold a value over a gap, and is null when most of the time is a gap', () => {
    expect(timeMean([0, 1, 2, 30, 31], [100, 100, 100, 160, 160], 0, 4)).toBe(100);
    expect(timeMean([0, 1, 2, 30, 31], [100, 100, 100, 160, 160], 0, 31)).toBeNull();
  });

  it('does not depend on how often a steady value is sampled', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 5, noNaN: true }), { minLength: 2, maxLength: 50 }),
        fc.integer({ min: 40, max: 200 }),
        (steps, bpm) => {
          let time = 0;
          const timesS = [0, ...steps.map((step) => (time = time + step))];
          expect(
            timeMean(
              timesS,
              timesS.map(() => bpm),
              0,
              time,
            ),
          ).toBeCloseTo(bpm, 9);
        },
      ),
    );
  });
});

describe('live drift at equal work', () => {
  const run = (minutes: number, risePct: number, workAt: (second: number) => number, skip = (_: number) => false) => {
    const { timesS, heartRateBpm } = exercise(minutes, risePct);
    const drift = new DriftAtEqualWork();
    for (let i = 0; i < timesS.length; i++) if (!skip(i)) drift.push(i * 1_000_000, heartRateBpm[i], workAt(i));
    return drift.read();
  };

  it('waits for minute 12, then tells the rise since minutes 10 to 12', () => {
    expect(run(11, 12, () => 50).reason).toBe('warming up');
    const { value } = run(60, 12, () => 50);
    // Reference: minute 11 on average; now: minute 59.5.
    expect(value?.heartRateDriftPct).toBeCloseTo(100 * (1.099 / 1.002 - 1), 1);
    expect(value?.workRatio).toBeCloseTo(1, 9);
  });

  it('is silent when the work is another one by more than 10 %', () => {
    expect(run(30, 12, (second) => (second > 1500 ? 56 : 50)).reason).toBe('the work is another one');
    expect(run(30, 12, (second) => (second > 1500 ? 54 : 50)).value?.workRatio).toBeCloseTo(1.08, 6);
    expect(run(30, 0, () => 0).reason).toBe('no work in the reference minutes');
  });

  it('needs a whole minute after a gap and half of its reference', () => {
    expect(
      run(
        20,
        12,
        () => 50,
        (second) => second > 1150 && second < 1160,
      ).reason,
    ).toContain('after a gap');
    expect(
      run(
        22,
        12,
        () => 50,
        (second) => second > 1150 && second < 1160,
      ).value,
    ).not.toBeNull();
    expect(
      run(
        20,
        12,
        () => 50,
        (second) => second > 601 && second < 700,
      ).reason,
    ).toContain('reference minutes');
  });

  it('never throws or gives NaN, whatever comes in', () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, 0, -1, Number.POSITIVE_INFINITY, 120));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number, number), { maxLength: 300 }), (samples) => {
        const drift = new DriftAtEqualWork({ warmUpS: 0, referenceS: 1, windowS: 1, workTolerance: 10 });
        for (const sample of samples) drift.push(...sample);
        const { value } = drift.read();
        for (const result of Object.values(value ?? {})) expect(result).not.toBeNaN();
      }),
    );
  });
});
