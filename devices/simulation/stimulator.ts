import { DeviceError } from '#devices/core/errors.ts';
import { BATTERY_LEVEL, BATTERY_SERVICE } from '#devices/core/uuid.ts';
import {
  HHI_AMPLITUDE,
  HHI_FREQUENCY,
  HHI_PULSE_WIDTH,
  HHI_SERVICE,
  HHI_SET_AMPLITUDE,
  HHI_TRIGGER,
} from '#devices/drivers/humanHumanInterface.ts';
import type { DuePacket, Peripheral } from './peripheral.ts';

/** From this second on the box gives this amplitude; null switches it off. */
export interface StimulationPhase {
  readonly atS: number;
  readonly amplitudeMa: number | null;
}
export interface SimulatedStimulatorOptions {
  readonly name: string;
  readonly address: string;
  readonly frequencyHz: number;
  readonly pulseWidthUs: number;
  /** What the person does at the box, sorted by time. */
  readonly phases: readonly StimulationPhase[];
}

const u16 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, value >> 8);

/** A stimulator that is set by hand at the box, as the Human-Human-Interface tells it. Every write is refused. */
export function simulatedStimulator(options: SimulatedStimulatorOptions): Peripheral {
  const readable: Readonly<Record<string, Uint8Array>> = {
    [HHI_SET_AMPLITUDE]: u16(options.phases.find((phase) => phase.amplitudeMa !== null)?.amplitudeMa ?? 0),
    [HHI_FREQUENCY]: Uint8Array.of(options.frequencyHz),
    [HHI_PULSE_WIDTH]: u16(options.pulseWidthUs),
    [BATTERY_LEVEL]: Uint8Array.of(71),
  };
  return {
    name: options.name,
    address: options.address,
    advertisedServices: [HHI_SERVICE],
    services: [
      {
        uuid: HHI_SERVICE,
        characteristics: [
          ...[HHI_SET_AMPLITUDE, HHI_FREQUENCY, HHI_PULSE_WIDTH].map((uuid) => ({ uuid, properties: ['read', 'write'] as const })),
          { uuid: HHI_AMPLITUDE, properties: ['read', 'notify'] },
          { uuid: HHI_TRIGGER, properties: ['read', 'notify'] },
        ],
      },
      { uuid: BATTERY_SERVICE, characteristics: [{ uuid: BATTERY_LEVEL, properties: ['read'] }] },
    ],
    read(_service, characteristic) {
      const bytes = readable[characteristic];
      if (bytes === undefined) throw new DeviceError('unsupported', `${characteristic} cannot be read`);
      return bytes.slice();
    },
    write(_service, characteristic) {
      throw new DeviceError('refused', `${characteristic}: nobody but the person at the box sets it`);
    },
    packetsBetween(fromUs, toUs) {
      const packets: DuePacket[] = [];
      for (const { atS, amplitudeMa } of options.phases) {
        const dueUs = Math.round(atS * 1_000_000);
        if (dueUs <= fromUs || dueUs > toUs) continue;
        const packet = { dueUs, service: HHI_SERVICE };
        packets.push({ ...packet, characteristic: HHI_TRIGGER, bytes: Uint8Array.of(amplitudeMa === null ? 0 : 1) });
        packets.push({ ...packet, characteristic: HHI_AMPLITUDE, bytes: u16(amplitudeMa ?? 0) });
      }
      return packets;
    },
  };
}
