import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPacingConfig } from '#shared/pacing/config.ts';
import type { DayView } from '#shared/pacing/days/types.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { FIRST_DAY, profileOf } from './diary.ts';
import { BASELINE_DAYS, type LivedDay, live, MEAN_TRIAL_MINUTES } from './life.ts';
import { diary, limitedLife, random, runs } from './lives.ts';

const profile = profileOf();
const mornings = (days: readonly LivedDay[], person: Profile = profile) => live(days, defaultPacingConfig, person).mornings;

/** Rounding of the last digits is no bigger dose. */
const SLACK = 1e-9;

/** First day on which `low` says more than `high`, in words; null when there is none. */
function firstAbove(
  low: readonly DayView[],
  high: readonly DayView[],
  what: 'doseMinutes' | 'quotaMinutes' = 'doseMinutes',
): string | null {
  const i = low.findIndex((view, k) => (view[what] ?? 0) > (high[k][what] ?? 0) + SLACK);
  return i < 0 ? null : `day ${low[i].day - FIRST_DAY}: ${what} ${low[i][what]} above ${high[i][what]}`;
}

/** Changes some days of a diary, chosen by a seed: the same days for the same seed, whatever the change draws. */
function changed(
  days: readonly LivedDay[],
  seed: number,
  share: number,
  change: (day: LivedDay, next: () => number) => LivedDay,
): LivedDay[] {
  return days.map((day, i) => {
    const next = random(seed + 7919 * i);
    return i > BASELINE_DAYS && next() < share ? change(day, next) : day;
  });
}

const AS_USUAL = {
  checkIn: true,
  painNrs: profile.painReferenceNrs,
  flare: false,
  tensInLastHour: false,
  worseAfterActivity: false,
} as const;

/** More pain and, on some days, a flare. */
const sorer = (days: readonly LivedDay[], seed: number, share: number) =>
  changed(days, seed, share, (day, next) => ({
    ...day,
    painNrs: day.painNrs === null ? null : Math.min(10, day.painNrs + Math.floor(5 * next())),
    flare: day.flare === false && next() < 0.1 ? true : day.flare,
  }));

/** Booms on days from the first plan on: before it there is neither a quota nor what is usual (A5), and what was done then is what is usual. */
function busier(days: readonly LivedDay[], calm: readonly DayView[], seed: number, share: number): LivedDay[] {
  const planned = calm.findIndex(({ quotaMinutes }) => quotaMinutes !== null);
  const fromDay = planned < 0 ? days.length : BASELINE_DAYS + 1 + planned;
  return changed(days, seed, share / 4, (day, next) => ({
    ...day,
    extraMinutes: day.extraMinutes + 20 + 60 * next(),
    backgroundMinutes: day.backgroundMinutes === null ? null : day.backgroundMinutes + 60 * next(),
  })).map((day, i) => (i < fromDay ? days[i] : day));
}

/** The PEM-safe mode from some day after the baseline on. */
function inPemSafe(days: readonly LivedDay[], seed: number): { from: number; safe: LivedDay[] } {
  const from = BASELINE_DAYS + 1 + Math.floor(random(seed)() * (days.length - BASELINE_DAYS - 2));
  return { from, safe: days.map((day, i) => (i === from ? { ...day, mode: 'pemSafe' } : day)) };
}

const cases = fc.tuple(diary, fc.integer(), fc.double({ min: 0.05, max: 1, noNaN: true }));

describe('the engine across days', () => {
  it('P1: more pain and more flares never give a bigger dose on any later day', () => {
    fc.assert(
      fc.property(cases, ([{ days }, seed, share]) => {
        const [worse, better] = [mornings(sorer(days, seed, share)), mornings(days)];
        expect(firstAbove(worse, better) ?? firstAbove(worse, better, 'quotaMinutes')).toBeNull();
      }),
      runs(),
    );
  });

  it('P1 where rated sessions follow the dose: more pain never gives more than a tenth more (decision record 5)', () => {
    fc.assert(
      fc.property(cases, ([{ days }, seed, share]) => {
        const rated = days.map((day, i) => ({ ...day, minutes: null, rpeCr10: day.rpeCr10 ?? 3 + (i % 5) }));
        const more = changed(rated, seed, share, (day, next) => ({
          ...day,
          painNrs: day.painNrs === null ? null : Math.min(10, day.painNrs + Math.floor(5 * next())),
        }));
        const scaled = mornings(more).map((view) => ({ ...view, doseMinutes: view.doseMinutes === null ? null : view.doseMinutes / 1.1 }));
        expect(firstAbove(scaled, mornings(rated))).toBeNull();
      }),
      runs(0.2),
    );
  });

  it('P2: a missing answer gives at most the dose of a morning as usual, and at most the last quota', () => {
    fc.assert(
      fc.property(cases, ([{ days }, seed, share]) => {
        const quiet = days.map((day) => ({ ...day, restingHeartRateBpm: null }));
        const usual = changed(quiet, seed, share, (day) => ({ ...day, ...AS_USUAL }));
        const missing = changed(quiet, seed, share, (day, next) => ({
          ...day,
          ...AS_USUAL,
          ...[{ checkIn: false }, { painNrs: null }, { flare: null }, { worseAfterActivity: null }][Math.floor(4 * next())],
        }));
        const [without, withAnswer] = [mornings(missing), mornings(usual)];
        expect(firstAbove(without, withAnswer)).toBeNull();
        without.forEach(({ colour, doseMinutes }, i) => {
          const last = without[i - 1]?.quotaMinutes ?? null;
          if (colour === 'unknown' && last !== null) expect(doseMinutes).toBeLessThanOrEqual(last + SLACK);
        });
      }),
      runs(),
    );
  });

  it('P3: the quota never rises by more than 10 % within 7 days; P13: no automatic dose is below 0.4 of the first quota', () => {
    const floor = 0.4 * 0.8 * MEAN_TRIAL_MINUTES;
    fc.assert(
      fc.property(diary, ({ days }) => {
        const views = mornings(days);
        views.forEach(({ quotaMinutes: quota, state, doseMinutes }, i) => {
          for (const { quotaMinutes: before } of views.slice(Math.max(0, i - 7), i)) {
            if (before !== null) expect(quota).toBeLessThanOrEqual(1.1 * before + SLACK);
          }
          if (state === 'quota') expect(doseMinutes).toBeGreaterThanOrEqual(floor - SLACK);
        });
      }),
      runs(),
    );
  });

  it('P4: a red flag means 0 until the PT clears it', () => {
    fc.assert(
      fc.property(cases, ([{ days }, seed]) => {
        const flagged = changed(days, seed, 0.1, (day, next) => ({ ...day, redFlag: next() < 0.5, clear: next() < 0.3 }));
        let open = false;
        const lived = mornings(flagged);
        flagged.forEach(({ redFlag, clear }, day) => {
          open = (open || redFlag) && !clear;
          const view = lived[day - BASELINE_DAYS - 1];
          if (view === undefined || !open) return;
          expect([view.state, view.doseMinutes]).toEqual(['suspended', 0]);
        });
      }),
      runs(),
    );
  });

  it('P8: a boom never raises a later quota', () => {
    fc.assert(
      fc.property(cases, ([{ days }, seed, share]) => {
        const calm = mornings(days);
        expect(firstAbove(mornings(busier(days, calm, seed, share)), calm, 'quotaMinutes')).toBeNull();
      }),
      runs(),
    );
  });

  it('P9: pain answered under TENS never raises a dose, and such a morning is never green', () => {
    fc.assert(
      fc.property(cases, ([{ days }, seed, share]) => {
        const masked = changed(days, seed, share, (day, next) => ({ ...day, tensInLastHour: true, painNrs: Math.floor(4 * next()) }));
        const silent = changed(days, seed, share, (day) => ({ ...day, tensInLastHour: true, painNrs: null }));
        const open = changed(days, seed, share, (day, next) => ({ ...day, tensInLastHour: false, painNrs: Math.floor(4 * next()) }));
        const [under, without, off] = [mornings(masked), mornings(silent), mornings(open)];
        expect(firstAbove(under, without) ?? firstAbove(under, off)).toBeNull();
        masked.forEach(({ tensInLastHour, checkIn }, day) => {
          if (tensInLastHour === true && checkIn) expect(under[day - BASELINE_DAYS - 1]?.colour).not.toBe('green');
        });
      }),
      runs(),
    );
  });

  it('P10: nothing rises by itself within 14 days of PEM-safe mode, and changing to it never raises', () => {
    fc.assert(
      fc.property(cases, ([{ days }, seed]) => {
        const { from, safe } = inPemSafe(days, seed);
        const [inMode, standard] = [mornings(safe), mornings(days)];
        expect(firstAbove(inMode, standard)).toBeNull();
        const since = inMode.slice(from - BASELINE_DAYS - 1);
        let stable = 0;
        since.forEach(({ quotaMinutes }, i) => {
          const { checkIn, worseAfterActivity } = safe[from + i];
          const before = since[i - 1]?.quotaMinutes ?? null;
          if (before !== null && stable < 14) expect(quotaMinutes).toBeLessThanOrEqual(before + SLACK);
          stable = checkIn && worseAfterActivity === false ? stable + 1 : 0;
        });
      }),
      runs(),
    );
  });

  it("P1, P8, P10 where the quota reaches the PT's minimum or maximum", () => {
    fc.assert(
      fc.property(limitedLife, fc.integer(), fc.double({ min: 0.05, max: 0.6, noNaN: true }), ({ days, limits }, seed, share) => {
        const person = profileOf({ limits: { ...profile.limits, ...limits } });
        const plain = mornings(days, person);
        const worse = mornings(sorer(days, seed, share), person);
        const safe = mornings(inPemSafe(days, seed).safe, person);
        expect(firstAbove(worse, plain) ?? firstAbove(worse, plain, 'quotaMinutes')).toBeNull();
        expect(firstAbove(safe, plain) ?? firstAbove(safe, plain, 'quotaMinutes')).toBeNull();
        expect(firstAbove(mornings(busier(days, plain, seed, share), person), plain, 'quotaMinutes')).toBeNull();
      }),
      runs(0.2),
    );
  });

  it('P14: six green complete weeks end above the first quota', () => {
    fc.assert(
      fc.property(diary, ({ days, seed }) => {
        const next = random(seed);
        const steady = Array.from(
          { length: BASELINE_DAYS + 45 },
          (_, i): LivedDay => ({
            ...days[i % days.length],
            ...AS_USUAL,
            painNrs: Math.floor(4 * next()),
            planned: 'completed',
            extraMinutes: 0,
            backgroundMinutes: null,
            restingHeartRateBpm: null,
            redFlag: false,
            ptLooksIn: true,
          }),
        );
        const [first, last] = [mornings(steady)[0], mornings(steady).at(-1)];
        expect(last?.quotaMinutes).toBeGreaterThan(first.quotaMinutes ?? Number.POSITIVE_INFINITY);
      }),
      runs(0.3),
    );
  });
});
