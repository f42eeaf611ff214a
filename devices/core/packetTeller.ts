import { createStreamClock } from './clock.ts';
import { createPacketReader } from './packetReader.ts';
import { tellFacts } from './sensorFacts.ts';
import type { StaleWatch } from './staleWatch.ts';
import type { CharacteristicUse, DecodeResult, DeviceDefinition, SensorEvent } from './types.ts';

/** Tells what packets say: samples in host time, what the device says about itself, streams that it ended, what no one understands. */
export interface PacketTeller {
  /** `onFrame` sees every whole frame first. */
  receive(use: CharacteristicUse, bytes: Uint8Array, arrivalUs: number, onFrame: (frame: Uint8Array) => void): void;
  /** A new link: pieces of frames and what was learned of the old one are forgotten; clocks begin again. */
  restart(): void;
}

/** `device`: the definition as its options make it. The watch hears of every sample. */
export function createPacketTeller(device: DeviceDefinition, watch: StaleWatch, listener: (event: SensorEvent) => void): PacketTeller {
  const packets = createPacketReader();
  const streams = new Map(device.streams.map((stream) => [stream.key, { stream, clock: createStreamClock(stream) }]));

  const tell = (decoded: DecodeResult, use: CharacteristicUse, arrivalUs: number): void => {
    if (!decoded.ok) {
      listener({ type: 'undecodable', reason: decoded.reason });
      return;
    }
    if (decoded.facts) tellFacts(decoded.facts, use.mode, listener);
    for (const part of decoded.streams) {
      const entry = streams.get(part.stream);
      if (entry === undefined || part.sampleCount === 0) continue;
      const times = entry.clock.map(part, arrivalUs - (part.lagUs ?? 0));
      const gapBefore = times.gapBefore || part.gapBefore === true;
      watch.sample(part.stream);
      const { sampleCount, counts } = part;
      listener({
        type: 'samples',
        batch: { stream: entry.stream, sampleCount, counts, arrivalUs, ...times, gapBefore, clock: entry.clock.mapping() },
      });
    }
    const ended = decoded.ended?.filter((key) => streams.has(key)) ?? [];
    for (const key of ended) streams.get(key)?.clock.restart();
    if (ended.length > 0) listener({ type: 'ended', streams: ended });
  };

  return {
    receive(use, bytes, arrivalUs, onFrame) {
      for (const decoded of packets.read(use, bytes, onFrame)) tell(decoded, use, arrivalUs);
    },
    restart() {
      for (const { clock } of streams.values()) clock.restart();
      packets.restart();
    },
  };
}
