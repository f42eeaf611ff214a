import type { DuePacket } from './peripheral.ts';

/** How packets are spoilt on their way. */
export interface Corruption {
  /** Every packet is replaced by other bytes of the same length. */
  readonly garbage: boolean;
  /** Every packet is cut to its first half. */
  readonly halfPackets: boolean;
}

/** The bytes that arrive of a packet; the same packet is always spoilt in the same way. */
export function corrupted(packet: DuePacket, { garbage, halfPackets }: Corruption): Uint8Array {
  const bytes = packet.bytes.slice(0, halfPackets ? packet.bytes.length >> 1 : undefined);
  if (!garbage) return bytes;
  let state = packet.dueUs | 1;
  return bytes.map(() => {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    return state >>> 24;
  });
}
