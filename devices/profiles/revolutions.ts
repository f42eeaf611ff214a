import type { ByteReader } from '#devices/core/bytes.ts';
import type { Decoded, Learned, StreamDefinition } from '#devices/core/types.ts';

/** What turns: how its events are counted and what is believable. */
export interface Turning {
  /** Key of its stream, and first word of what a link learns about it. */
  readonly key: 'wheel' | 'crank';
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
export const crankAt = (ticksPerS: number): Turning => ({ key: 'crank', countBits: 16, ticksPerS, maxPerMinute: 300 });
export const wheelAt = (ticksPerS: number): Turning => ({ key: 'wheel', countBits: 32, ticksPerS, maxPerMinute: 1500 });

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
  const { key, countBits, ticksPerS, maxPerMinute } = turning;
  const [countKey, timeKey, repeatsKey] = [`${key}.count`, `${key}.time`, `${key}.repeats`];
  const keep = (repeats: number): Learned => ({ [countKey]: now.count, [timeKey]: now.timeTicks, [repeatsKey]: repeats });
  const sample = (perMinute: number): Decoded => ({
    stream: key,
    sampleCount: 1,
    counts: Int16Array.of(Math.round(perMinute / SCALE_PER_MIN)),
    deviceUs: null,
  });
  if (learned[timeKey] === undefined) return { part: null, note: null, learned: keep(0) };
  const turns = (now.count - learned[countKey] + 2 ** countBits) % 2 ** countBits;
  const ticks = (now.timeTicks - learned[timeKey] + 0x10000) % 0x10000;
  const repeats = learned[repeatsKey] ?? 0;
  // No new event: the one before stays the one to measure from.
  if (ticks === 0 || turns === 0) {
    const more = Math.min(STILL_AFTER, repeats + 1);
    return { part: more >= STILL_AFTER ? sample(0) : null, note: null, learned: { [repeatsKey]: more } };
  }
  // The event time wraps after 32 or 64 s: what a standstill lasted is not known.
  if (repeats >= STILL_AFTER) return { part: null, note: null, learned: keep(0) };
  const perMinute = (60 * turns * ticksPerS) / ticks;
  if (perMinute > maxPerMinute) return { part: null, note: `${key}: ${Math.round(perMinute)} a minute is not possible`, learned: keep(0) };
  return { part: sample(perMinute), note: null, learned: keep(0) };
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
