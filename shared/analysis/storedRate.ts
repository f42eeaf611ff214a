import type { Stream } from '#shared/schema/stream.ts';

/** A chunk's header keeps its rate to 0.001 Hz; thinning at least halves it. */
const THINNED_BELOW = 0.75;

/**
 * A stream as its chunks hold it: with the lowest rate they say they have, where a phone short of space thinned some. Kernels take a step
 * of three periods for a hole, so they must not be told a rate that is not there. `chunkRatesHz`: nominal rates of its chunks.
 */
export function atStoredRate(stream: Stream, chunkRatesHz: readonly number[]): Stream {
  const lowestHz = Math.min(...chunkRatesHz);
  return lowestHz < THINNED_BELOW * stream.nominalRateHz ? { ...stream, nominalRateHz: lowestHz } : stream;
}
