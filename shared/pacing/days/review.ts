import type { DayContext } from './define.ts';
import type { DayDigest, DayNumber } from './types.ts';

/** The last 7 closed days as the weekly review counts them. Days, not numbers, so that a counterfactual can name them. */
export interface Week {
  /** Amber or worse: a red morning is not one amber fewer. */
  readonly amberDays: readonly DayNumber[];
  readonly redDays: readonly DayNumber[];
  readonly unknownDays: readonly DayNumber[];
  readonly boomDays: readonly DayNumber[];
  readonly notDoneDays: readonly DayNumber[];
  readonly restingHighDays: readonly DayNumber[];
  readonly suspendedDays: readonly DayNumber[];
  readonly doneDayCount: number;
}

export function weekOf(recent: readonly DayDigest[]): Week {
  const week = recent.slice(-7);
  const daysWhere = (holds: (day: DayDigest) => boolean) => week.filter(holds).map(({ day }) => day);
  const notDoneDays = daysWhere(({ completed }) => !completed);
  return {
    amberDays: daysWhere(({ colour }) => colour === 'amber' || colour === 'red'),
    redDays: daysWhere(({ colour }) => colour === 'red'),
    unknownDays: daysWhere(({ uncertain }) => uncertain),
    boomDays: daysWhere(({ boom }) => boom),
    notDoneDays,
    restingHighDays: daysWhere(({ restingHigh }) => restingHigh),
    suspendedDays: daysWhere(({ suspended }) => suspended),
    doneDayCount: week.length - notDoneDays.length,
  };
}

/** Days on which a session has to be completed for that share of the planned ones. */
export function neededDays(context: DayContext<'donePct'>): number {
  return Math.ceil((context.parameters.donePct / 100) * context.plan.daysPerWeek - 1e-9);
}
