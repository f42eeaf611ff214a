import { streamUse } from '#shared/analysis/streamUse.ts';
import { Keeping } from '#shared/schema/event.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import type { Stream } from '#shared/schema/stream.ts';

/**
 * Rates that motion is thinned down to, Hz, never below. At 25 Hz the knee of a runner who changes direction is measured to 2.0 degrees
 * as at 100 Hz, two of 41 of its repetitions are missed (test/shared/analysis/thinned.test.ts): what is shown is the phone's own count.
 */
const THINNED_HZ = 50;
const HALVED_HZ = 25;

/** How many samples of a stream become one at a step; 1 = stored as it came, 0 = not stored. */
export function samplesPerStored(stream: Stream, setup: SessionSetup, keeping: Keeping): number {
  const use = streamUse(stream, setup);
  if (keeping === 'noSamples') return 0;
  if (keeping === 'all' || use === 'small') return 1;
  if (keeping === 'noCurves' || use === 'optional') return 0;
  if (keeping === 'needed') return 1;
  return Math.max(1, Math.floor(stream.nominalRateHz / (keeping === 'thinned' ? THINNED_HZ : HALVED_HZ)));
}

/** The steps at which any of these streams is stored otherwise than at the one before. */
export function stepsThatDiffer(streams: readonly Stream[], setup: SessionSetup): readonly Keeping[] {
  const formOf = (keeping: Keeping) => streams.map((stream) => samplesPerStored(stream, setup, keeping)).join();
  return Keeping.options.filter((keeping, i, all) => i === 0 || formOf(keeping) !== formOf(all[i - 1]));
}
