import fc from 'fast-check';
import type { LivedDay } from './life.ts';

/** Cases per property: 5,000 in the ordinary suite; DEEP_CASES sets another number (npm run test:deep). */
export const CASES = Number(process.env.DEEP_CASES ?? 5000);

/** mulberry32: a day's fields from one seed, so that a case is two numbers and shrinks in its weeks. */
export function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What kind of life it is; drawn per case, so that quiet and wild diaries both come up. */
interface Temper {
  readonly usualPain: number;
  readonly swing: number;
  readonly flares: number;
  readonly missing: number;
  readonly tens: number;
  readonly worse: number;
  readonly done: number;
  readonly booms: number;
  readonly wearable: boolean;
  readonly effort: boolean;
  readonly redFlags: number;
  readonly ptLooksIn: number;
}

function temperOf(next: () => number): Temper {
  const often = (likely: number, value: number) => (next() < likely ? value * next() : 0);
  return {
    usualPain: 2 + Math.floor(3 * next()),
    swing: 4 * next(),
    flares: often(0.5, 0.15),
    missing: often(0.5, 0.4),
    tens: often(0.3, 0.5),
    worse: often(0.3, 0.2),
    done: 0.5 + 0.5 * next() + often(0.5, 0.3),
    booms: often(0.5, 0.2),
    wearable: next() < 0.6,
    effort: next() < 0.5,
    redFlags: often(0.15, 0.05),
    ptLooksIn: next() < 0.7 ? 1 : next(),
  };
}

function dayOf(next: () => number, temper: Temper): LivedDay {
  const maybe = (share: number) => next() < share;
  const answer = <T>(value: T): T | null => (maybe(temper.missing / 3) ? null : value);
  const nrs = temper.usualPain + Math.round((next() + next() - 1) * temper.swing);
  const planned = maybe(temper.done) ? 'completed' : (['endedEarly', 'skipped', 'none'] as const)[Math.floor(3 * next())];
  return {
    checkIn: !maybe(temper.missing),
    painNrs: answer(Math.min(10, Math.max(0, nrs))),
    flare: answer(maybe(temper.flares)),
    tensInLastHour: answer(maybe(temper.tens)),
    confidence: answer(3 + Math.floor(6 * next())),
    worseAfterActivity: answer(maybe(temper.worse)),
    restingHeartRateBpm: temper.wearable ? answer(60 + Math.floor(8 * next()) + (maybe(0.05) ? 10 : 0)) : null,
    planned,
    rpeCr10: temper.effort ? answer(2 + Math.floor(10 * next()) / 2) : null,
    // Rated sessions are as long in both of two diaries: the tolerance they show is part of what is equal (P1).
    minutes: temper.effort ? 10 + Math.floor(15 * next()) : null,
    extraMinutes: maybe(temper.booms) ? 10 + Math.floor(40 * next()) : 0,
    backgroundMinutes: temper.wearable ? answer(30 + Math.floor(30 * next()) + (maybe(temper.booms) ? 40 : 0)) : null,
    redFlag: maybe(temper.redFlags),
    clear: maybe(0.3),
    ptLooksIn: maybe(temper.ptLooksIn),
    mode: null,
    riseAgreed: maybe(0.1),
  };
}

export function livedDays(seed: number, days: number): LivedDay[] {
  const next = random(seed);
  const temper = temperOf(next);
  return Array.from({ length: days }, () => dayOf(next, temper));
}

/** A diary of 1 to 4 weeks after the baseline. */
export const diary = fc
  .record({ seed: fc.integer(), weeks: fc.integer({ min: 1, max: 4 }) })
  .map(({ seed, weeks }) => ({ seed, days: livedDays(seed, 7 * weeks + 9) }));

/**
 * 3 to 10 weeks under limits of a PT that the quota reaches: sore weeks and quiet ones, sessions whose ratings follow a tolerance that drifts,
 * and now and then an agreement to rise. The plain diaries have limits that are far away.
 */
export const limitedLife = fc.record({ seed: fc.integer(), weeks: fc.integer({ min: 3, max: 10 }) }).map(({ seed, weeks }) => {
  const next = random(seed);
  const toTenth = (minutes: number) => Math.round(minutes * 10) / 10;
  const limits = {
    doseMinMinutes: next() < 0.6 ? toTenth(10 + 7 * next()) : 0,
    doseMaxMinutes: next() < 0.5 ? toTenth(17 + 5 * next()) : 120,
  };
  const soreShares = Array.from({ length: weeks + 2 }, () => (next() < 0.4 ? 0.85 : 0.15));
  const [atFirst, perWeek] = [18 + 8 * next(), 4 * (next() - 0.4)];
  const days = livedDays(seed, 7 * weeks + 9).map((day, i): LivedDay => {
    const minutes = 10 + Math.floor(9 * next());
    const toleranceMinutes = Math.max(8, atFirst + (perWeek * i) / 7);
    return {
      ...day,
      checkIn: true,
      painNrs: next() < soreShares[Math.floor(i / 7)] ? 5 : 3,
      flare: next() < 0.02,
      worseAfterActivity: false,
      planned: next() < 0.95 ? 'completed' : 'none',
      minutes,
      rpeCr10: Math.min(10, Math.max(0.5, Math.round((14 * minutes) / toleranceMinutes) / 2)),
      extraMinutes: 0,
      redFlag: false,
      ptLooksIn: next() < 0.9,
      riseAgreed: next() < 0.3,
    };
  });
  return { seed, days, limits };
});

/** How often a property runs. A failure prints its seed; see test/helpers/propertySeed.ts. */
export const runs = (share = 1) => ({
  numRuns: Math.max(1, Math.round(CASES * share)),
});
