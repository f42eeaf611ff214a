import type { ClockMapping } from '#shared/recording/chunkData.ts';
import type { Decoded } from './types.ts';

export interface MappedTimes {
  /** UTC us, integers, strictly increasing over the life of the clock. */
  readonly hostUs: Float64Array;
  /** Unwrapped device time; null where the device has none. */
  readonly deviceUs: Float64Array | null;
  readonly gapBefore: boolean;
}
/**
 * Turns the device's or the arrival time of a stream's samples into host time. One per stream. The same packets at the same arrival
 * times give the same host times bit for bit. A recording keeps host time, device time and the line in force when a chunk was closed,
 * not each arrival: a reader takes the host times as they are; the chunk's line gives them back within about a millisecond.
 */
export interface StreamClock {
  map(decoded: Decoded, arrivalUs: number): MappedTimes;
  /** The link was lost and is back: what follows comes after a gap and the fit starts anew. Host time goes on increasing. */
  restart(): void;
  /** The mapping in force; null without a device clock. */
  mapping(): ClockMapping | null;
}

/** A frame later than this many nominal intervals means that samples are missing. */
export const GAP_INTERVALS = 1.5;
