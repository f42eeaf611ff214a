import type { ByteReader } from '#devices/core/bytes.ts';
import type { Decoded, Learned, StreamDefinition } from '#devices/core/types.ts';

/** What turns: how its events are counted and what is believable. */
export interface Turning {
  /** Key of its stream. */
  readonly key: 'wheel' | 'crank';
  /** Names under which a link keeps the packet before: revolutions, time of the last one, and how often it was repeated. */
  readonly countName: string;
  readonly timeName: string;
  readonly repeatsName: string;
  readonly countBits: 16 | 32;
  /** Of the event time, which is 16 bits wide. */
  readonly ticksPerS: number;
  readonly maxPerMinute: number;
}
/** Cumulative revolutions and the time of the last one. */
export interface Revolutions {
  readonly count: number;
  readonly timeTicks: number;
}

/** Legs do not turn a crank faster; a 26-inch wheel at 120 km/h turns about a thousand times a minute. */
export const crankAt = (ticksPerS: number): Turning => ({ ...named('crank'), countBits: 16, ticksPerS, maxPerMinute: 300 });
export const wheelAt = (ticksPerS: number): Turning => ({ ...named('wheel'), countBits: 32, ticksPerS, maxPerMinute: 1500 });

function named(key: Turning['key']): Pick<Turning, 'key' | 'countName' | 'timeName' | 'repeatsName'> {
  return { key, countName: `${key}.count`, timeName: `${key}.time`, repeatsName: `${key}.repeats` };
}

export function readRevolutions(reader: ByteReader, { countBits }: Turning): Revolutions {
  const count = (countBits === 32 ? reader.u32() : reader.u16()) ?? 0;
  return { count, timeTicks: reader.u16() ?? 0 };
}

/** Sensors repeat the last event until the next one comes: after this many packets, about a second apart, it stands still. */
const STILL_AFTER = 3;
const SCALE_PER_MIN = 0.1;

export interface Turned {
  readonly part: Decoded | null;
  readonly note: string | null;
  readonly learned: Learned;
}

/**
 * Revolutions per minute from two packets (Cycling Speed and Cadence Service 1.0, section 3.1): differences modulo the counter's width.
 * The packet before is kept with what the link has learned; the first packet of a link gives nothing yet.
 */
export function turned(turning: Turning, now: Revolutions, learned: Learned): Turned {
  const { key, countName, timeName, repeatsName, countBits, ticksPerS, maxPerMinute } = turning;
  const keep = (): Learned => ({ [countName]: now.count, [timeName]: now.timeTicks, [repeatsName]: 0 });
  const sample = (perMinute: number): Decoded => ({
    stream: key,
    sampleCount: 1,
    counts: Int16Array.of(Math.round(perMinute / SCALE_PER_MIN)),
    deviceUs: null,
  });
  if (learned[timeName] === undefined) return { part: null, note: null, learned: keep() };
  const turns = (now.count - learned[countName] + 2 ** countBits) % 2 ** countBits;
  const ticks = (now.timeTicks - learned[timeName] + 0x10000) % 0x10000;
  const repeats = learned[repeatsName] ?? 0;
  // No new event: the one before stays the one to measure from.
  if (ticks === 0 || turns === 0) {
    const more = Math.min(STILL_AFTER, repeats + 1);
    return { part: more >= STILL_AFTER ? sample(0) : null, note: null, learned: { [repeatsName]: more } };
  }
  // The event time wraps after 32 or 64 s: what a standstill lasted is not known.
  if (repeats >= STILL_AFTER) return { part: null, note: null, learned: keep() };
  const perMinute = (60 * turns * ticksPerS) / ticks;
  if (perMinute > maxPerMinute) return { part: null, note: `${key}: ${Math.round(perMinute)} a minute is not possible`, learned: keep() };
  return { part: sample(perMinute), note: null, learned: keep() };
}

export function turningStream({ key }: Turning): StreamDefinition {
  return {
    key,
    kind: 'speed',
    nominalRateHz: 1,
    clock: 'arrival',
    wrapBits: null,
    groups: [{ name: 'cadence', axes: 1, scale: SCALE_PER_MIN, unit: '1/min' }],
  };
}
