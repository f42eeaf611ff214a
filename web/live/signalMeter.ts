import type { SampleBatch } from '#devices/core/types.ts';

export interface SignalMeter {
  /** True while clearly less comes than the sensor sends. */
  take(batch: SampleBatch): boolean;
  /** A packet that could not be read. */
  unreadable(): boolean;
  /** A new link: what was before says nothing. */
  restart(): void;
}

/** Looked at in blocks this long, us of the samples' own time. */
const BLOCK_US = 8_000_000;
/** Below this share of the nominal rate a block is weak; above the other one it is good again, so that the word does not flicker. */
const WEAK_BELOW = 0.8;
const GOOD_ABOVE = 0.92;
/** So many unreadable packets in a block say the same. */
const UNREADABLE_IN_BLOCK = 8;

interface Block {
  fromUs: number;
  samples: number;
}

/** How well a sensor is received, from what arrives of what it should send. Streams without a rate of their own say nothing. */
export function createSignalMeter(): SignalMeter {
  const blocks = new Map<string, Block>();
  const weakStreams = new Set<string>();
  let unreadable = 0;
  return {
    take({ stream, sampleCount, hostUs }) {
      const { key, nominalRateHz } = stream;
      if (nominalRateHz <= 0 || sampleCount === 0) return weakStreams.size > 0;
      const lastUs = hostUs[sampleCount - 1];
      const block = blocks.get(key);
      if (block === undefined) {
        blocks.set(key, { fromUs: lastUs, samples: 0 });
        return weakStreams.size > 0;
      }
      block.samples += sampleCount;
      if (lastUs - block.fromUs < BLOCK_US) return weakStreams.size > 0;
      const share = block.samples / ((nominalRateHz * (lastUs - block.fromUs)) / 1e6);
      if (share < WEAK_BELOW || unreadable >= UNREADABLE_IN_BLOCK) weakStreams.add(key);
      else if (share > GOOD_ABOVE) weakStreams.delete(key);
      unreadable = 0;
      block.fromUs = lastUs;
      block.samples = 0;
      return weakStreams.size > 0;
    },
    unreadable() {
      unreadable++;
      return weakStreams.size > 0;
    },
    restart() {
      blocks.clear();
      weakStreams.clear();
      unreadable = 0;
    },
  };
}
