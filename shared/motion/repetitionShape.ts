import type { Repetition } from '#shared/schema/summary.ts';
import type { RowQueue } from '#shared/signal/rowQueue.ts';

/** Columns of a row kept while counting. */
export const REP = { timeUs: 0, angleDeg: 1, speed: 2, confidence: 3, width: 4 } as const;

/** Share of the way up that still belongs to the rest pose, and from which on the peak is held. */
const LOW = 0.1;
const HIGH = 0.9;

/**
 * Describes the repetition in `rows`, which reach from the last repetition's end to `endUs`: start = last time in the lowest
 * tenth before the peak, hold = time in the highest tenth, concentric before it, eccentric after it.
 */
export function describeRepetition(
  rows: RowQueue,
  index: number,
  restDeg: number,
  direction: number,
  endUs: number,
  usualRomDeg: number,
): Repetition {
  const { data } = rows;
  const last = lastBefore(rows, endUs);
  let peakAt = 0;
  for (let i = 1; i <= last; i++) if (direction * (angle(rows, i) - angle(rows, peakAt)) > 0) peakAt = i;
  const peak = direction * (angle(rows, peakAt) - restDeg);
  let low = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= peakAt; i++) low = Math.min(low, direction * (angle(rows, i) - restDeg));
  const rom = peak - low;
  const startLevel = low + LOW * rom;
  const holdLevel = peak - (1 - HIGH) * rom;
  let start = peakAt;
  while (start > 0 && direction * (angle(rows, start) - restDeg) > startLevel) start--;
  let holdFrom = peakAt;
  while (holdFrom > start && direction * (angle(rows, holdFrom - 1) - restDeg) >= holdLevel) holdFrom--;
  let holdTo = last;
  while (holdTo > peakAt && direction * (angle(rows, holdTo) - restDeg) < holdLevel) holdTo--;
  let speed = 0;
  let confidence = 0;
  for (let i = start; i <= last; i++) {
    speed = Math.max(speed, Math.abs(data[rows.offset(i) + REP.speed]));
    confidence += data[rows.offset(i) + REP.confidence];
  }
  const alike = usualRomDeg > 0 ? Math.min(1, rom / usualRomDeg) : 1;
  return {
    index,
    startUs: time(rows, start),
    peakUs: time(rows, peakAt),
    endUs: time(rows, last),
    romDeg: rom,
    peakDeg: peak,
    concentricMs: (time(rows, holdFrom) - time(rows, start)) / 1000,
    holdMs: (time(rows, holdTo) - time(rows, holdFrom)) / 1000,
    eccentricMs: (time(rows, last) - time(rows, holdTo)) / 1000,
    peakSpeedDegPerS: speed,
    confidence: Math.max(0, Math.min(1, (alike * confidence) / (last - start + 1))),
  };
}

function angle(rows: RowQueue, index: number): number {
  return rows.data[rows.offset(index) + REP.angleDeg];
}

function time(rows: RowQueue, index: number): number {
  return rows.data[rows.offset(index) + REP.timeUs];
}

function lastBefore(rows: RowQueue, endUs: number): number {
  let last = rows.length - 1;
  while (last > 0 && time(rows, last) > endUs) last--;
  return last;
}
