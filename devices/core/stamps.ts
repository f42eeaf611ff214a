import { GAP_INTERVALS } from './streamClock.ts';
import type { Decoded, StreamDefinition } from './types.ts';

/** Nominal time between samples, us; 0 where there is no rate. */
export function intervalOf(stream: StreamDefinition): number {
  return stream.nominalRateHz > 0 ? 1_000_000 / stream.nominalRateHz : 0;
}

/** What one step of the device's clock or counter is worth, us. */
export function tickOf(stream: StreamDefinition): number {
  return stream.clock === 'counter' ? intervalOf(stream) * (stream.samplesPerTick ?? 1) : (stream.tickUs ?? 1);
}

/** The device's own times of a packet in us, still wrapped; null where it has none that can be used. */
export function rawTimes(decoded: Decoded, stream: StreamDefinition): Float64Array | null {
  if (stream.clock !== 'counter') return decoded.deviceUs;
  const tickUs = tickOf(stream);
  return decoded.counter?.map((count) => count * tickUs) ?? null;
}

export interface Spacing {
  /** Time between the samples of this packet, us. */
  readonly stepUs: number;
  /** Samples are missing before this packet. */
  readonly late: boolean;
}

/**
 * Time between samples of packets that carry one stamp each: what lies between two stamps is shared out over the samples between them,
 * so that a sensor whose true rate is not the nominal one has neither jumps nor overlaps. After a lost packet the nominal step is used.
 */
export function spacingOf(sinceLastUs: number | null, samplesBetween: number, nominalUs: number): Spacing {
  if (sinceLastUs === null) return { stepUs: nominalUs, late: false };
  const measuredUs = sinceLastUs / samplesBetween;
  if (nominalUs === 0) return { stepUs: measuredUs, late: false };
  const late = measuredUs > GAP_INTERVALS * nominalUs;
  return { stepUs: late || measuredUs <= 0 ? nominalUs : measuredUs, late };
}
