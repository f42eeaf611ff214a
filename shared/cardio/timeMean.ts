import { heartRateStep } from './gap.ts';

/** Below this share of covered time a mean says too little. */
const MIN_COVERED = 0.5;

/**
 * Mean over time of the values in (fromS, toS]: each counts for the time since the sample before it; the first one and one after a gap of
 * more than 5 s open a stretch and count for nothing (gap.ts). null when less than half of the time is covered. Times in s; a sample that
 * is no number is skipped.
 */
export function timeMean(timesS: ArrayLike<number>, values: ArrayLike<number>, fromS: number, toS: number): number | null {
  let before = Number.NEGATIVE_INFINITY;
  let seconds = 0;
  let sum = 0;
  for (let i = 0; i < timesS.length; i++) {
    const time = timesS[i];
    if (!Number.isFinite(time) || !Number.isFinite(values[i])) continue;
    const step = heartRateStep(before, time);
    if (step === 'late') continue;
    const opened = before;
    before = time;
    if (step === 'begins' || time <= fromS || time > toS) continue;
    seconds += time - opened;
    sum += (time - opened) * values[i];
  }
  return seconds > 0 && seconds >= MIN_COVERED * (toS - fromS) ? sum / seconds : null;
}
