import type { ZoneSeconds } from '#shared/schema/summary.ts';

export type AcsmZone = keyof ZoneSeconds;

/**
 * ACSM intensity classes by percent of heart-rate reserve (Garber et al. 2011, doi:10.1249/MSS.0b013e318213fefb, table 2):
 * < 30 very light, 30-39 light, 40-59 moderate, 60-89 vigorous, >= 90 near maximal. `fromPct` is the lower limit, inclusive.
 */
export const ACSM_HRR_ZONES: readonly { readonly zone: AcsmZone; readonly fromPct: number }[] = [
  { zone: 'veryLight', fromPct: Number.NEGATIVE_INFINITY },
  { zone: 'light', fromPct: 30 },
  { zone: 'moderate', fromPct: 40 },
  { zone: 'vigorous', fromPct: 60 },
  { zone: 'nearMax', fromPct: 90 },
];

/** The class of a share of the heart-rate reserve, percent. */
export function acsmZone(reservePct: number): AcsmZone {
  if (reservePct >= 90) return 'nearMax';
  if (reservePct >= 60) return 'vigorous';
  if (reservePct >= 40) return 'moderate';
  return reservePct >= 30 ? 'light' : 'veryLight';
}

/** The class of effort on Borg's scale from 6 to 20, same source; it overrules heart rate where the two disagree. */
export function acsmZoneOfRpe(rpe6To20: number): AcsmZone {
  if (rpe6To20 >= 18) return 'nearMax';
  if (rpe6To20 >= 14) return 'vigorous';
  if (rpe6To20 >= 12) return 'moderate';
  return rpe6To20 >= 9 ? 'light' : 'veryLight';
}

/** The class of absolute effort in METs, same source; near maximal depends on the person's fitness and is not told from vigorous. */
export function acsmZoneOfMets(mets: number): Exclude<AcsmZone, 'nearMax'> {
  if (mets >= 6) return 'vigorous';
  if (mets >= 3) return 'moderate';
  return mets >= 2 ? 'light' : 'veryLight';
}

export function emptyZoneSeconds(): ZoneSeconds {
  return { veryLight: 0, light: 0, moderate: 0, vigorous: 0, nearMax: 0 };
}
