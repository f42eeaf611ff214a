import type { DuePacket, Peripheral } from '#devices/simulation/peripheral.ts';

export const COUNTER_SERVICE = '5c0a0001-7d1f-4b1c-9a53-0f4b8f2f6a10';
export const COUNTER_VALUE = '5c0a0002-7d1f-4b1c-9a53-0f4b8f2f6a10';
export const COUNTER_CONTROL = '5c0a0003-7d1f-4b1c-9a53-0f4b8f2f6a10';

export interface CounterPeripheral extends Peripheral {
  /** Everything written to the control characteristic, in order. */
  readonly written: readonly Uint8Array[];
}

/** Packet n (from 1): n as u32, then bytes that follow from n, up to the length. Whoever knows n knows the packet. */
export function counterPacket(n: number, byteLength: number): Uint8Array {
  const bytes = new Uint8Array(byteLength);
  new DataView(bytes.buffer).setUint32(0, n, true);
  for (let i = 4; i < byteLength; i++) bytes[i] = (n * 31 + i * 7) & 0xff;
  return bytes;
}

/** A peripheral for measuring the lab itself: counts at a given rate, remembers what is written and reads it back. */
export function counterPeripheral(options: { name: string; address: string; rateHz: number; byteLength: number }): CounterPeripheral {
  const { rateHz, byteLength } = options;
  const written: Uint8Array[] = [];
  const dueUs = (n: number): number => Math.round((n * 1_000_000) / rateHz);
  return {
    name: options.name,
    address: options.address,
    advertisedServices: [COUNTER_SERVICE],
    services: [
      {
        uuid: COUNTER_SERVICE,
        characteristics: [
          { uuid: COUNTER_VALUE, properties: ['notify'] },
          { uuid: COUNTER_CONTROL, properties: ['read', 'write', 'writeWithoutResponse'] },
        ],
      },
    ],
    written,
    read: () => written.at(-1) ?? new Uint8Array(0),
    write(_service, _characteristic, bytes) {
      written.push(bytes);
    },
    packetsBetween(fromUs, toUs) {
      const packets: DuePacket[] = [];
      let n = Math.max(1, Math.floor((fromUs * rateHz) / 1_000_000));
      while (dueUs(n) <= fromUs) n++;
      for (; dueUs(n) <= toUs; n++) {
        packets.push({ dueUs: dueUs(n), service: COUNTER_SERVICE, characteristic: COUNTER_VALUE, bytes: counterPacket(n, byteLength) });
      }
      return packets;
    },
  };
}
