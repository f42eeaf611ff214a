import { ByteReader } from '#devices/core/bytes.ts';
import { quantize } from '#devices/core/quantize.ts';
import type { Decoded, DecodeResult, Learned } from '#devices/core/types.ts';

/** One pulse-to-pulse interval of an optical sensor (PMD type 3, raw frame 0). */
export interface PulseInterval {
  readonly heartRateBpm: number;
  readonly intervalMs: number;
  readonly errorMs: number;
  /** The sensor saw movement: the interval is not valid. */
  readonly blocked: boolean;
  readonly skinContact: boolean;
  /** Whether skinContact means anything; sources disagree whether the bit says "supported" or "not supported". */
  readonly contactBit: boolean;
}
const SAMPLE_BYTES = 6;
const BLOCKED = 0x01;
const CONTACT = 0x02;
const CONTACT_SUPPORT = 0x04;

/** Null when the payload does not hold whole intervals. */
export function parsePulseIntervals(payload: Uint8Array): PulseInterval[] | null {
  if (payload.length === 0 || payload.length % SAMPLE_BYTES !== 0) return null;
  const reader = new ByteReader(payload);
  const found: PulseInterval[] = [];
  while (reader.remaining > 0) {
    const [heartRateBpm = 0, intervalMs = 0, errorMs = 0, flags = 0] = [reader.u8(), reader.u16(), reader.u16(), reader.u8()];
    found.push({
      heartRateBpm,
      intervalMs,
      errorMs,
      blocked: (flags & BLOCKED) !== 0,
      skinContact: (flags & CONTACT) !== 0,
      contactBit: (flags & CONTACT_SUPPORT) !== 0,
    });
  }
  return found;
}

/** Between 30 and 300 beats a minute. */
const believable = ({ intervalMs, blocked }: PulseInterval): boolean => !blocked && intervalMs >= 200 && intervalMs <= 2000;

/** Learned by a link: the last frame ended with an interval that could not be used. */
const BROKEN = 'ppi.broken';

/**
 * Runs of valid intervals. The frame's time is often zero, so beats are chained back from arrival; an interval that cannot be used
 * takes its time but gives no sample, and what follows it comes behind a gap.
 */
export function decodePulseIntervals(payload: Uint8Array, learned: Learned = {}): DecodeResult {
  const intervals = parsePulseIntervals(payload);
  if (intervals === null) return { ok: false, reason: 'Polar PPI frame does not hold whole intervals' };
  const streams: Decoded[] = [];
  let run: PulseInterval[] = [];
  let afterUs = 0;
  const close = (gapBefore: boolean): void => {
    if (run.length === 0) return;
    const counts = Int16Array.from(run.flatMap(({ intervalMs, errorMs }) => [quantize(intervalMs, 1000 / 1024), quantize(errorMs, 1)]));
    streams.unshift({ stream: 'ppi', sampleCount: run.length, counts, deviceUs: null, lagUs: afterUs, gapBefore });
    for (const { intervalMs } of run) afterUs += intervalMs * 1000;
    run = [];
  };
  for (const interval of intervals.toReversed()) {
    if (believable(interval)) {
      run.unshift(interval);
      continue;
    }
    close(true);
    afterUs += interval.intervalMs * 1000;
  }
  close(learned[BROKEN] === 1);
  const bad = intervals.filter((interval) => !believable(interval)).length;
  return {
    ok: true,
    streams,
    notes: bad > 0 ? [`${bad} of ${intervals.length} pulse intervals are not valid`] : [],
    learned: { [BROKEN]: believable(intervals[intervals.length - 1]) ? 0 : 1 },
  };
}
