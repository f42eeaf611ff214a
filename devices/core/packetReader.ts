import type { Framer } from './framer.ts';
import type { CharacteristicUse, DecodeResult, Learned } from './types.ts';

/** Turns what arrives into decoded packets; keeps what a link has learned and what its framers hold. */
export interface PacketReader {
  /** `onFrame` sees every whole frame, or the packet itself where there is no framer, before it is decoded. */
  read(use: CharacteristicUse, bytes: Uint8Array, onFrame?: (frame: Uint8Array) => void): readonly DecodeResult[];
  /** A new link: nothing of the old one counts. */
  restart(): void;
}

export function createPacketReader(): PacketReader {
  let framers = new Map<CharacteristicUse, Framer>();
  let learned: Learned = {};

  const decode = (use: CharacteristicUse, frame: Uint8Array): DecodeResult => {
    const result = use.decode(frame, learned);
    if (result.ok && result.learned) learned = { ...learned, ...result.learned };
    return result;
  };

  return {
    read(use, bytes, onFrame) {
      if (use.createFramer === undefined) {
        onFrame?.(bytes);
        return [decode(use, bytes)];
      }
      const framer = framers.get(use) ?? use.createFramer();
      framers.set(use, framer);
      const { frames, skippedBytes } = framer.push(bytes);
      const results = frames.map((frame) => {
        onFrame?.(frame);
        return decode(use, frame);
      });
      if (skippedBytes > 0) results.push({ ok: false, reason: `${skippedBytes} bytes that belong to no frame` });
      return results;
    },
    restart() {
      framers = new Map();
      learned = {};
    },
  };
}
