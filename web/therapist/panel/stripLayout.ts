import type { DayAggregate } from '#shared/schema/api.ts';

/** A day counts as overdone above this multiple of its quota (pacing.md, A5). */
export const BOOM_RATIO = 1.5;
/** A morning this far above the usual is a harder one (pacing.md, A1). */
const HARDER_NRS = 2;

export type Morning = 'usual' | 'harder' | 'flare' | 'none';

/** Colour of a morning against the person's own usual, never against other people. */
export function morningOf(day: DayAggregate, usualNrs: number | null): Morning {
  if (day.flare === true) return 'flare';
  if (day.morningPainNrs === null) return 'none';
  return usualNrs !== null && day.morningPainNrs - usualNrs >= HARDER_NRS ? 'harder' : 'usual';
}

export function isBoom(day: DayAggregate): boolean {
  return day.plannedMinutes !== null && day.plannedMinutes > 0 && (day.doneMinutes ?? 0) > BOOM_RATIO * day.plannedMinutes;
}

/** Median of the answered mornings; null without any. */
export function usualMorning(days: readonly DayAggregate[]): number | null {
  const sorted = days.flatMap((day) => (day.morningPainNrs === null ? [] : [day.morningPainNrs])).toSorted((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const STRIP = { width: 217, height: 48, base: 34, step: 15.5, bar: 10 } as const;

/** One path per kind of mark, so that a hundred rows stay a few hundred elements. */
export function stripPaths(days: readonly DayAggregate[]) {
  const usual = usualMorning(days);
  const top = Math.max(1, ...days.map((day) => Math.max(day.doneMinutes ?? 0, (day.plannedMinutes ?? 0) * 1.2)));
  const y = (minutes: number) => STRIP.base - (minutes / top) * (STRIP.base - 3);
  const paths = { done: '', boom: '', idle: '', quota: '', usual: '', harder: '', flare: '' };
  let pen = false;
  for (const [i, day] of days.entries()) {
    const x = i * STRIP.step;
    const centre = x + STRIP.bar / 2;
    const minutes = day.doneMinutes ?? 0;
    if (minutes > 0) paths[isBoom(day) ? 'boom' : 'done'] += `M${x} ${STRIP.base}V${y(minutes).toFixed(1)}h${STRIP.bar}V${STRIP.base}z`;
    else paths.idle += `M${x} ${STRIP.base - 1.5}h${STRIP.bar}v1.5h-${STRIP.bar}z`;
    if (day.plannedMinutes !== null && day.plannedMinutes > 0) {
      paths.quota += `${pen ? 'L' : 'M'}${centre} ${y(day.plannedMinutes).toFixed(1)}`;
      pen = true;
    } else pen = false;
    const morning = morningOf(day, usual);
    if (morning === 'usual') paths.usual += `M${centre - 3} 42a3 3 0 1 0 6 0a3 3 0 1 0-6 0`;
    if (morning === 'harder') paths.harder += `M${centre} 38.5l4 7h-8z`;
    if (morning === 'flare') paths.flare += `M${centre - 3.2} 39h6.4v6.4h-6.4z`;
  }
  return paths;
}
