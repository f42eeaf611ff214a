import type { CharacteristicUse, Decoded, DecodeResult, StreamDefinition } from '#devices/core/types.ts';
import type { AxisGroup } from '#shared/schema/stream.ts';
import type { StimulationReading } from '#shared/stimulation/reading.ts';

/** What one characteristic of a stimulator says: a reading and perhaps a sample, or why not. */
export type StimulatorValue = { readonly reading: StimulationReading; readonly sample?: Sample } | string;
/** One value for the stream of that key, already a count. */
export interface Sample {
  readonly stream: string;
  readonly count: number;
}

/** A stream of whole numbers that a stimulator sends when they change. */
export function stimulatorStream(key: AxisGroup['name'], unit: AxisGroup['unit']): StreamDefinition {
  const groups: readonly AxisGroup[] = [{ name: key, axes: 1, scale: 1, unit }];
  return { key, kind: 'stimulation', nominalRateHz: 0, clock: 'arrival', wrapBits: null, groups };
}

/** Result of decoding a stimulator's value. */
export function stimulatorResult(value: StimulatorValue): DecodeResult {
  if (typeof value === 'string') return { ok: false, reason: value };
  const { reading, sample } = value;
  const streams: Decoded[] =
    sample === undefined ? [] : [{ stream: sample.stream, sampleCount: 1, counts: Int16Array.of(sample.count), deviceUs: null }];
  return { ok: true, streams, notes: [], facts: { stimulation: reading } };
}

/** A characteristic of a stimulator that is read or listened to; any may be missing. */
export function stimulatorUse(
  service: string,
  characteristic: string,
  mode: 'notify' | 'read',
  value: (bytes: Uint8Array) => StimulatorValue,
): CharacteristicUse {
  return { service, characteristic, mode, optional: true, decode: (bytes) => stimulatorResult(value(bytes)) };
}

/** Little-endian number of exactly `length` bytes within its range, or a sentence. */
export function numberIn(bytes: Uint8Array, length: 1 | 2, min: number, max: number, what: string): number | string {
  if (bytes.length !== length) return `${what} has ${length} bytes, not ${bytes.length}`;
  const value = length === 1 ? bytes[0] : bytes[0] | (bytes[1] << 8);
  return value < min || value > max ? `${what} of ${value} is outside ${min} to ${max}` : value;
}
