import { describe, expect, it } from 'vitest';
import { drawCohort as draw } from './calibrate.ts';
import { drawPatients, runPolicy } from './cohort.ts';
import { type AboveFrontier, aboveFrontier, flareShare } from './frontier.ts';
import { readOptions } from './options.ts';
import { boomBust } from './policies/boomBust.ts';
import { POLICIES } from './policies/index.ts';
import { FRONTIER } from './policies/openLoop.ts';
import { oracle } from './policies/oracle.ts';
import { pacingEngine } from './policies/pacingEngine.ts';
import { mean } from './statistics.ts';
import { BASE_WORLD, MALAISE_WORLD, NULL_WORLD, RANGES, randomWorld, type World } from './world.ts';

/** Calibrated on few people, to be quick. */
const drawCohort = (world: World, seed: number, count: number) => draw(world, seed, count, 200);

describe('the simulated cohort', () => {
  it('is the same for a seed and another for another', () => {
    const changeOf = (seed: number) => [...runPolicy(drawCohort(BASE_WORLD, seed, 20), pacingEngine).toleranceChangePct];
    expect(changeOf(3)).toEqual(changeOf(3));
    expect(changeOf(4)).not.toEqual(changeOf(3));
  });

  it('draws a person without regard to how many others there are', () => {
    expect(drawPatients(BASE_WORLD, 5, 3)[2]).toEqual(drawPatients(BASE_WORLD, 5, 30)[2]);
  });

  it('draws worlds and people from the ranges', () => {
    for (let index = 0; index < 60; index++) {
      const world = randomWorld(1, index);
      for (const name of Object.keys(RANGES) as (keyof typeof RANGES)[]) {
        expect(world[name]).toBeGreaterThanOrEqual(RANGES[name][0]);
        expect(world[name]).toBeLessThanOrEqual(RANGES[name][1]);
      }
    }
    const people = drawPatients(BASE_WORLD, 1, 2000);
    expect(mean(people.map(({ adherence }) => adherence))).toBeCloseTo(5 / 8, 1);
    expect(Math.min(...people.map(({ excessLogit }) => excessLogit))).toBeGreaterThanOrEqual(RANGES.excessLogit[0]);
  });

  it('has about 10 % flare days under boom and bust in every world', () => {
    for (const world of [BASE_WORLD, NULL_WORLD, MALAISE_WORLD, randomWorld(9, 0), randomWorld(9, 1)]) {
      const share = flareShare(runPolicy(drawCohort(world, 2, 300), boomBust));
      expect(share, world.name).toBeGreaterThan(0.07);
      expect(share, world.name).toBeLessThan(0.11);
    }
  });

  it('shows no difference in flares where load is harmless, day by day', () => {
    const cohort = drawCohort(NULL_WORLD, 2, 60);
    const flares = POLICIES.map((policy) => [...runPolicy(cohort, policy).flareDays]);
    for (const each of flares) expect(each).toEqual(flares[0]);
    const frontier = FRONTIER.map((policy) => runPolicy(cohort, policy));
    expect(aboveFrontier(runPolicy(cohort, oracle), frontier)).toBeNull();
  });

  it('buys tolerance with flares along the frontier, and knowledge beats it', () => {
    const cohort = drawCohort(BASE_WORLD, 2, 300);
    const frontier = FRONTIER.map((policy) => runPolicy(cohort, policy));
    for (let i = 1; i < frontier.length; i++) {
      expect(flareShare(frontier[i])).toBeGreaterThan(flareShare(frontier[i - 1]));
      expect(mean(frontier[i].toleranceChangePct)).toBeGreaterThan(mean(frontier[i - 1].toleranceChangePct));
    }
    const { points, standardError } = aboveFrontier(runPolicy(cohort, oracle), frontier) as AboveFrontier;
    expect(points).toBeGreaterThan(4 * standardError);
  });

  it('takes tolerance from people whom exertion makes worse', () => {
    const cohort = drawCohort(MALAISE_WORLD, 2, 200);
    const frontier = FRONTIER.map((policy) => runPolicy(cohort, policy));
    const ours = runPolicy(cohort, pacingEngine);
    const changes = [...frontier, ours].map(({ toleranceChangePct }) => mean(toleranceChangePct));
    expect(changes[1]).toBeLessThan(0);
    expect(changes[5], 'the steepest schedule costs most').toBeLessThan(2 * changes[1]);
    expect(flareShare(ours)).toBeLessThan(flareShare(frontier[1]));
    expect(changes[6], 'the engine is no worse than a constant schedule').toBeGreaterThan(changes[1] - 2);
    expect(aboveFrontier(ours, frontier), 'no bargain to compare with').toBeNull();
  });
});

describe('the distance from the frontier', () => {
  const outcome = (flareDays: number, change: number) => ({
    policy: 'x',
    flareDays: Float64Array.of(flareDays, flareDays + 2),
    toleranceChangePct: Float64Array.of(change, change + 1),
  });
  const frontier = [outcome(5, 6), outcome(6, 9), outcome(9, 12)];

  it('is nothing on it, the surplus above it, and says where the line is only continued', () => {
    for (const [flareDays, change, points, extrapolated] of [
      [7.5, 10.5, 0, false],
      [5.5, 8.5, 1, false],
      [4, 3, 0, true],
      [12, 14, -1, true],
    ] as const) {
      const above = aboveFrontier(outcome(flareDays, change), frontier);
      expect(above?.points).toBeCloseTo(points, 12);
      expect(above?.extrapolated).toBe(extrapolated);
    }
  });
});

describe('the options', () => {
  it('are the standard run when there are none', () => {
    expect(readOptions([])).toMatchObject({ seed: 1, worlds: 60, patients: 2000, standard: true });
    expect(readOptions(['--seed', '7', '--background-error', '0.4', '--policy', 'engine'])).toMatchObject({
      seed: 7,
      backgroundErrorSd: 0.4,
      policies: [pacingEngine.id],
      standard: false,
    });
  });

  it('say what is wrong', () => {
    expect(() => readOptions(['--seed', 'x'])).toThrow('--seed takes a whole number');
    expect(() => readOptions(['--policy', 'nonsense'])).toThrow('There is no policy nonsense');
    expect(() => readOptions(['--wrold', '1'])).toThrow('--wrold');
  });
});

describe('our engine', () => {
  it('is not below the frontier by more than its sampling error', () => {
    const seeds = [101, 102, 103];
    const found = seeds.map((seed) => {
      const cohort = drawCohort(BASE_WORLD, seed, 200);
      const frontier = FRONTIER.map((policy) => runPolicy(cohort, policy));
      return aboveFrontier(runPolicy(cohort, pacingEngine), frontier) as AboveFrontier;
    });
    const pooledError = Math.hypot(...found.map(({ standardError }) => standardError)) / seeds.length;
    expect(mean(found.map(({ points }) => points))).toBeGreaterThan(-2 * pooledError);
  });

  it('gives fewer flare days than boom and bust', () => {
    const cohort = drawCohort(BASE_WORLD, 104, 250);
    expect(mean(runPolicy(cohort, pacingEngine).flareDays)).toBeLessThan(mean(runPolicy(cohort, boomBust).flareDays));
  });
});
