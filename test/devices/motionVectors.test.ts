import { describe, expect, it } from 'vitest';
import { catalogue } from '#devices/drivers/index.ts';
import { decodeOnce, expectResult, motionVectors } from './motionVectors.ts';
import { bytesOf } from './sharedVectors.ts';

/** Watches carry heart rate first, and motion. */
const WATCHES = ['pineTime', 'bangleJs'];
const motion = catalogue.filter(({ kind, id }) => kind === 'imu' || WATCHES.includes(id));

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

  it('can be told apart from another of its model, and named in a chooser', () => {
    expect(definition.identify).not.toBeNull();
    expect(definition.match.namePrefixes.length).toBeGreaterThan(0);
  });
});

it('saw all motion sensors', () => {
  expect(motion.length).toBeGreaterThanOrEqual(1);
});
