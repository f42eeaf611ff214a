import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '#devices/drivers/index.ts';
import { decodeOnce, expectResult, type MotionVector, motionVectors, useOf } from './motionVectors.ts';
import { bytesOf } from './sharedVectors.ts';

const motion = catalogue.filter((definition) => definition.kind === 'imu');

describe.each(motion.map((definition) => [definition.id, definition] as const))('packets of %s', (id, definition) => {
  const vectors = motionVectors(id);
  const named = vectors.map((vector) => [`${vector.stream}: ${vector.source}`, vector] as const);

  it.each(named)('%s', (_name, { characteristic, hex, expect: wanted }) => {
    expectResult(definition, decodeOnce(definition, characteristic, bytesOf(hex)), wanted);
  });

  it('says what every byte of every packet is', () => {
    expect(vectors.length).toBeGreaterThan(0);
    for (const { hex, bytes, device } of vectors) {
      expect(device).toBe(id);
      const sizes = bytes.map((line) => Number(/^(\d+) \S/.exec(line)?.[1]));
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(bytesOf(hex).length);
    }
  });

  it('shows every stream by a packet', () => {
    const shown = new Set(vectors.flatMap((vector) => vector.expect.streams.map((part) => part.stream)));
    expect([...shown].toSorted()).toEqual(definition.streams.map((stream) => stream.key).toSorted());
  });

  it('gives samples or a reason for every truncation and any flipped bits, never an exception', () => {
    const decodes = ({ characteristic }: MotionVector, bytes: Uint8Array): void => {
      const use = useOf(definition, characteristic);
      const frames = use.createFramer?.().push(bytes).frames ?? [];
      for (const one of [bytes, ...frames]) expect(typeof use.decode(one).ok).toBe('boolean');
    };
    for (const vector of vectors) {
      const bytes = bytesOf(vector.hex);
      for (let length = 0; length < bytes.length; length++) decodes(vector, bytes.subarray(0, length));
    }
    fc.assert(
      fc.property(fc.constantFrom(...vectors), fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), (vector, flips) => {
        const bytes = bytesOf(vector.hex);
        for (const flip of flips) bytes[(flip >> 3) % bytes.length] ^= 1 << (flip & 7);
        decodes(vector, bytes);
      }),
      { numRuns: 50 },
    );
  });

  it('can be told apart from another of its model, and named in a chooser', () => {
    expect(definition.identify).not.toBeNull();
    expect(definition.match.namePrefixes.length).toBeGreaterThan(0);
  });
});

it('saw all motion sensors', () => {
  expect(motion.length).toBeGreaterThanOrEqual(1);
});
