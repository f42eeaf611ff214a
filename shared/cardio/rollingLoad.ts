/** A daily load, arbitrary units; null: not known (no record), which is not a day of rest. */
export type DailyLoad = number | null;

/** A load that is no number, or below 0, is not known. */
export function knownLoad(load: DailyLoad): number | null {
  return load !== null && load >= 0 && load < Number.POSITIVE_INFINITY ? load : null;
}

/**
 * Mean of the known loads among `days` days that end `lag` days before each day. Windows that the start cuts off use the days there
 * are, unless `complete` is set; a window of which less than half is known is null.
 */
export function rollingLoad(daily: readonly DailyLoad[], days: number, lag = 0, complete = false): (number | null)[] {
  return daily.map((_, day) => {
    const from = day - lag - days + 1;
    if (complete && from < 0) return null;
    const span = daily.slice(Math.max(0, from), Math.max(0, day - lag + 1));
    const loads = span.map(knownLoad).filter((load) => load !== null);
    if (loads.length === 0 || loads.length < span.length / 2) return null;
    return loads.reduce((sum, load) => sum + load, 0) / loads.length;
  });
}
