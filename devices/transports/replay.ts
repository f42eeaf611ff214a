import { DeviceError } from '#devices/core/errors.ts';
import type { Scheduler } from '#devices/core/scheduler.ts';
import type { GattPort } from '#devices/core/types.ts';
import type { PeripheralService } from '#devices/simulation/peripheral.ts';
import { createSimulatedPort } from './simulated.ts';

/** One recorded notification. */
export interface RecordedPacket {
  /** Since the start of the recording, us; sorted. */
  readonly atUs: number;
  readonly service: string;
  readonly characteristic: string;
  readonly bytes: Uint8Array;
}
export interface RecordedValue {
  readonly service: string;
  readonly characteristic: string;
  readonly bytes: Uint8Array;
}
export interface Recording {
  readonly name: string;
  readonly packets: readonly RecordedPacket[];
  /** What reading a characteristic gives. */
  readonly values?: readonly RecordedValue[];
  /** Characteristics that may be written: what is written is noted, never answered. */
  readonly writable?: readonly { readonly service: string; readonly characteristic: string }[];
}
export interface ReplayPort extends GattPort {
  /** Everything written so far, in order. */
  readonly written: readonly RecordedValue[];
}

function servicesOf(recording: Recording): PeripheralService[] {
  const byService = new Map<string, Set<string>>();
  for (const use of [...recording.packets, ...(recording.values ?? []), ...(recording.writable ?? [])]) {
    const known = byService.get(use.service) ?? new Set();
    byService.set(use.service, known.add(use.characteristic));
  }
  return [...byService].map(([uuid, characteristics]) => ({
    uuid,
    characteristics: [...characteristics].map((characteristic) => ({ uuid: characteristic, properties: [] })),
  }));
}

/** Plays recorded packets at their own times, once, from the first connect. */
export function createReplayPort(recording: Recording, scheduler: Scheduler): ReplayPort {
  const written: RecordedValue[] = [];
  const { packets } = recording;
  let next = 0;
  const port = createSimulatedPort(
    {
      name: recording.name,
      address: `replay:${recording.name}`,
      advertisedServices: [],
      services: servicesOf(recording),
      read(service, characteristic) {
        const value = recording.values?.find((v) => v.service === service && v.characteristic === characteristic);
        if (value === undefined) throw new DeviceError('unsupported', `no recorded value of ${characteristic}`);
        return value.bytes.slice();
      },
      write(service, characteristic, bytes) {
        written.push({ service, characteristic, bytes });
      },
      packetsBetween(fromUs, toUs) {
        while (fromUs > 0 && next < packets.length && packets[next].atUs <= fromUs) next++;
        const first = next;
        while (next < packets.length && packets[next].atUs <= toUs) next++;
        return packets.slice(first, next).map((packet) => ({ ...packet, dueUs: packet.atUs }));
      },
    },
    scheduler,
  );
  const { id, name } = port;
  const { connect, services, read, write, subscribe, onDisconnect, disconnect } = port;
  return { id, name, written, connect, services, read, write, subscribe, onDisconnect, disconnect };
}
