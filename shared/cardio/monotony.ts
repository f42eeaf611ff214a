import { type Known, known, unknown } from '#shared/signal/known.ts';
import { square } from '#shared/signal/portableMath.ts';
import { type DailyLoad, knownLoad } from './rollingLoad.ts';

/** Seven daily loads in numbers; ddof 1 divides squares by 6, ddof 0 by 7. Sources differ and rarely say which. */
export interface WeekOfLoad {
  readonly sum: number;
  readonly mean: number;
  readonly sdDdof1: number;
  readonly sdDdof0: number;
  /** Mean / SD, Foster 1998 (doi:10.1097/00005768-199807000-00023); null for seven equal days. */
  readonly monotonyDdof1: number | null;
  readonly monotonyDdof0: number | null;
  /** Sum x monotony. */
  readonly strainDdof1: number | null;
  readonly strainDdof0: number | null;
}

/** Monotony and strain of one week. Chart only. A week with a day that is not known has none. */
export function weekOfLoad(week: readonly DailyLoad[]): Known<WeekOfLoad> {
  const loads = week.map(knownLoad).filter((load) => load !== null);
  if (week.length !== 7) return unknown(`${week.length} days are no week`);
  if (loads.length < 7) return unknown(`the load of ${7 - loads.length} of 7 days is not known`);
  const sum = loads.reduce((total, load) => total + load, 0);
  const mean = sum / 7;
  const squares = loads.reduce((total, load) => total + square(load - mean), 0);
  const sdDdof1 = Math.sqrt(squares / 6);
  const sdDdof0 = Math.sqrt(squares / 7);
  const monotonyDdof1 = sdDdof1 === 0 ? null : mean / sdDdof1;
  const monotonyDdof0 = sdDdof0 === 0 ? null : mean / sdDdof0;
  return known({
    sum,
    mean,
    sdDdof1,
    sdDdof0,
    monotonyDdof1,
    monotonyDdof0,
    strainDdof1: monotonyDdof1 === null ? null : sum * monotonyDdof1,
    strainDdof0: monotonyDdof0 === null ? null : sum * monotonyDdof0,
  });
}
