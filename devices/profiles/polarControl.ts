import { ByteReader } from '#devices/core/bytes.ts';
import type { OptionValues } from '#devices/core/options.ts';
import type { Refusal } from '#devices/core/step.ts';
import type { DecodeResult } from '#devices/core/types.ts';
import { PMD_TYPES, type PolarStream } from './polarStreams.ts';

export const PMD_GET_SETTINGS = 1;
export const PMD_START = 2;
export const PMD_STOP = 3;
const RESPONSE = 0xf0;
const FEATURES = 0x0f;
const STOPPED = 0x01;

export interface PmdResponse {
  readonly op: number;
  readonly type: number;
  readonly status: number;
  /** Further packets follow; what is here is not all. */
  readonly more: boolean;
  readonly params: Uint8Array;
}

export function parsePmdResponse(bytes: Uint8Array): PmdResponse | null {
  if (bytes.length < 4 || bytes[0] !== RESPONSE) return null;
  return { op: bytes[1], type: bytes[2] & 0x3f, status: bytes[3], more: (bytes[4] ?? 0) !== 0, params: bytes.slice(5) };
}

/** What a stream can be set to, or was set to. Lists in the sensor's units: Hz, bits, g or deg/s or gauss. */
export interface PmdSettings {
  readonly ratesHz: readonly number[];
  readonly resolutionsBits: readonly number[];
  readonly ranges: readonly number[];
  readonly channels: readonly number[];
  readonly factor: number | null;
}

/** Bytes of one value by setting type; 3 is a range in thousandths, 6 a security key. */
const VALUE_BYTES: readonly number[] = [2, 2, 2, 4, 1, 4, 16];
const [RATE, RESOLUTION, RANGE, , CHANNELS, FACTOR] = [0, 1, 2, 3, 4, 5];

/** Type, count, values. What follows an unknown type or a cut is left out: its length is not known. */
export function parsePmdSettings(params: Uint8Array): PmdSettings {
  const lists = new Map<number, number[]>();
  let factor: number | null = null;
  const reader = new ByteReader(params);
  while (reader.remaining >= 2) {
    const type = reader.u8() ?? 0;
    const count = reader.u8() ?? 0;
    const size = VALUE_BYTES[type];
    if (size === undefined || reader.remaining < count * size) break;
    const values: number[] = [];
    for (let i = 0; i < count; i++) {
      if (type === FACTOR) factor = reader.f32();
      else if (size === 1) values.push(reader.u8() ?? 0);
      else if (size === 2) values.push(reader.u16() ?? 0);
      else for (let word = 0; word < size; word += 4) reader.u32();
    }
    lists.set(type, values);
  }
  const list = (type: number): readonly number[] => lists.get(type) ?? [];
  return { ratesHz: list(RATE), resolutionsBits: list(RESOLUTION), ranges: list(RANGE), channels: list(CHANNELS), factor };
}

const NAMES: Readonly<Record<PolarStream, string>> = {
  ecg: 'the ECG',
  acc: 'acceleration',
  ppi: 'pulse intervals',
  gyro: 'the turning rate',
  mag: 'the magnetic field',
};
const STREAM_BY_TYPE = new Map<number, PolarStream>((Object.keys(PMD_TYPES) as PolarStream[]).map((stream) => [PMD_TYPES[stream], stream]));
const nameOf = (type: number): string => NAMES[STREAM_BY_TYPE.get(type) ?? 'acc'];

/** Refusals by status (PmdControlPointResponse); 6, already in that state, is what was wanted. */
const REASONS: Readonly<Record<number, string>> = {
  1: 'it does not know the command',
  2: 'it does not know the measurement',
  3: 'it does not have it',
  4: 'the command has the wrong length',
  5: 'a setting is missing or wrong',
  7: 'it does not have this resolution',
  8: 'it does not have this rate',
  9: 'it does not have this range',
  11: 'it does not have these channels',
  12: 'it is busy with something else',
  13: 'it is on its charger',
  14: 'its memory is full',
};
const INVALID_MTU = 10;
const ALREADY = 6;

/** Why the sensor's answer means that a stream does not run; null when it does. */
export function pmdRefusal(bytes: Uint8Array): Refusal | null {
  const response = parsePmdResponse(bytes);
  if (response === null) return { code: 'protocol', message: 'The sensor’s answer is cut short.' };
  const { status, type } = response;
  if (status === 0 || status === ALREADY) return null;
  if (status === INVALID_MTU) {
    const message = `This connection’s packets are too small for ${nameOf(type)}: the sensor needs 232 bytes. Another phone or computer may do.`;
    return { code: 'smallPackets', message };
  }
  return { code: 'refused', message: `The sensor does not give ${nameOf(type)}: ${REASONS[status] ?? `it says ${status}`}.` };
}

/** The same for the question about settings: also when the wanted rate is not among those on offer. */
export function settingsRefusal(rate: { readonly option: string } | { readonly hz: number }) {
  return (bytes: Uint8Array, options: OptionValues): Refusal | null => {
    const refused = pmdRefusal(bytes);
    const response = parsePmdResponse(bytes);
    if (refused !== null || response === null || response.more) return refused;
    const { ratesHz } = parsePmdSettings(response.params);
    const wanted = 'hz' in rate ? rate.hz : Number(options[rate.option]);
    if (ratesHz.length === 0 || ratesHz.includes(wanted)) return null;
    return { code: 'refused', message: `The sensor offers ${nameOf(response.type)} at ${ratesHz.join(', ')} Hz, not at ${wanted} Hz.` };
  };
}

/** Everything the control point may say: answers, the features (reading it fires the same event), streams it has stopped itself. */
export function decodePmdControl(bytes: Uint8Array): DecodeResult {
  if (bytes[0] === FEATURES) return { ok: true, streams: [], notes: [] };
  if (bytes[0] === STOPPED && bytes.length > 1) {
    const ended = Array.from(bytes.subarray(1), (type) => STREAM_BY_TYPE.get(type & 0x3f)).filter((stream) => stream !== undefined);
    return { ok: true, streams: [], notes: ['the sensor stopped streams by itself'], ended };
  }
  const response = parsePmdResponse(bytes);
  if (response === null) return { ok: false, reason: 'not an answer of a Polar sensor' };
  const refused = pmdRefusal(bytes);
  const stream = STREAM_BY_TYPE.get(response.type);
  if (refused !== null || response.op !== PMD_START || stream === undefined) {
    return { ok: true, streams: [], notes: refused === null ? [] : [refused.message] };
  }
  // Every start sets it anew: a factor of an earlier start does not stay.
  const { factor } = parsePmdSettings(response.params);
  const usable = factor !== null && Number.isFinite(factor) && factor > 0;
  return { ok: true, streams: [], notes: [], learned: { [stream]: usable ? factor : 1 } };
}
