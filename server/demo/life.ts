import type { LocalDay } from '#shared/schema/time.ts';
import { addDays } from '#shared/schema/time.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

/** One invented day: how much of the dose was done, how it felt. */
export interface LifeDay {
  readonly localDay: LocalDay;
  /** Days to go: 0 on the last day. */
  readonly daysLeft: number;
  /** Minutes done as a share of the day's dose; null: no session. */
  readonly doneShare: number | null;
  /** Heart rate at the plateau, share of the reserve. */
  readonly effortShare: number;
  readonly romDeg: number;
  readonly painStart: number;
  readonly painEnd: number;
  readonly rpeCr10: number;
  readonly morning: {
    readonly painNrs: number;
    readonly sleepQuality: number;
    readonly confidence: number;
    readonly flare: boolean;
    /** Asked in the PEM-safe mode only. */
    readonly worseAfterActivity?: boolean;
  } | null;
  readonly tensMinutes: number | null;
  readonly redFlag: boolean;
}

/** A silent phone says nothing from this many days before the end; the red flag comes the day before the last. */
const SILENT_DAYS = 8;
const RED_FLAG_DAYS_LEFT = 1;
/** Above this the morning counts as a flare and the person stays at home. */
const FLARE_SORENESS = 1;
/** Chance of a flare that nothing explains, per day. */
const FLARE_CHANCE = 0.012;
/** Chance of a morning that is worse after being active, for somebody with post-exertional malaise. */
const WORSE_CHANCE = 0.1;

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
const whole = (value: number, low: number, high: number) => Math.round(clamp(value, low, high));

export interface Life {
  /** What the PT begins with. */
  readonly firstQuotaMinutes: number;
  readonly days: readonly LifeDay[];
}

/** `dayCount` days ending on `lastDay`. Too much in one day is felt on the next ones, as in pacing.md's cohort. */
export function liveDays(person: Person, lastDay: LocalDay, dayCount: number, random: Random): Life {
  const { course } = person;
  const isSore = course === 'sore' || course === 'pem';
  const days: LifeDay[] = [];
  const basePain = 2.9 + 1.9 * random.uniform();
  const restShift = Math.floor(7 * random.uniform());
  const firstQuotaMinutes = 10 + Math.round(6 * random.uniform());
  let soreness = 0;
  let rom = 62 + 20 * random.uniform();
  for (let i = 0; i < dayCount; i++) {
    const daysLeft = dayCount - 1 - i;
    const redFlag = course === 'redFlag' && daysLeft === RED_FLAG_DAYS_LEFT;
    const suspended = course === 'redFlag' && daysLeft < RED_FLAG_DAYS_LEFT;
    const silent = course === 'silent' && daysLeft < SILENT_DAYS;
    const planned = redFlag || ((i + restShift) % 7 !== 6 && (i + restShift) % 7 !== 3);
    if (random.chance(FLARE_CHANCE)) soreness += 1.6;
    const poorSleep = random.chance(0.2);
    const relief = course === 'improving' ? (1.6 * i) / dayCount : 0;
    const pain = basePain + soreness + 0.5 * Number(poorSleep) + 0.65 * random.normal() - relief;
    const isBoom = course === 'boomBust' && pain < basePain + 0.3 && random.chance(0.4);
    const stays = soreness > FLARE_SORENESS || random.chance(course === 'avoiding' ? 0.55 : 0.14);
    const goes = redFlag || (planned && !stays && !suspended && !silent);
    const doneShare = goes ? (isBoom ? 1.7 + 0.3 * random.uniform() : 0.88 + 0.14 * random.uniform()) : null;
    const overload = Math.max(0, (doneShare ?? 0) - 1);
    const painStart = whole(pain, 0, 9);
    const rise = (isSore ? 1.2 : 0.3) + 1.4 * overload + 0.45 * random.normal();
    days.push({
      localDay: addDays(lastDay, -daysLeft),
      daysLeft,
      doneShare,
      effortShare: clamp(0.38 + 0.2 * overload + 0.035 * random.normal(), 0.2, 0.8),
      romDeg: (rom + 2.5 * random.normal()) * (1 - 0.04 * Math.min(2, soreness)),
      painStart,
      painEnd: whole(painStart + rise, 0, 9),
      rpeCr10: whole((isSore ? 4 : 3.3) + 3 * overload + 0.7 * random.normal(), 1, 9),
      morning:
        !silent && random.chance(0.88)
          ? {
              painNrs: whole(pain, 0, 10),
              sleepQuality: whole((poorSleep ? 3 : 7) + 0.7 * random.normal(), 0, 10),
              confidence: whole(
                (course === 'avoiding' ? 3 : 6) + (course === 'improving' ? (2 * i) / dayCount : 0) + random.normal(),
                0,
                10,
              ),
              flare: soreness > FLARE_SORENESS,
              ...(course === 'pem' ? { worseAfterActivity: random.chance(WORSE_CHANCE) } : {}),
            }
          : null,
      tensMinutes: person.usesTens && !silent && random.chance(0.6) ? 30 : null,
      redFlag,
    });
    soreness = soreness * 0.5 + overload * 1.6;
    if (doneShare !== null) rom += course === 'improving' ? 0.35 : 0.08;
  }
  return { firstQuotaMinutes, days };
}
