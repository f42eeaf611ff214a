import type { Repetition } from '#shared/schema/summary.ts';

/** Fewer alike movements than this are no exercise. */
const MIN_ALIKE = 3;
/** How far range and duration may be from the usual ones, as a factor. */
const ALIKE = 2.5;

/**
 * Of movements found with one sensor, those that look like an exercise: at least three of about the same range and duration. A
 * wrist moves a lot in everyday life; reaching for a cup is not a repetition.
 */
export function alikeOnly(repetitions: readonly Repetition[]): readonly Repetition[] {
  const rom = median(repetitions.map(({ romDeg }) => romDeg));
  const duration = median(repetitions.map(durationUs));
  const alike = repetitions.filter((repetition) => isNear(repetition.romDeg, rom) && isNear(durationUs(repetition), duration));
  return alike.length < MIN_ALIKE ? [] : alike.map((repetition, index) => ({ ...repetition, index }));
}

function durationUs({ startUs, endUs }: Repetition): number {
  return endUs - startUs;
}

function isNear(value: number, usual: number): boolean {
  return value <= usual * ALIKE && value >= usual / ALIKE;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
