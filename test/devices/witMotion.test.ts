import { describe, expect, it } from 'vitest';
import { createPacketReader } from '#devices/core/packetReader.ts';
import { witMotion } from '#devices/drivers/witMotion.ts';
import { motionVectors } from './motionVectors.ts';
import { bytesOf } from './sharedVectors.ts';

const frames = motionVectors('witMotion').map(({ hex }) => bytesOf(hex));
const [use] = witMotion.characteristics;
const joined = Uint8Array.from(frames.flatMap((frame) => [...frame]));

describe('WitMotion', () => {
  it('reads every frame once, wherever notifications are cut', () => {
    const whole = frames.map((frame) => use.decode(frame));
    for (let cut = 1; cut < joined.length; cut++) {
      const reader = createPacketReader();
      expect([...reader.read(use, joined.subarray(0, cut)), ...reader.read(use, joined.subarray(cut))]).toEqual(whole);
    }
  });

  it('finds its way back behind a frame that lost bytes, and says so', () => {
    const reader = createPacketReader();
    const damaged = Uint8Array.from([...frames[0].subarray(0, 7), ...frames[1], ...frames[0]]);
    expect(reader.read(use, damaged)).toEqual([
      use.decode(frames[1]),
      use.decode(frames[0]),
      { ok: false, reason: '7 bytes that belong to no frame' },
    ]);
  });

  it('a frame that lost its end on the way is never completed by the next one', () => {
    const reader = createPacketReader();
    const [first, second] = frames;
    const read = (bytes: Uint8Array) => reader.read(use, bytes);
    expect(read(first.subarray(0, 10))).toEqual([]);
    expect(read(second.subarray(0, 10))).toEqual([{ ok: false, reason: '10 bytes that belong to no frame' }]);
    expect(read(second)).toEqual([use.decode(second), { ok: false, reason: '10 bytes that belong to no frame' }]);
    // Cut in the middle, it is one frame all the same.
    expect([...read(first.subarray(0, 7)), ...read(first.subarray(7))]).toEqual([use.decode(first)]);
  });
});
