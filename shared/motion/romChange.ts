/** deg; a change below this is within what a goniometer differs from one visit to the next (MDC95 3.5 to 10 deg, motion.md). */
export const CLEAR_ROM_CHANGE_DEG = 5;

export type RomChange =
  | { readonly kind: 'more' | 'less'; readonly changeDeg: number }
  | { readonly kind: 'noClearChange'; readonly changeDeg: number }
  | { readonly kind: 'unknown' };

/** Change of a range of motion against the person's own baseline (deg); unknown when either is missing. */
export function romChange(baselineDeg: number | null, nowDeg: number | null): RomChange {
  if (baselineDeg === null || nowDeg === null) return { kind: 'unknown' };
  const changeDeg = nowDeg - baselineDeg;
  if (!Number.isFinite(changeDeg)) return { kind: 'unknown' };
  if (Math.abs(changeDeg) < CLEAR_ROM_CHANGE_DEG) return { kind: 'noClearChange', changeDeg };
  return { kind: changeDeg > 0 ? 'more' : 'less', changeDeg };
}
