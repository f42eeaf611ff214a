const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of UTC in a zone at a time. Throws a RangeError for a zone that Intl does not know. */
export function offsetAt(utcMs: number, zone: string): number {
  let format = formats.get(zone);
  if (format === undefined) {
    const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...fields });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(utcMs).map(({ type, value }) => [type, Number(value)]));
  const localMs = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  return Math.round((localMs - Math.floor(utcMs / 1000) * 1000) / 60_000);
}

/** UTC of a wall-clock time, both in ms. An hour that the clock has twice is the first of them; one that it leaves out is read as if it had not changed. */
export function localToUtcMs(localMs: number, zone: string): number {
  const before = localMs - 60_000 * offsetAt(localMs - 86_400_000, zone);
  if (offsetAt(before, zone) === offsetAt(localMs - 86_400_000, zone)) return before;
  const after = localMs - 60_000 * offsetAt(before, zone);
  return offsetAt(after, zone) === offsetAt(before, zone) ? after : before;
}
