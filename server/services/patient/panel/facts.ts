import type { PacingFacts } from '#server/services/pacing/panelFacts.ts';
import type { DayAggregate, Flag } from '#shared/schema/api.ts';
import { daysBetween } from '#shared/schema/time.ts';

/** What the ranking knows of one patient: open flags, 14 days (oldest first, no gaps) and a few dates. Never the history. */
export interface PanelInput {
  readonly suspendedReason: string | null;
  readonly openFlags: readonly Flag[];
  readonly days: readonly DayAggregate[];
  /** null: no plan yet. */
  readonly daysPerWeek: number | null;
  /** Whole days since the plan in force was written. */
  readonly planAgeDays: number | null;
  /** Whole days since the phone last spoke; null: never. */
  readonly silentDays: number | null;
  /** The day on which a PT last closed a flag of this patient: pain and effort up to then have been seen. */
  readonly handledDay: string | null;
  /** Whole days since the patient was added. */
  readonly knownDays: number;
  /** What the engine across days says; null: nothing yet. */
  readonly pacing: PacingFacts | null;
}

/** ROM below this share of the earlier median is a loss (pacing.md, L9). */
const ROM_LOSS_RATIO = 0.85;

/** Planned sessions of the last seven days that did not take place. A plan younger than a week is not judged. */
export function missedSessions(input: Pick<PanelInput, 'days' | 'daysPerWeek' | 'planAgeDays'>): number {
  if (input.daysPerWeek === null || (input.planAgeDays ?? 0) < 7) return 0;
  const done = input.days.slice(-7).filter((day) => day.sessionCount > 0).length;
  return Math.max(0, input.daysPerWeek - done);
}

/** Loss of the median range of motion in percent, latest three days with a measurement against the ones before; null when there is none. */
export function romLossPct(days: readonly DayAggregate[]): number | null {
  const measured = days.flatMap((day) => (day.romMedianDeg === null ? [] : [day.romMedianDeg]));
  if (measured.length < 6) return null;
  const before = median(measured.slice(0, -3));
  const now = median(measured.slice(-3));
  if (before === null || now === null || before <= 0 || now >= ROM_LOSS_RATIO * before) return null;
  return Math.round((1 - now / before) * 100);
}

/** The worst pain and effort of the last three days that no PT has dealt with, and on which day. */
export function worstRecent({ days, handledDay }: Pick<PanelInput, 'days' | 'handledDay'>): {
  painNrs: number | null;
  painDay: string;
  rpeCr10: number | null;
  rpeDay: string;
} {
  const worst = { painNrs: null as number | null, painDay: '', rpeCr10: null as number | null, rpeDay: '' };
  for (const day of days.slice(-3)) {
    if (handledDay !== null && day.localDay <= handledDay) continue;
    const pain = maxOf(day.maxPainNrs, day.morningPainNrs);
    if (pain !== null && pain >= (worst.painNrs ?? 0)) Object.assign(worst, { painNrs: pain, painDay: day.localDay });
    if (day.maxRpeCr10 !== null && day.maxRpeCr10 >= (worst.rpeCr10 ?? 0))
      Object.assign(worst, { rpeCr10: day.maxRpeCr10, rpeDay: day.localDay });
  }
  return worst;
}

/** More minutes in the second week than in the first, and mornings no worse. */
export function isImproving(days: readonly DayAggregate[]): boolean {
  const [first, second] = [days.slice(0, 7), days.slice(7)];
  const minutes = (week: readonly DayAggregate[]) => week.reduce((sum, day) => sum + (day.doneMinutes ?? 0), 0);
  const pain = (week: readonly DayAggregate[]) => median(week.flatMap((day) => (day.morningPainNrs === null ? [] : [day.morningPainNrs])));
  const [painBefore, painNow] = [pain(first), pain(second)];
  return minutes(first) > 0 && minutes(second) > minutes(first) && painBefore !== null && painNow !== null && painNow <= painBefore;
}

/** "today", "yesterday" or the weekday, seen from the last day of the strip. */
export function dayInWords(day: string, today: string): string {
  const ago = daysBetween(day, today);
  if (ago <= 0) return 'today';
  if (ago === 1) return 'yesterday';
  return `on ${new Date(`${day}T00:00:00Z`).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' })}`;
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const maxOf = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b));
