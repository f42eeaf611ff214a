import { localDayOf, type Moment } from '#shared/schema/time.ts';

/**
 * Time as records need it. `nowUs` follows the monotonic clock from one wall-clock reading, so it never steps back within a page's life:
 * durations survive a changed system clock. It is also strictly increasing, which keeps records of one page in the order of their making.
 */
export interface Now {
  /** UTC us, an integer, strictly increasing. */
  nowUs(): number;
  /** The present moment with the offset and zone of the person. */
  moment(): Moment;
  /** The person's local day, YYYY-MM-DD. */
  localDay(): string;
  /** A moment for a given time, with the offset in force then. */
  momentAt(utcUs: number): Moment;
}

export interface NowSource {
  readonly wallMs: () => number;
  readonly monotonicMs: () => number;
  readonly zone: () => string;
}

const browser: NowSource = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
};

/** A wall clock that has moved this far ahead of the monotonic one means the device slept: time really went on. */
const SLEEP_MS = 2000;

export function createNow(source: NowSource = browser): Now {
  let anchorWallMs = source.wallMs();
  let anchorMonotonicMs = source.monotonicMs();
  let lastUs = 0;
  const nowUs = () => {
    const monotonicMs = source.monotonicMs();
    const wallMs = source.wallMs();
    let ms = anchorWallMs + (monotonicMs - anchorMonotonicMs);
    if (wallMs - ms > SLEEP_MS && wallMs - ms < 86_400_000) {
      anchorWallMs = wallMs;
      anchorMonotonicMs = monotonicMs;
      ms = wallMs;
    }
    lastUs = Math.max(Math.round(ms * 1000), lastUs + 1);
    return lastUs;
  };
  const momentAt = (utcUs: number): Moment => ({
    utcUs,
    offsetMinutes: 0 - new Date(utcUs / 1000).getTimezoneOffset(),
    zone: source.zone(),
  });
  const moment = () => momentAt(nowUs());
  return { nowUs, moment, momentAt, localDay: () => localDayOf(moment()) };
}

/** The same time, moved forward where it stands before `utcUs`: a clock that was set back does not send what goes on into the past. */
export function goingOnAfter(now: Now, utcUs: number): Now {
  const shiftUs = Math.max(0, utcUs + 1 - now.nowUs());
  if (shiftUs === 0) return now;
  const nowUs = () => now.nowUs() + shiftUs;
  const moment = () => now.momentAt(nowUs());
  return { nowUs, moment, momentAt: now.momentAt, localDay: () => localDayOf(moment()) };
}

export const now: Now = createNow();
