import { type Known, known, unknown } from '#shared/signal/known.ts';
import { timeMean } from './timeMean.ts';

/**
 * Cardiovascular drift of one steady exercise from `startS` to `endS` (s): the pulse rises while the work stays. Each name is a
 * definition of its own; all are percent, positive when the heart has more to do. Means are over time (timeMean.ts).
 */
export interface Exercise {
  readonly timesS: ArrayLike<number>;
  readonly heartRateBpm: ArrayLike<number>;
  readonly startS: number;
  readonly endS: number;
}

const WARM_UP_S = 600;
const EARLY_S = 300;
/** Halves shorter than this are no exercise to judge. */
const MIN_HALF_S = 120;

/** Minutes 5 to 10 against the last 5 minutes. */
export function heartRateDriftEarlyLatePct({ timesS, heartRateBpm, startS, endS }: Exercise): Known<number> {
  if (!(endS - EARLY_S >= startS + WARM_UP_S)) return unknown('the exercise is shorter than 15 min');
  const early = timeMean(timesS, heartRateBpm, startS + EARLY_S, startS + WARM_UP_S);
  const late = timeMean(timesS, heartRateBpm, endS - EARLY_S, endS);
  return rise(early, late);
}

/** Second half against first half, from the start. */
export function heartRateDriftHalvesPct({ timesS, heartRateBpm, startS, endS }: Exercise): Known<number> {
  const middle = (startS + endS) / 2;
  if (!(middle - startS >= MIN_HALF_S)) return unknown('the exercise is shorter than 4 min');
  return rise(timeMean(timesS, heartRateBpm, startS, middle), timeMean(timesS, heartRateBpm, middle, endS));
}

/**
 * (EF1 - EF2) / EF1 of the halves from minute 10, EF = work / heart rate. `work` goes with each sample, in any unit above 0 (watts,
 * steps per minute, MAD); what is no number is left out.
 */
export function efficiencyDriftPct({ timesS, heartRateBpm, startS, endS }: Exercise, work: ArrayLike<number>): Known<number> {
  const from = startS + WARM_UP_S;
  const middle = (from + endS) / 2;
  if (!(middle - from >= MIN_HALF_S)) return unknown('the exercise is shorter than 14 min');
  const efficiency = (fromS: number, toS: number): number | null => {
    const bpm = timeMean(timesS, heartRateBpm, fromS, toS);
    const done = timeMean(timesS, work, fromS, toS);
    return bpm === null || done === null || !(bpm > 0) || !(done > 0) ? null : done / bpm;
  };
  const first = efficiency(from, middle);
  const second = efficiency(middle, endS);
  if (first === null || second === null) return unknown('too little heart rate or work in one of the halves');
  return known((100 * (first - second)) / first);
}

function rise(before: number | null, after: number | null): Known<number> {
  if (before === null || after === null || !(before > 0)) return unknown('too little heart rate');
  return known((100 * (after - before)) / before);
}
