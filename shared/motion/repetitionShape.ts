import type { Repetition } from '#shared/schema/summary.ts';
import type { RowQueue } from '#shared/signal/rowQueue.ts';
import { logDimensionlessJerk } from './logDimensionlessJerk.ts';
import { REP } from './repetitionRows.ts';
import { sparc } from './sparc.ts';
import { PROFILE_HZ, speedProfile } from './speedProfile.ts';

/** Share of the way up that still belongs to the rest pose, and from which on the peak is held. */
const LOW = 0.1;
const HIGH = 0.9;
/** With less confidence in the angle nothing is said about smoothness. */
const MIN_SMOOTHNESS_CONFIDENCE = 0.3;

/** Where a repetition lies and what it is measured against. */
export interface RepetitionPlace {
  readonly index: number;
  /** Rows from the end of the repetition before it to its own end, both included. */
  readonly from: number;
  readonly to: number;
  /** Row where the movement begins, when known better than by the lowest tenth of the way up. */
  readonly start?: number;
  readonly restDeg: number;
  /** +1 or -1: the way of the exercise. */
  readonly direction: number;
  readonly usualRomDeg: number;
}

/**
 * Describes one repetition: start = last time in the lowest tenth before the peak, hold = time in the highest tenth, concentric
 * before it, eccentric after it.
 */
export function describeRepetition(rows: RowQueue, place: RepetitionPlace): Repetition {
  const { data } = rows;
  const { index, from, to, restDeg, direction, usualRomDeg } = place;
  const away = (i: number): number => direction * (data[rows.offset(i) + REP.angleDeg] - restDeg);
  const time = (i: number): number => data[rows.offset(i) + REP.timeUs];
  let peakAt = from;
  for (let i = from + 1; i <= to; i++) if (away(i) > away(peakAt)) peakAt = i;
  const peak = away(peakAt);
  let low = Number.POSITIVE_INFINITY;
  for (let i = from; i <= peakAt; i++) low = Math.min(low, away(i));
  const rom = peak - low;
  let start = Math.min(place.start ?? peakAt, peakAt);
  while (place.start === undefined && start > from && away(start) > low + LOW * rom) start--;
  const holdLevel = peak - (1 - HIGH) * rom;
  let holdFrom = peakAt;
  while (holdFrom > start && away(holdFrom - 1) >= holdLevel) holdFrom--;
  let holdTo = to;
  while (holdTo > peakAt && away(holdTo) < holdLevel) holdTo--;
  let speed = 0;
  let sum = 0;
  for (let i = start; i <= to; i++) {
    speed = Math.max(speed, Math.abs(data[rows.offset(i) + REP.speed]));
    sum += data[rows.offset(i) + REP.confidence];
  }
  const alike = usualRomDeg > 0 ? Math.min(1, rom / usualRomDeg) : 1;
  const confidence = Math.max(0, Math.min(1, (alike * sum) / (to - start + 1)));
  const profile = confidence < MIN_SMOOTHNESS_CONFIDENCE ? null : speedProfile(rows, start, to);
  return {
    index,
    startUs: time(start),
    peakUs: time(peakAt),
    endUs: time(to),
    romDeg: rom,
    peakDeg: peak,
    concentricMs: (time(holdFrom) - time(start)) / 1000,
    holdMs: (time(holdTo) - time(holdFrom)) / 1000,
    eccentricMs: (time(to) - time(holdTo)) / 1000,
    peakSpeedDegPerS: speed,
    meanSpeedDegPerS: profile === null ? null : mean(profile),
    sparc: profile === null ? null : sparc(profile, PROFILE_HZ),
    ldlj: profile === null ? null : logDimensionlessJerk(profile, PROFILE_HZ),
    confidence,
  };
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
