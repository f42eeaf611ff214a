import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DriftAtEqualWork } from '#shared/cardio/driftAtEqualWork.ts';
import { heartRateRecovery } from '#shared/cardio/heartRateRecovery.ts';
import { initMedian5s, pushMedian5s, readMedian5s } from '#shared/cardio/median5s.ts';
import { initRrArtefacts, rrArtefactPct, stepRrArtefacts } from '#shared/cardio/rrArtefacts.ts';
import { timeMean } from '#shared/cardio/timeMean.ts';
import { initLoad, stepLoad } from '#shared/cardio/trimp.ts';

const wild = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, 0, -1, Number.POSITIVE_INFINITY, 1e15, 1e300));
/** Ten minutes once a second with one sample whose time is wild. */
const broken = fc.record({ at: fc.integer({ min: 0, max: 590 }), time: wild });
const seconds = Array.from({ length: 600 }, (_, i) => i);

describe('one wild time stamp costs a few seconds, never the rest', () => {
  it('in a load', () => {
    fc.assert(
      fc.property(broken, ({ at, time }) => {
        const state = initLoad();
        for (const second of seconds) stepLoad(state, (second === at ? time : second) * 1e6, 60);
        expect(state.minutes * 60).toBeGreaterThan(580);
        expect(state.minutes * 60).toBeLessThan(605);
        expect(state.total).toBeCloseTo(state.minutes * 60, 6);
      }),
    );
  });

  it('in a mean over time', () => {
    fc.assert(
      fc.property(broken, ({ at, time }) => {
        const timesS = seconds.map((second) => (second === at ? time : second));
        expect(
          timeMean(
            timesS,
            seconds.map(() => 100),
            0,
            599,
          ),
        ).toBeCloseTo(100, 9);
      }),
    );
  });

  it('in the median that the rules read', () => {
    fc.assert(
      fc.property(broken, ({ at, time }) => {
        const state = initMedian5s();
        for (const second of seconds) pushMedian5s(state, (second === at ? time : second) * 1e6, 100);
        expect(readMedian5s(state, 599e6)).toBe(100);
      }),
    );
  });

  it('in live drift, once its minute is full again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), wild, (at, time) => {
        const drift = new DriftAtEqualWork({ warmUpS: 60, referenceS: 60, windowS: 60, workTolerance: 0.1 });
        for (const second of seconds) drift.push((second === at ? time : second) * 1e6, 100, 50);
        expect(drift.read().value?.heartRateDriftPct).toBeCloseTo(0, 9);
      }),
    );
  });
});

it('values that are no number change nothing', () => {
  const load = initLoad();
  const median = initMedian5s();
  const artefacts = initRrArtefacts();
  for (const second of seconds) {
    stepLoad(load, second * 1e6, 60);
    stepLoad(load, (second + 0.5) * 1e6, Number.NaN);
    pushMedian5s(median, second * 1e6, 100);
    pushMedian5s(median, (second + 0.5) * 1e6, Number.NaN);
    stepRrArtefacts(artefacts, second * 1e6, 1000);
  }
  expect(load.total).toBeCloseTo(599, 6);
  expect(readMedian5s(median, 599e6)).toBe(100);
  expect(stepRrArtefacts(artefacts, 600e6, Number.NaN)).toBe(true);
  expect(stepRrArtefacts(artefacts, 601e6, 1000)).toBe(false);
  expect(rrArtefactPct(artefacts, 601e6)).toBeLessThan(2);
  expect(heartRateRecovery([1, 2, 3, 61], [100, Number.NaN, 102, 80], 3)).toEqual({ endBpm: 101, fall60sBpm: 21, fall120sBpm: null });
});
