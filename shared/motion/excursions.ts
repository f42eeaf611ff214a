import { alternates } from './alternation.ts';
import type { RepetitionParams } from './repetitions.ts';
import type { TurningPoints } from './turningPoints.ts';

/** A low point this far up (share of the way to the peak) is no return to rest. */
const RETURNED = 0.5;
/** Share of the usual range the first and the last excursion must show when the recording cuts them. */
const CUT_SHARE = 0.3;

/** A stretch without holes: times (s) and smoothed angles (deg, away from rest is positive). */
export interface Curve {
  readonly timeS: Float64Array;
  readonly awayDeg: Float64Array;
}

/** From one low point over the peak to the next; rows of the curve. */
export interface Excursion {
  readonly before: number;
  readonly peak: number;
  readonly after: number;
}

/** The excursions between turning points that are repetitions, and the usual range (deg) they were measured against. */
export function wholeExcursions(
  curve: Curve,
  points: TurningPoints,
  params: RepetitionParams,
): { excursions: Excursion[]; usualDeg: number } {
  dropShallowReturns(points);
  const { rows, values } = points;
  const usualDeg = medianLeg(values);
  const whole: Excursion[] = [];
  for (let p = 1; p + 1 < rows.length; p++) {
    const excursion = { before: rows[p - 1], peak: rows[p], after: rows[p + 1] };
    if (values[p] > values[p - 1] && isWhole(curve, excursion, p + 2 === rows.length, usualDeg, params)) whole.push(excursion);
  }
  return { excursions: inPairs(curve, whole, usualDeg), usualDeg };
}

/** A low point that stays up while its neighbours go down belongs to one repetition with two peaks; the higher one stays. */
function dropShallowReturns({ rows, values }: TurningPoints): void {
  for (let p = 2; p + 2 < values.length; p++) {
    if (values[p] > values[p - 1]) continue;
    const rest = Math.max(values[p - 2], values[p + 2]);
    const peak = Math.min(values[p - 1], values[p + 1]);
    if (values[p] - rest <= RETURNED * (peak - rest)) continue;
    const lower = values[p - 1] < values[p + 1] ? p - 1 : p;
    rows.splice(lower, 2);
    values.splice(lower, 2);
    p = Math.max(1, p - 3);
  }
}

function medianLeg(values: readonly number[]): number {
  const legs = values.slice(1).map((value, i) => Math.abs(value - values[i]));
  return legs.sort((a, b) => a - b)[legs.length >> 1] ?? 0;
}

/** Large and slow enough, and not just a piece at the recording's edge. */
function isWhole(
  { timeS, awayDeg }: Curve,
  { before, peak, after }: Excursion,
  isLast: boolean,
  usualDeg: number,
  params: RepetitionParams,
): boolean {
  const up = awayDeg[peak] - awayDeg[before];
  const down = awayDeg[peak] - awayDeg[after];
  const range = Math.max(up, down);
  // A set of large enough repetitions may hold a few smaller ones.
  const least = usualDeg < params.minRomDeg ? params.minRomDeg : params.rise * params.minRomDeg;
  if (range < least || Math.min(up, down) < CUT_SHARE * usualDeg) return false;
  if (isLast && down < RETURNED * usualDeg) return false;
  // From passing 65 % of the way up to passing 35 % of it on the way back, as the live counter has it.
  let high = before;
  while (high < peak && awayDeg[peak] - awayDeg[high] > (1 - params.rise) * range) high++;
  let back = peak;
  while (back < after && awayDeg[peak] - awayDeg[back] < (1 - params.fall) * range) back++;
  return timeS[back] - timeS[high] >= params.minHalfPeriodS;
}

/**
 * Where two kinds of excursion come in turn, each two as one. Told by heights and by which way is the slower one, not by pauses:
 * people rest after every other repetition too. The first and last may be cut and are not asked.
 */
function inPairs({ timeS, awayDeg }: Curve, excursions: Excursion[], usualDeg: number): Excursion[] {
  if (excursions.length < 2) return excursions;
  const periodS = (timeS[excursions[excursions.length - 1].peak] - timeS[excursions[0].peak]) / (excursions.length - 1);
  const features = excursions.map(({ before, peak, after }) => [
    awayDeg[peak] / usualDeg,
    awayDeg[before] / usualDeg,
    (2 * timeS[peak] - timeS[halfWay(awayDeg, before, peak)] - timeS[halfWay(awayDeg, after, peak)]) / periodS,
  ]);
  if (!alternates(features.slice(1, -1))) return excursions;
  return excursions.flatMap((first, i) => {
    if (i % 2 === 1) return [];
    const second = excursions[i + 1] ?? first;
    return [{ before: first.before, peak: awayDeg[second.peak] > awayDeg[first.peak] ? second.peak : first.peak, after: second.after }];
  });
}

/** Row between a low point and the peak at which half the way is done. */
function halfWay(awayDeg: Float64Array, low: number, peak: number): number {
  const half = (awayDeg[low] + awayDeg[peak]) / 2;
  let row = peak;
  while (row !== low && awayDeg[row] > half) row += low < peak ? -1 : 1;
  return row;
}
