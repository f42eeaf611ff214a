import { atan2, hypot } from '#shared/signal/portableMath.ts';
import type { MagBins } from './magBins.ts';
import { fieldOf, type MagCalibration } from './magCalibration.ts';

/** rad/s; a field is trusted where the sensor turned in it: beside a desk's iron a sensor lies still. */
const MOTION_RATE = (20 * Math.PI) / 180;
/** s of motion that are enough to judge by. */
const MOTION_S = 20;
/** A field this different in strength (share) or dip (rad) is another one (Laidig & Seel 2023, section 3.5). */
const STRENGTH_TOLERANCE = 0.1;
const DIP_TOLERANCE = (10 * Math.PI) / 180;
/** s; undisturbed for less is chance. */
const UNDISTURBED_S = 0.5;

/** What each bin shows of the field in the frame of the orientation. */
export interface MagField {
  /** rad; azimuth of the horizontal field from the y axis towards the x axis; NaN without readings. */
  readonly azimuth: Float64Array;
  /** 1 where the field is not the one of the place, or was not measured. */
  readonly disturbed: Uint8Array;
  /** Undisturbed field: strength (unit of the readings), dip (rad), null where nothing was measured. */
  readonly reference: { readonly norm: number; readonly dip: number } | null;
}

/** The field of the place is where strength and dip are found most densely over the whole recording, in motion if there was enough. */
export function judgeField(bins: MagBins, calibration: MagCalibration): MagField {
  const { count, readings, rate, middleS, first } = bins;
  const azimuth = new Float64Array(count).fill(Number.NaN);
  const norm = new Float64Array(count).fill(Number.NaN);
  const dip = new Float64Array(count).fill(Number.NaN);
  const disturbed = new Uint8Array(count).fill(1);
  for (let b = 0; b < count; b++) {
    if (readings[b] === 0) continue;
    const x = fieldOf(bins, b, 0, calibration);
    const y = fieldOf(bins, b, 1, calibration);
    const z = fieldOf(bins, b, 2, calibration);
    azimuth[b] = atan2(x, y);
    norm[b] = hypot(x, y, z);
    dip[b] = atan2(-z, hypot(x, y));
  }
  const inMotion = (_: number, b: number): boolean => rate[b] >= MOTION_RATE && readings[b] > 0;
  const moving = norm.filter(inMotion);
  const enough = moving.length * 0.1 >= MOTION_S;
  const norms = enough ? moving : norm.filter((_, b) => readings[b] > 0);
  if (norms.length === 0) return { azimuth, disturbed, reference: null };
  const reference = { norm: densest(norms), dip: densest(enough ? dip.filter(inMotion) : dip.filter((_, b) => readings[b] > 0)) };
  for (let from = 0, to = 0; from < count; from = Math.max(to, from + 1)) {
    to = from;
    while (to < count && fits(to) && (to === from || first[to] === 0)) to++;
    if (to > from && middleS[to - 1] - middleS[from] >= UNDISTURBED_S) disturbed.fill(0, from, to);
  }
  return { azimuth, disturbed, reference };

  function fits(b: number): boolean {
    return Math.abs(norm[b] - reference.norm) < STRENGTH_TOLERANCE * reference.norm && Math.abs(dip[b] - reference.dip) < DIP_TOLERANCE;
  }
}

/** Mean of the narrowest interval that holds half of the values (the shorth). */
function densest(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = (sorted.length + 1) >> 1;
  let best = 0;
  for (let i = 1; i + half <= sorted.length; i++) {
    if (sorted[i + half - 1] - sorted[i] < sorted[best + half - 1] - sorted[best]) best = i;
  }
  return sorted.subarray(best, best + half).reduce((sum, value) => sum + value, 0) / half;
}
