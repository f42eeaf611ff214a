import type { SessionDetail } from '#shared/schema/api.ts';
import type { Repetition } from '#shared/schema/summary.ts';
import { therapist } from '#web/copy/therapist.ts';
import { durationText } from '#web/copy/time.ts';
import { timeline } from '#web/copy/timeline.ts';
import type { ChartData, ChartSpec, Span } from '#web/ui/chart/spec.ts';
import { gapsOf, type Interval, mergeIntervals, nullRuns } from '#web/ui/timeline/intervals.ts';
import { lightOf } from '#web/ui/timeline/light.ts';
import { sessionClock } from '#web/ui/timeline/rows.ts';

const words = therapist.session;

export interface Signal {
  readonly id: 'heart' | 'angle';
  readonly title: string;
  readonly spec: ChartSpec;
  readonly data: ChartData;
}

interface Series {
  readonly fromUs: number;
  readonly stepUs: number;
  readonly values: readonly (number | null)[];
}

const X_STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
/** Smallest heights: a resting pulse or a still knee must not look like a mountain. */
const HEART_SPAN_BPM = 40;
const ANGLE_SPAN_DEG = 60;
/** Steps of 200 ms without an angle that are shown as a gap. */
const ANGLE_GAP_STEPS = 5;

/** The session's curves over one axis in seconds since its start; a signal that was not recorded is left out. */
export function sessionSignals({ session, summary, decisions }: SessionDetail): readonly Signal[] {
  if (summary === null) return [];
  const startUs = session.startedAt.utcUs;
  const { heartRateBandBpm: band, heartRateCeilingBpm: ceiling, targetAngleDeg: target } = session.setup;
  const heart = seriesOf(summary.heartRateSeries, summary.heartRateSeries?.bpm);
  const angle = seriesOf(summary.angleSeries, summary.angleSeries?.deg);
  const x: Span = { from: 0, to: Math.max(1, summary.durationS, ...[heart, angle].map((series) => lengthS(series, startUs))) };
  const gaps = gapsOf(session, summary);
  const inSeconds = (intervals: readonly Interval[]): readonly Span[] =>
    intervals.map(({ fromUs, toUs }) => ({ from: (fromUs - startUs) / 1e6, to: (toUs - startUs) / 1e6 }));
  const marks = decisions
    .filter((decision) => decision.kind !== 'go')
    .toSorted((a, b) => a.validFromUs - b.validFromUs)
    .map((decision) => ({ x: (decision.validFromUs - startUs) / 1e6, ink: lightOf(decision.kind), text: decision.ruleIds[0] }));
  const shared = { x, xSteps: X_STEPS_S, xText: clock };
  const signals: Signal[] = [];

  if (heart !== null) {
    const [low, high] = extremes(heart.values);
    const hatched = inSeconds(gaps.heart);
    const agreed = [...bandWords(band), ...(ceiling === null ? [] : [words.signalCeiling(ceiling)])];
    signals.push({
      id: 'heart',
      title: words.signalHeart,
      data: dataOf(heart, startUs),
      spec: {
        ...shared,
        label: words.signalLabel(words.signalHeart, durationText(x.to), low, high, agreed, hatched.length),
        heightPx: 190,
        y: roomFor([low, high, band?.from, band?.to, ceiling], HEART_SPAN_BPM),
        ink: 'ink',
        yText: String,
        band,
        limit: ceiling === null ? null : { y: ceiling, text: words.signalCeiling(ceiling) },
        marks,
        dots: [],
        gaps: hatched,
        describe: (at, bpm) => words.signalAt(clock(at), Number.isNaN(bpm) ? words.signalNone : `${Math.round(bpm)} ${timeline.bpm}`),
      },
    });
  }
  if (angle !== null) {
    const [low, high] = extremes(angle.values);
    const hatched = inSeconds(mergeIntervals([...gaps.motion, ...nullRuns(angle, ANGLE_GAP_STEPS)]));
    signals.push({
      id: 'angle',
      title: words.signalAngle,
      data: dataOf(angle, startUs),
      spec: {
        ...shared,
        label: words.signalLabel(words.signalAngle, durationText(x.to), low, high, bandWords(target), hatched.length),
        heightPx: 190,
        y: roomFor([low, high, 0, target?.from, target?.to], ANGLE_SPAN_DEG),
        ink: 'accent',
        yText: (deg) => `${deg}°`,
        band: target,
        limit: null,
        // The rule is written once, in the upper chart.
        marks: signals.length > 0 ? marks.map((mark) => ({ ...mark, text: '' })) : marks,
        dots: peaksOn(angle, summary.repetitions, startUs),
        gaps: hatched,
        describe: (at, deg) => words.signalAt(clock(at), Number.isNaN(deg) ? words.signalNone : `${Math.round(deg)}°`),
      },
    });
  }
  return signals;
}

const clock = (seconds: number) => sessionClock(seconds * 1e6, 0);

const bandWords = (band: Span | null) => (band === null ? [] : [words.signalBand(band.from, band.to)]);

/** Null when the signal was never there. */
function seriesOf(grid: { fromUs: number; stepUs: number } | null, values: readonly (number | null)[] | undefined): Series | null {
  if (grid === null || values === undefined || values.every((value) => value === null)) return null;
  return { fromUs: grid.fromUs, stepUs: grid.stepUs, values };
}

const lengthS = (series: Series | null, startUs: number): number =>
  series === null ? 0 : (series.fromUs - startUs + (series.values.length - 1) * series.stepUs) / 1e6;

function dataOf({ fromUs, stepUs, values }: Series, startUs: number): ChartData {
  const x = Float64Array.from(values, (_, i) => (fromUs - startUs + i * stepUs) / 1e6);
  return { x, y: Float64Array.from(values, (value) => value ?? Number.NaN) };
}

/** Repetitions where their peak lies on the line: a later zero moves the line, not the repetition's own angles. */
function peaksOn({ fromUs, stepUs, values }: Series, repetitions: readonly Repetition[], startUs: number): ChartSpec['dots'] {
  return repetitions.flatMap(({ peakUs }) => {
    const y = values[Math.floor((peakUs - fromUs) / stepUs)] ?? null;
    return y === null ? [] : [{ x: (peakUs - startUs) / 1e6, y }];
  });
}

function extremes(values: readonly (number | null)[]): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [Math.round(low), Math.round(high)];
}

/** A range in whole tens that holds all of these with a little room, and is at least `least` tall. */
export function roomFor(values: readonly (number | null | undefined)[], least: number): Span {
  const known = values.filter((value) => value !== null && value !== undefined);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const pad = Math.max(3, (least - (high - low)) / 2);
  return { from: low === 0 ? 0 : Math.floor((low - pad) / 10) * 10, to: Math.ceil((high + pad) / 10) * 10 };
}
