import { HEART_RATE_GAP_S } from '#shared/cardio/gap.ts';
import { initMedian5s, stepMedian5s } from '#shared/cardio/median5s.ts';
import { initLoad, stepLoad } from '#shared/cardio/trimp.ts';
import { type Known, known, unknown } from '#shared/signal/known.ts';

/** Heart rate of a file and the part of it that is analysed. */
export interface HeartStretch {
  readonly timesS: Float64Array;
  readonly bpm: Float64Array;
  /** NaN where the cell is empty. */
  readonly powerW: Float64Array | null;
  /** First sample of the part, and the one after its last. */
  readonly from: number;
  readonly to: number;
  /** The part as it was asked for; infinite: to the end of the file. */
  readonly startS: number;
  readonly endS: number;
}

/** Minutes to seconds, without the last digits of summing. */
export function secondsOf(minutes: number): number {
  return Math.round(minutes * 60 * 1e6) / 1e6;
}

/** Sums a rate per minute over the part; the sample before it opens it. */
export function integrate({ timesS, bpm, from, to }: HeartStretch, perMinute: (heartRateBpm: number) => number) {
  const state = initLoad();
  for (let i = Math.max(0, from - 1); i < to; i++) stepLoad(state, timesS[i] * 1_000_000, perMinute(bpm[i]));
  return state;
}

/** Mean over time, so that it does not depend on how often a steady value was sent; gaps are not in it. */
export function meanOf(stretch: HeartStretch): Known<number> {
  const { total, minutes } = integrate(stretch, (bpm) => bpm);
  return minutes > 0 ? known(total / minutes) : unknown('no two samples within 5 s');
}

export function gapsOf({ timesS, from, to }: HeartStretch) {
  const gaps: { fromS: number; toS: number }[] = [];
  for (let i = from + 1; i < to; i++) {
    if (timesS[i] - timesS[i - 1] > HEART_RATE_GAP_S) gaps.push({ fromS: timesS[i - 1], toS: timesS[i] });
  }
  return gaps;
}

export function highestMedian({ timesS, bpm, from, to }: HeartStretch): number {
  const state = initMedian5s();
  let highest = 0;
  for (let i = from; i < to; i++) highest = Math.max(highest, stepMedian5s(state, timesS[i] * 1_000_000, bpm[i]));
  return highest;
}
