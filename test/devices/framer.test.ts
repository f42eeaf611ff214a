import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createByteStreamFramer, type FrameLength } from '#devices/core/framer.ts';

/** A5, length of the payload (at most 6), payload, sum of all before. */
const length: FrameLength = (bytes) => {
  if (bytes[0] !== 0xa5) return 'none';
  if (bytes.length < 2) return 'more';
  const whole = bytes[1] + 3;
  if (bytes[1] > 6) return 'none';
  if (bytes.length < whole) return 'more';
  const sum = bytes.subarray(0, whole - 1).reduce((a, b) => a + b, 0) & 0xff;
  return sum === bytes[whole - 1] ? whole : 'none';
};
const framer = () => createByteStreamFramer(length, 9);
const frame = (payload: readonly number[]): number[] => {
  const bytes = [0xa5, payload.length, ...payload];
  return [...bytes, bytes.reduce((a, b) => a + b, 0) & 0xff];
};

describe('byte stream framer', () => {
  it('gives every frame once, however the stream is cut', () => {
    const payloads = fc.array(fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 6 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(payloads, fc.array(fc.integer({ min: 1, max: 11 }), { minLength: 1 }), (all, cuts) => {
        const bytes = Uint8Array.from(all.flatMap(frame));
        const subject = framer();
        const found: number[][] = [];
        let skipped = 0;
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const end = at + cuts[i % cuts.length];
          const { frames, skippedBytes } = subject.push(bytes.subarray(at, end));
          found.push(...frames.map((one) => [...one]));
          skipped += skippedBytes;
          at = end;
        }
        expect(found).toEqual(all.map(frame));
        expect(skipped).toBe(0);
      }),
    );
  });

  it('finds its way back behind noise and a broken frame, and says how much it passed over', () => {
    const broken = frame([1, 2, 3]);
    broken[3] ^= 0x10;
    const { frames, skippedBytes } = framer().push(Uint8Array.from([7, 7, ...broken, ...frame([9])]));
    expect(frames.map((one) => [...one])).toEqual([frame([9])]);
    expect(skippedBytes).toBe(2 + broken.length);
  });

  it('never holds more than it may: what can be no frame is let go', () => {
    const hungry = createByteStreamFramer(() => 'more', 4);
    let skipped = 0;
    for (let i = 0; i < 100; i++) skipped += hungry.push(Uint8Array.of(1, 2, 3)).skippedBytes;
    expect(skipped).toBe(297);
    expect(createByteStreamFramer(() => 50, 4).push(Uint8Array.of(1, 2)).skippedBytes).toBe(2);
    expect(createByteStreamFramer(() => 0, 4).push(Uint8Array.of(1, 2)).skippedBytes).toBe(2);
  });

  it('gives copies', () => {
    const bytes = Uint8Array.from(frame([5]));
    const [one] = framer().push(bytes).frames;
    bytes[2] = 6;
    expect([...one]).toEqual(frame([5]));
  });
});
