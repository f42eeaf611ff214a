import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initMedian5s, pushMedian5s, readMedian5s, stepMedian5s } from '#shared/cardio/median5s.ts';
import { initRrArtefacts, rrArtefactPct, stepRrArtefacts } from '#shared/cardio/rrArtefacts.ts';
import { initRrChain, rrTicksToMs, stepRrChain, walkBackRr } from '#shared/cardio/rrChain.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { hasReference, referenceRrMs } from './reference.ts';

describe('the 5 s median', () => {
  it('is the sorted middle of the samples in the last 5 s, whatever the rate', () => {
    const samples = fc.array(fc.tuple(fc.integer({ min: 200_000, max: 3_000_000 }), fc.integer({ min: 30, max: 220 })), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(samples, fc.integer({ min: 0, max: 8_000_000 }), (steps, laterUs) => {
        const state = initMedian5s();
        const all: { atUs: number; bpm: number }[] = [];
        let atUs = 1_772_442_000_000_000;
        const plain = (nowUs: number) => {
          const window = all
            .filter((sample) => sample.atUs > nowUs - 5_000_000)
            .map(({ bpm }) => bpm)
            .sort((a, b) => a - b);
          const half = window.length >> 1;
          if (window.length === 0) return null;
          return window.length % 2 === 1 ? window[half] : (window[half - 1] + window[half]) / 2;
        };
        for (const [stepUs, bpm] of steps) {
          atUs += stepUs;
          all.push({ atUs, bpm });
          expect(stepMedian5s(state, atUs, bpm)).toBe(plain(atUs));
        }
        expect(readMedian5s(state, atUs + laterUs)).toBe(plain(atUs + laterUs));
      }),
    );
  });

  it('knows nothing before the first sample and 5 s after the last', () => {
    const state = initMedian5s();
    expect(readMedian5s(state, 0)).toBeNull();
    pushMedian5s(state, 1_000_000, 90);
    expect(readMedian5s(state, 5_999_999)).toBe(90);
    expect(readMedian5s(state, 6_000_000)).toBeNull();
  });

  it('shrugs off one wild beat', () => {
    const state = initMedian5s();
    const medians = [100, 101, 220, 102, 103].map((bpm, i) => stepMedian5s(state, i * 1_000_000, bpm));
    expect(medians[4]).toBe(102);
  });
});

describe('RR artefacts, live', () => {
  function run(rrMs: readonly number[]) {
    const state = initRrArtefacts();
    const found: number[] = [];
    let atUs = 0;
    let highestPct = 0;
    for (let i = 0; i < rrMs.length; i++) {
      atUs += rrMs[i] * 1000;
      if (stepRrArtefacts(state, atUs, rrMs[i])) found.push(i);
      highestPct = Math.max(highestPct, rrArtefactPct(state, atUs) ?? 0);
    }
    return { state, found, highestPct, atUs };
  }

  it('finds a doubled, a halved and an impossible interval and not their neighbours', () => {
    const rr = Array.from({ length: 60 }, (_, i) => 800 + (i % 5) * 10);
    rr[20] = 1600;
    rr[30] = 400;
    rr[40] = 200;
    expect(run(rr).found).toEqual([20, 30, 40]);
  });

  it('gives the share of the last minute and forgets older ones', () => {
    const rr = Array.from({ length: 60 }, (_, i) => (i % 10 === 9 ? 1500 : 1000));
    const { state, atUs } = run(rr);
    expect(rrArtefactPct(state, atUs)).toBeCloseTo((100 * 6) / 58, 0);
    expect(rrArtefactPct(state, atUs + 61_000_000)).toBeNull();
  });

  it('says nothing about fewer than 20 intervals', () => {
    const { state, atUs } = run(Array.from({ length: 19 }, () => 800));
    expect(rrArtefactPct(state, atUs)).toBeNull();
  });

  it.skipIf(!hasReference)(`leaves a clean resting recording on (skipped: ${NO_SHARED_DATA})`, () => {
    expect(run(referenceRrMs('rest_rri')).highestPct).toBeLessThan(5);
  });

  it('holds no more than a minute, however fast the beats', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 800 }), (rr) => {
        const { state, atUs } = run(rr);
        const pct = rrArtefactPct(state, atUs);
        expect(pct === null || (pct >= 0 && pct <= 100)).toBe(true);
        expect(state.artefactCount).toBeLessThanOrEqual(state.length);
      }),
    );
  });
});

describe('times of beats', () => {
  it('walk back from the arrival of the packet', () => {
    const out = new Float64Array(3);
    walkBackRr(10_000_000, [500, 600, 700], out);
    expect([...out]).toEqual([8_700_000, 9_300_000, 10_000_000]);
  });

  it('follow the intervals, not the jitter of arrivals', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ rr: fc.integer({ min: 400, max: 1500 }), lateUs: fc.integer({ min: 0, max: 300_000 }) }), {
          minLength: 2,
          maxLength: 200,
        }),
        (beats) => {
          const state = initRrChain();
          const out = new Float64Array(1);
          let trueUs = 1_000_000_000;
          const times: number[] = [];
          const anchored: boolean[] = [];
          // The first packet arrives on time, so later ones can only be late against the chain.
          for (const [i, { rr, lateUs }] of beats.entries()) {
            trueUs += rr * 1000;
            anchored.push(!stepRrChain(state, trueUs + (i === 0 ? 0 : lateUs), [rr], out));
            times.push(out[0]);
          }
          expect(anchored.filter(Boolean).length).toBe(1);
          for (let i = 1; i < times.length; i++) expect(times[i] - times[i - 1]).toBe(beats[i].rr * 1000);
        },
      ),
    );
  });

  it('start anew after a gap, so that the gap stays a gap', () => {
    const state = initRrChain();
    const out = new Float64Array(2);
    expect(stepRrChain(state, 10_000_000, [800, 800], out)).toBe(false);
    expect(stepRrChain(state, 11_700_000, [800, 800], out)).toBe(true);
    expect(stepRrChain(state, 30_000_000, [800, 800], out)).toBe(false);
    expect([...out]).toEqual([29_200_000, 30_000_000]);
  });

  it('never run ahead of the arrival', () => {
    const state = initRrChain();
    const out = new Float64Array(1);
    stepRrChain(state, 10_000_000, [1000], out);
    stepRrChain(state, 10_500_000, [1000], out);
    expect(out[0]).toBe(10_500_000);
  });

  it('come from 1/1024 s', () => expect(rrTicksToMs(1024)).toBe(1000));
});
