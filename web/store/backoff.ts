/** Wait before the next try: doubled each time, with jitter so that phones do not come back as a herd after an outage. */
export function backoffMs(failures: number, random: () => number): number {
  const ceilingMs = Math.min(BASE_MS * 2 ** Math.min(failures, 20), MAX_MS);
  return Math.round(ceilingMs * (0.5 + random()));
}

const BASE_MS = 2000;
const MAX_MS = 5 * 60_000;
