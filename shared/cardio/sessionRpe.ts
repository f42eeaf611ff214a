/** Session-RPE load (Foster et al. 2001, doi:10.1519/00124278-200102000-00019): CR10 effort of the whole session x its minutes. Arbitrary units. */
export function sessionRpeLoad(rpeCr10: number, durationMinutes: number): number {
  return rpeCr10 * durationMinutes;
}
