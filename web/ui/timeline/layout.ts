import type { Decision } from '#shared/schema/decision.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { Session } from '#shared/schema/session.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import type { Repetition, SessionSummary } from '#shared/schema/summary.ts';
import { gapsOf, type Interval, stretches } from './intervals.ts';
import { linearScale, minuteTicks, spreadLabels, staggerRows } from './scale.ts';

export interface TimelineData {
  readonly session: Session;
  readonly summary: SessionSummary | null;
  readonly events: readonly SessionEvent[];
  readonly decisions: readonly Decision[];
  readonly stimulations: readonly Stimulation[];
}

/** What the eye sees; what a finger hits is the row. */
const PILL_HEIGHT = 30;
const ROW_POINTER = 34;
const ROW_TOUCH = 48;
const PILL_ROWS = 3;
const GUTTER = 46;
const RIGHT = 14;
/** Smallest span of the heart-rate axis, beats/min: a resting line must not look like a mountain. */
const MIN_HEART_SPAN = 40;

export interface Lane {
  readonly top: number;
  readonly bottom: number;
}

/** Everything the drawing needs, in CSS px. Pure: the same data and width give the same drawing. */
export function layoutTimeline(data: TimelineData, widthPx: number) {
  const { session, summary } = data;
  const narrow = widthPx < 560;
  const startUs = session.startedAt.utcUs;
  const endUs = endOf(data);
  const x = linearScale([startUs, endUs], [GUTTER, Math.max(GUTTER + 40, widthPx - RIGHT)]);
  const plotRight = x(endUs);

  const shown = data.decisions.filter((decision) => decision.kind !== 'go').toSorted((a, b) => a.validFromUs - b.validFromUs);
  const pillWidth = narrow ? 54 : 84;
  const pillRow = narrow ? ROW_TOUCH : ROW_POINTER;
  const rows = staggerRows(
    shown.map((decision) => clampPill(x(decision.validFromUs), pillWidth, widthPx)),
    pillWidth + 4,
    PILL_ROWS,
  );
  const pillsBottom = shown.length === 0 ? 8 : (Math.max(...rows) + 1) * pillRow + 4;
  const pills = shown.map((decision, i) => ({
    decision,
    x: x(decision.validFromUs),
    left: clampPill(x(decision.validFromUs), pillWidth, widthPx) - pillWidth / 2,
    top: rows[i] * pillRow,
    stemTop: rows[i] * pillRow + (pillRow + PILL_HEIGHT) / 2,
  }));

  const series = summary?.heartRateSeries ?? null;
  const hasHeart = series?.bpm.some((bpm) => bpm !== null) ?? false;
  const heart: Lane = lane(pillsBottom + 14, hasHeart ? (narrow ? 120 : 140) : 34);
  const pains = data.events.filter((event) => event.type === 'pain').toSorted((a, b) => a.atUs - b.atUs);
  const painRows = staggerRows(
    pains.map((event) => x(event.atUs)),
    24,
    2,
  );
  const pain: Lane = lane(heart.bottom + 10, pains.length === 0 ? 0 : painRows.includes(1) ? 50 : 26);
  const repetitions = summary?.repetitions ?? [];
  const motion: Lane = lane(pain.bottom + 12, repetitions.length === 0 ? 0 : 56);
  const tensSpans = stimulationSpans(data.stimulations, startUs, endUs);
  const tens: Lane = lane(motion.bottom + 10, tensSpans.length === 0 ? 0 : 12);
  const axisY = tens.bottom + 20;

  return {
    narrow,
    x,
    startUs,
    endUs,
    plotLeft: GUTTER,
    plotRight,
    widthPx,
    heightPx: axisY + 10,
    axisY,
    pillWidth,
    pillRow,
    pills,
    lanes: { heart, pain, motion, tens },
    hasHeart,
    heart: heartLane(data, heart, x),
    gaps: summary === null ? { heart: [], motion: [] } : gapsOf(session, summary),
    pains: pains.map((event, i) => ({ event, x: Math.max(GUTTER + 8, x(event.atUs)), y: pain.top + 13 + painRows[i] * 24 })),
    bars: repetitionBars(repetitions, motion, x),
    tens: tensSpans.map((span) => ({ ...span, x: x(span.fromUs), width: Math.max(3, x(span.toUs) - x(span.fromUs)) })),
    ticks: minuteTicks((endUs - startUs) / 60e6, plotRight - GUTTER, narrow ? 72 : 84).map((minute) => ({
      minute,
      x: x(startUs + minute * 60e6),
    })),
  };
}

export type TimelineLayout = ReturnType<typeof layoutTimeline>;

const lane = (top: number, height: number): Lane => ({ top, bottom: top + height });
const clampPill = (centre: number, width: number, total: number) =>
  Math.min(Math.max(centre, width / 2), Math.max(width / 2, total - width / 2));

/** The end that was recorded; while a session runs, the last thing known of it. */
function endOf({ session, summary, events }: TimelineData): number {
  const start = session.startedAt.utcUs;
  const known = [session.endedAt?.utcUs ?? 0, start + (summary?.durationS ?? 0) * 1e6, ...events.map((event) => event.atUs)];
  return Math.max(start + 60e6, ...known);
}

function heartLane({ session, summary }: TimelineData, area: Lane, x: (us: number) => number) {
  const series = summary?.heartRateSeries ?? null;
  const { heartRateBandBpm: band, heartRateCeilingBpm: ceiling } = session.setup;
  const values = (series?.bpm ?? []).filter((bpm) => bpm !== null);
  const all = [...values, ...(band === null ? [] : [band.from, band.to]), ...(ceiling === null ? [] : [ceiling])];
  if (series === null || values.length === 0) return null;
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const pad = Math.max(4, (MIN_HEART_SPAN - (high - low)) / 2);
  const y = linearScale([low - pad, high + pad], [area.bottom, area.top]);
  const marks = [
    ...(ceiling === null ? [] : [{ bpm: ceiling, ceiling: true }]),
    ...(band === null ? [] : [band.to, band.from].map((bpm) => ({ bpm, ceiling: false }))),
  ];
  if (marks.length === 0) marks.push(...[low, high].map((bpm) => ({ bpm, ceiling: false })));
  const labelY = spreadLabels(
    marks.map((mark) => y(mark.bpm)),
    14,
    area.top + 4,
    area.bottom - 2,
  );
  return {
    y,
    band: band === null ? null : { top: y(band.to), bottom: y(band.from) },
    ceilingY: ceiling === null ? null : y(ceiling),
    labels: marks.map((mark, i) => ({ ...mark, y: labelY[i] })),
    lines: stretches({ fromUs: series.fromUs, stepUs: series.stepUs, values: series.bpm }).map((points) =>
      points.map(([us, bpm]) => [x(us), y(bpm)] as const),
    ),
  };
}

/** Bars for repetitions; as wide as the closest two allow. */
function repetitionBars(repetitions: readonly Repetition[], area: Lane, x: (us: number) => number) {
  const tallest = Math.max(1, ...repetitions.map((repetition) => repetition.romDeg));
  const centres = repetitions.map((repetition) => x(repetition.peakUs));
  const closest = Math.min(14, ...centres.slice(1).map((centre, i) => centre - centres[i]));
  const width = Math.min(9, Math.max(2, closest - 2));
  return repetitions.map((repetition, i) => {
    const height = Math.max(2, (repetition.romDeg / tallest) * (area.bottom - area.top));
    return { repetition, x: centres[i] - width / 2, y: area.bottom - height, width, height };
  });
}

/** TENS while the session lasted. One that has no end yet reaches to the session's end. */
function stimulationSpans(
  stimulations: readonly Stimulation[],
  startUs: number,
  endUs: number,
): readonly (Interval & { stimulation: Stimulation })[] {
  return stimulations.flatMap((stimulation) => {
    const fromUs = Math.max(startUs, stimulation.startedAt.utcUs);
    const toUs = Math.min(endUs, stimulation.endedAt?.utcUs ?? endUs);
    return fromUs < toUs ? [{ fromUs, toUs, stimulation }] : [];
  });
}

/** Heart rate at a place of the drawing, for the reading under the pointer. */
export function heartRateAt(summary: SessionSummary | null, atUs: number): number | null {
  const series = summary?.heartRateSeries ?? null;
  if (series === null) return null;
  return series.bpm[Math.floor((atUs - series.fromUs) / series.stepUs)] ?? null;
}
