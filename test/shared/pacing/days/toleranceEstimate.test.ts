import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EffortObservation,
  observeEffort,
  startTolerance,
  type ToleranceState,
  toleranceEstimate,
} from '#shared/pacing/days/toleranceEstimate.ts';
import { seededRandom } from '#test/devices/seededRandom.ts';

const observation = fc.record({
  gap: fc.integer({ min: 0, max: 20 }),
  load: fc.double({ min: 0.1, max: 300, noNaN: true }),
  effort: fc.double({ min: 0.05, max: 1.5, noNaN: true }),
});
const diary = fc.array(observation, { maxLength: 80 }).map((entries) => {
  let day = 0;
  return entries.map(({ gap, load, effort }): EffortObservation => {
    day += gap;
    return { day, load, effort };
  });
});

const fold = (observations: readonly EffortObservation[], start: ToleranceState = startTolerance(0, 30, 1)) =>
  observations.reduce((state, each) => observeEffort(state, each), start);

/** 12 weeks of a person whose tolerance (30 at first) has this daily trend; `rated` turns load / tolerance into a rating. */
function person(seed: number, trendPerDay: number, rated: (ratio: number, noise: number) => number, every = 1): EffortObservation[] {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const observations: EffortObservation[] = [];
  for (let day = 0; day < 84; day += every) {
    const load = 24 * (1 + 0.05 * Math.floor(day / 7)) * Math.exp(-0.2 * random());
    observations.push({ day, load, effort: rated(load / (30 * Math.exp(trendPerDay * day)), normal()) });
  }
  return observations;
}

const SEEDS = Array.from({ length: 40 }, (_, i) => i + 1);
const honest = (ratio: number, noise: number) => ratio * Math.exp(0.2 * noise);
const relativeOf = (observations: readonly EffortObservation[]) => toleranceEstimate(fold(observations), 84).relative;
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the tolerance estimate', () => {
  it('stays finite with a proper covariance, whatever is reported', () => {
    fc.assert(
      fc.property(diary, (observations) => {
        const state = fold(observations);
        const { relative, logSd, credibility } = toleranceEstimate(state, 2000);
        expect(relative).toBeGreaterThan(0);
        expect(Number.isFinite(relative) && Number.isFinite(logSd)).toBe(true);
        expect(credibility).toBeGreaterThanOrEqual(0);
        expect(credibility).toBeLessThanOrEqual(1);
        for (let i = 0; i < 3; i++) {
          expect(state.covariance[i][i]).toBeGreaterThanOrEqual(-1e-12);
          for (let j = 0; j < 3; j++) expect(Math.abs(state.covariance[i][j] - state.covariance[j][i])).toBeLessThan(1e-9);
        }
      }),
    );
  });

  it('goes on from its stored state, bit for bit', () => {
    fc.assert(
      fc.property(diary, fc.nat(80), (observations, at) => {
        const stored = JSON.parse(JSON.stringify(fold(observations.slice(0, at))));
        expect(fold(observations.slice(at), stored)).toEqual(fold(observations));
      }),
    );
  });

  it('does not depend on the unit of the load', () => {
    fc.assert(
      fc.property(diary, fc.double({ min: 0.01, max: 100, noNaN: true }), (observations, unit) => {
        const scaled = observations.map((each) => ({ ...each, load: each.load * unit }));
        const relative = toleranceEstimate(fold(scaled, startTolerance(0, 30 * unit, 1)), 2000).relative;
        expect(Math.abs(Math.log(relative / toleranceEstimate(fold(observations), 2000).relative))).toBeLessThan(1e-6);
      }),
    );
  });

  it('is 1 without sessions and learns nothing from one without load or rating', () => {
    const start = startTolerance(3, 30, 1);
    expect(toleranceEstimate(start, 300)).toMatchObject({ relative: 1, sessions: 0 });
    expect(observeEffort(start, { day: 4, load: 0, effort: 1 })).toBe(start);
    expect(observeEffort(start, { day: 4, load: 10, effort: 0 })).toBe(start);
    expect(observeEffort(start, { day: 4, load: Number.NaN, effort: 1 })).toBe(start);
  });

  it('grows less certain with every day that is not fed in', () => {
    const state = fold(person(1, 0, honest));
    expect(toleranceEstimate(state, 120).logSd).toBeGreaterThan(toleranceEstimate(state, 90).logSd);
  });

  it('follows a tolerance that falls or grows, whatever the person calls hard', () => {
    for (const bias of [0.86, 1, 1.16]) {
      const rated = (ratio: number, noise: number) => bias * honest(ratio, noise);
      const fallen = meanOf(SEEDS.map((seed) => relativeOf(person(seed, -0.005, rated))));
      const grown = meanOf(SEEDS.map((seed) => relativeOf(person(seed, 0.003, rated))));
      expect(fallen, 'fell to 0.66').toBeGreaterThan(0.6);
      expect(fallen, 'fell to 0.66').toBeLessThan(0.8);
      expect(grown, 'grew to 1.29').toBeGreaterThan(1.12);
      expect(grown, 'grew to 1.29').toBeLessThan(1.35);
    }
  });

  it('needs few sessions: three a week still show a fall', () => {
    expect(meanOf(SEEDS.map((seed) => relativeOf(person(seed, -0.005, honest, 3))))).toBeLessThan(0.85);
  });

  it('falls back to 1 when ratings say nothing: always the same, or scattered without sense', () => {
    const same = SEEDS.map((seed) => Math.abs(Math.log(relativeOf(person(seed, 0, () => 0.5)))));
    const scattered = SEEDS.map((seed) => Math.abs(Math.log(relativeOf(person(seed, 0, (_, noise) => 0.7 * Math.exp(0.3 * noise))))));
    expect(meanOf(same)).toBeLessThan(0.02);
    expect(meanOf(scattered)).toBeLessThan(0.08);
  });
});
