import type { Session } from '#shared/schema/session.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';

export interface Interval {
  readonly fromUs: number;
  readonly toUs: number;
}

/** Joins what overlaps or touches; sorted by start. */
export function mergeIntervals(intervals: readonly Interval[]): readonly Interval[] {
  const merged: { fromUs: number; toUs: number }[] = [];
  for (const next of intervals.toSorted((a, b) => a.fromUs - b.fromUs)) {
    const last = merged.at(-1);
    if (last !== undefined && next.fromUs <= last.toUs) last.toUs = Math.max(last.toUs, next.toUs);
    else merged.push({ fromUs: next.fromUs, toUs: next.toUs });
  }
  return merged;
}

/** A single empty 5 s step is noise of the median; from two steps on it is a gap a person should see. */
const SHOWN_STEPS = 2;

/** Runs of null in an evenly spaced series. */
export function nullRuns(
  series: { fromUs: number; stepUs: number; values: readonly (number | null)[] },
  minSteps = SHOWN_STEPS,
): readonly Interval[] {
  const runs: Interval[] = [];
  let start = -1;
  for (let i = 0; i <= series.values.length; i++) {
    const missing = i < series.values.length && series.values[i] === null;
    if (missing && start < 0) start = i;
    if (!missing && start >= 0) {
      if (i - start >= minSteps) runs.push({ fromUs: series.fromUs + start * series.stepUs, toUs: series.fromUs + i * series.stepUs });
      start = -1;
    }
  }
  return runs;
}

/** Where heart rate and where motion is missing, from the recorded gaps and from the series themselves. */
export function gapsOf(
  session: Session,
  summary: SessionSummary,
): { readonly heart: readonly Interval[]; readonly motion: readonly Interval[] } {
  const kinds = new Map(session.streams.map((stream) => [stream.id, stream.kind]));
  const isHeart = (streamId: string) => {
    const kind = kinds.get(streamId);
    return kind === 'heartRate' || kind === 'rrInterval';
  };
  const series = summary.heartRateSeries;
  const runs = series === null ? [] : nullRuns({ fromUs: series.fromUs, stepUs: series.stepUs, values: series.bpm });
  return {
    heart: mergeIntervals(series === null ? [] : [...runs, ...summary.gaps.filter((gap) => isHeart(gap.streamId))]),
    motion: mergeIntervals(summary.gaps.filter((gap) => kinds.has(gap.streamId) && !isHeart(gap.streamId))),
  };
}

/** Unbroken stretches of a series as [timeUs, value] points: a line is never drawn across a gap. */
export function stretches(series: {
  fromUs: number;
  stepUs: number;
  values: readonly (number | null)[];
}): readonly (readonly [number, number])[][] {
  const result: [number, number][][] = [];
  let current: [number, number][] = [];
  for (const [i, value] of series.values.entries()) {
    if (value === null) {
      if (current.length > 0) result.push(current);
      current = [];
    } else current.push([series.fromUs + i * series.stepUs, value]);
  }
  if (current.length > 0) result.push(current);
  return result;
}
