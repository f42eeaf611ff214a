import { exp } from '#shared/signal/portableMath.ts';
import { type DailyLoad, knownLoad } from './rollingLoad.ts';

/** Chronic and acute training load and their difference, all in units of the daily load. */
export interface FitnessFatigueDay {
  readonly ctl42: number;
  readonly atl7: number;
  /** The same day's CTL - ATL (GoldenCheetah's "today"; others print the day before's). */
  readonly tsbToday: number;
}

/**
 * CTL and ATL with k = e^(-1/tau), tau 42 and 7 days, seeded with 0 (Coggan in Allen & Coggan 2010, ch. 8; decay as GoldenCheetah).
 * A day that is not known is null and leaves both as they were. Chart only.
 */
export function fitnessFatigue(daily: readonly DailyLoad[]): (FitnessFatigueDay | null)[] {
  const keepCtl = exp(-1 / 42);
  const keepAtl = exp(-1 / 7);
  let ctl42 = 0;
  let atl7 = 0;
  return daily.map((value) => {
    const load = knownLoad(value);
    if (load === null) return null;
    ctl42 = ctl42 * keepCtl + load * (1 - keepCtl);
    atl7 = atl7 * keepAtl + load * (1 - keepAtl);
    return { ctl42, atl7, tsbToday: ctl42 - atl7 };
  });
}
