import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodeResult } from '#devices/core/types.ts';
import { DOT_LONG_PAYLOAD, DOT_SHORT_PAYLOAD, movellaDot } from '#devices/drivers/movellaDot.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { writtenBytes } from './conversation.ts';
import { bytesOf, ownVectors, sharedVectors } from './sharedVectors.ts';

interface Expected {
  readonly tUs: number;
  readonly wxyz: readonly number[];
  readonly acc?: readonly number[];
  /** deg/s, as in the packet. */
  readonly gyr?: readonly number[];
}
const own = ownVectors<Expected>('movellaDot');
const reference = sharedVectors<Expected>('movella-dot')?.filter((vector) => vector.stream.startsWith('mode')) ?? null;
const vectors = [...own, ...(reference ?? [])];

function decode(bytes: Uint8Array, characteristic: string): DecodeResult {
  const use = movellaDot.characteristics.find((c) => c.characteristic === characteristic);
  return use!.decode(bytes);
}
const characteristicOf = (stream: string): string => (stream.startsWith('mode 5') ? DOT_SHORT_PAYLOAD : DOT_LONG_PAYLOAD);

/** Physical values by group name, from counts and scales. */
function physical(result: DecodeResult): Record<string, number[]> {
  if (!result.ok) throw new Error(result.reason);
  const [part] = result.streams;
  const definition = movellaDot.streams.find((stream) => stream.key === part.stream);
  const values: Record<string, number[]> = { timeUs: [...(part.deviceUs ?? [])] };
  let at = 0;
  for (const group of definition!.groups) {
    values[group.name] = Array.from(part.counts.subarray(at, at + group.axes), (count) => count * group.scale);
    at += group.axes;
  }
  return values;
}
function near(actual: readonly number[], wanted: readonly number[], step: number): void {
  expect(actual).toHaveLength(wanted.length);
  wanted.forEach((value, i) => {
    expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(step);
  });
}

describe('Movella DOT', () => {
  it.each(vectors)('$stream $source', ({ hex, stream, expect: wanted }) => {
    const values = physical(decode(bytesOf(hex), characteristicOf(stream)));
    expect(values.timeUs).toEqual([wanted.tUs]);
    near(values.quaternionWxyz, wanted.wxyz, 1 / 32767);
    if (wanted.acc) near(values.acceleration, wanted.acc, 0.005);
    const rate = wanted.gyr?.map((deg) => (deg * Math.PI) / 180);
    if (rate) near(values.angularRate, rate, 0.0011);
  });

  it.skipIf(reference === null)(`reference packets were there (${NO_SHARED_DATA} if skipped)`, () => {
    expect(reference).toHaveLength(2);
  });

  it('refuses every truncation and extension of every vector', () => {
    let checked = 0;
    for (const { hex, stream } of vectors) {
      const bytes = bytesOf(hex);
      for (let length = 0; length <= bytes.length + 3; length++) {
        if (length === bytes.length) continue;
        const other = new Uint8Array(length);
        other.set(bytes.subarray(0, length));
        expect(decode(other, characteristicOf(stream)).ok).toBe(false);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(90);
  });

  it('survives flipped bits; a value that is no number is refused, never stored', () => {
    fc.assert(
      fc.property(fc.constantFrom(...vectors), fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), ({ hex, stream }, flips) => {
        const bytes = bytesOf(hex);
        for (const flip of flips) bytes[(flip >> 3) % bytes.length] ^= 1 << (flip & 7);
        expect(typeof decode(bytes, characteristicOf(stream)).ok).toBe('boolean');
      }),
    );
    const notANumber = bytesOf(own[0].hex);
    notANumber.set([0, 0, 0xc0, 0x7f], 20);
    expect(decode(notANumber, DOT_LONG_PAYLOAD)).toEqual({ ok: false, reason: 'mode 26 with a value that is not a number' });
  });

  it('refuses an orientation that is no rotation, but takes "no orientation"', () => {
    const bytes = bytesOf(own[0].hex);
    bytes.set([0, 0, 0, 0x3f], 4);
    expect(decode(bytes, DOT_LONG_PAYLOAD)).toEqual({ ok: false, reason: 'mode 26 with a quaternion that is no rotation' });
    bytes.set([0, 0, 0, 0], 4);
    expect(decode(bytes, DOT_LONG_PAYLOAD).ok).toBe(true);
  });

  it('is started and stopped by these bytes', () => {
    expect(writtenBytes(movellaDot.start)).toEqual([bytesOf(`10 ${'00 '.repeat(23)}3C ${'00 '.repeat(7)}`), bytesOf('01 01 1A')]);
    expect(writtenBytes(movellaDot.stop)).toEqual([bytesOf('01 00 1A')]);
  });
});
