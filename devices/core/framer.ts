/** Cuts a stream of notifications into frames. One per link: what is left of an old link is never glued to a new one. */
export interface Framer {
  push(bytes: Uint8Array): Framed;
}
export interface Framed {
  /** Whole frames, in order; copies. */
  readonly frames: readonly Uint8Array[];
  /** Bytes that belonged to no frame. */
  readonly skippedBytes: number;
}

/** What stands at the beginning of `bytes`: the length of a whole frame, `more` bytes needed to tell, or `none`: no frame starts here. */
export type FrameLength = (bytes: Uint8Array) => number | 'more' | 'none';

/**
 * A framer that finds its way back by itself: where no frame starts, it moves on by one byte. It holds at most `maxBytes`, which must be
 * at least the longest frame; a frame that would need more is taken for noise. Without a checksum, `startsFrame` tells of a notification
 * that it begins with a frame: what is held then lost its end on the way, and is not completed by another frame's bytes.
 */
export function createByteStreamFramer(
  frameLength: FrameLength,
  maxBytes: number,
  startsFrame: (notification: Uint8Array) => boolean = () => false,
): Framer {
  let held = new Uint8Array(0);
  return {
    push(bytes) {
      let skippedBytes = 0;
      if (held.length > 0 && startsFrame(bytes)) {
        skippedBytes = held.length;
        held = new Uint8Array(0);
      }
      const all = new Uint8Array(held.length + bytes.length);
      all.set(held);
      all.set(bytes, held.length);
      const frames: Uint8Array[] = [];
      let at = 0;
      while (at < all.length) {
        const length = frameLength(all.subarray(at));
        const possible = length === 'more' ? all.length - at < maxBytes : length !== 'none' && length > 0 && length <= maxBytes;
        if (!possible) {
          at++;
          skippedBytes++;
          continue;
        }
        if (length === 'more' || at + Number(length) > all.length) break;
        frames.push(all.slice(at, at + Number(length)));
        at += Number(length);
      }
      held = all.slice(at);
      return { frames, skippedBytes };
    },
  };
}
