import type { DayAggregate } from '#shared/schema/api.ts';
import { isBoom } from '#web/therapist/panel/stripLayout.ts';
import { linearScale } from '#web/ui/timeline/scale.ts';

/** Half width of the band in which a change of range of motion may be measuring noise, degrees (motion.md). */
const ROM_NOISE_DEG = 5;

export type LaneId = 'load' | 'pain' | 'sessions' | 'rom' | 'heart' | 'tens';
const heights: Record<LaneId, number> = { load: 76, pain: 62, sessions: 20, rom: 62, heart: 50, tens: 16 };
const order = ['load', 'pain', 'sessions', 'rom', 'heart', 'tens'] as const;

const GAP = 15;
const GUTTER = 150;
/** Above each lane on a phone, where the name does not fit beside it. */
const NAME_LINE = 20;

type Point = readonly [x: number, y: number];

/** Small multiples on one date axis, in CSS px. Days without a value leave a hole, they are not zero. */
export function layoutWeeks(days: readonly DayAggregate[], widthPx: number) {
  const narrow = widthPx < 640;
  const left = narrow ? 0 : GUTTER;
  const step = Math.max(1, (widthPx - left - 2) / Math.max(1, days.length));
  const bar = Math.max(1.5, Math.min(18, step * 0.74));
  const x = (index: number) => left + index * step;
  const centre = (index: number) => x(index) + bar / 2;

  let y = narrow ? NAME_LINE : 4;
  const lanes = {} as Record<LaneId, { top: number; bottom: number }>;
  for (const id of order) {
    lanes[id] = { top: y, bottom: y + heights[id] };
    y += heights[id] + GAP + (narrow ? NAME_LINE : 0);
  }
  const axisY = y + 4 - (narrow ? NAME_LINE : 0);

  const points = (
    area: { top: number; bottom: number },
    domain: readonly [number, number],
    value: (day: DayAggregate) => number | null,
  ) => {
    const scale = linearScale(domain, [area.bottom, area.top]);
    return days.flatMap((day, i): Point[] => {
      const found = value(day);
      return found === null ? [] : [[centre(i), scale(found)]];
    });
  };

  const mostMinutes = Math.max(10, ...days.map((day) => Math.max(day.doneMinutes ?? 0, (day.plannedMinutes ?? 0) * 1.15)));
  const loadY = linearScale([0, mostMinutes], [lanes.load.bottom, lanes.load.top]);
  const rom = days.flatMap((day) => (day.romMedianDeg === null ? [] : [day.romMedianDeg]));
  const romDomain = [Math.min(...rom, Number.POSITIVE_INFINITY) - 8, Math.max(...rom, Number.NEGATIVE_INFINITY) + 8] as const;
  const mostZone = Math.max(
    5,
    ...days.map((day) => (day.zoneMinutes === null ? 0 : day.zoneMinutes.light + day.zoneMinutes.moderate + day.zoneMinutes.above)),
  );
  const mostTens = Math.max(30, ...days.map((day) => day.tensMinutes));

  return {
    narrow,
    left,
    bar,
    lanes,
    axisY,
    widthPx,
    heightPx: axisY + 8,
    dayAt: (px: number): number | null => {
      const index = Math.floor((px - left) / step);
      return index >= 0 && index < days.length ? index : null;
    },
    dayX: centre,
    load: days.flatMap((day, i) =>
      (day.doneMinutes ?? 0) > 0
        ? [{ x: x(i), y: loadY(day.doneMinutes ?? 0), height: lanes.load.bottom - loadY(day.doneMinutes ?? 0), boom: isBoom(day) }]
        : [],
    ),
    quota: steps(
      days,
      (day) => day.plannedMinutes,
      (i) => x(i),
      step,
      loadY,
    ),
    pain: points(lanes.pain, [0, 10], (day) => day.morningPainNrs),
    flares: days.flatMap((day, i) => (day.flare === true ? [centre(i)] : [])),
    sessions: days.flatMap((day, i) => {
      if (day.sessionCount > 0) return [{ x: x(i), done: true }];
      return (day.plannedMinutes ?? 0) > 0 ? [{ x: x(i), done: false }] : [];
    }),
    rom: rom.length === 0 ? [] : points(lanes.rom, romDomain, (day) => day.romMedianDeg),
    romBand: rom.length < 2 ? null : romBand(days, centre, linearScale(romDomain, [lanes.rom.bottom, lanes.rom.top])),
    heart: days.flatMap((day, i) => {
      if (day.zoneMinutes === null) return [];
      const { light, moderate, above } = day.zoneMinutes;
      const height = (minutes: number) => (minutes / mostZone) * heights.heart;
      return [{ x: x(i), light: height(light), moderate: height(moderate), above: height(above) }];
    }),
    tens: days.flatMap((day, i) => (day.tensMinutes > 0 ? [{ x: x(i), opacity: 0.45 + 0.55 * (day.tensMinutes / mostTens) }] : [])),
    ticks: days.flatMap((day, i) => (tickHere(i, days.length, narrow) ? [{ day: day.localDay, x: x(i) }] : [])),
  };
}

export type WeeksLayout = ReturnType<typeof layoutWeeks>;

/** A dated tick every one, two or four weeks, counted from the last day so that ticks stay on the same weekday. */
function tickHere(index: number, count: number, narrow: boolean): boolean {
  const every = count <= 14 ? (narrow ? 7 : 3) : count <= 42 ? (narrow ? 14 : 7) : narrow ? 28 : 14;
  const spare = Math.floor(every / 2);
  return index % every === 0 && index + spare < count;
}

/** The quota as a staircase; broken where there was none. */
function steps(
  days: readonly DayAggregate[],
  value: (day: DayAggregate) => number | null,
  x: (index: number) => number,
  step: number,
  y: (value: number) => number,
): string {
  let path = '';
  let previous: number | null = null;
  for (const [i, day] of days.entries()) {
    const now = value(day);
    if (now !== null && now > 0) {
      path += previous === null ? `M${x(i).toFixed(1)} ${y(now).toFixed(1)}` : `L${x(i).toFixed(1)} ${y(now).toFixed(1)}`;
      path += `H${(x(i) + step).toFixed(1)}`;
      previous = now;
    } else if (now === null) previous = null;
  }
  return path;
}

/** The running median of up to seven measurements, plus and minus the noise. */
function romBand(days: readonly DayAggregate[], centre: (index: number) => number, y: (value: number) => number): string {
  const measured = days.flatMap((day, i) => (day.romMedianDeg === null ? [] : [{ i, deg: day.romMedianDeg }]));
  const smooth = measured.map((point, k) => {
    const near = measured
      .slice(Math.max(0, k - 3), k + 4)
      .map((other) => other.deg)
      .toSorted((a, b) => a - b);
    return { i: point.i, deg: near[near.length >> 1] };
  });
  const edge = (offset: number) => smooth.map((point) => `${centre(point.i).toFixed(1)} ${y(point.deg + offset).toFixed(1)}`);
  return `M${[...edge(ROM_NOISE_DEG), ...edge(-ROM_NOISE_DEG).toReversed()].join('L')}Z`;
}
