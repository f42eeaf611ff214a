/**
 * A simulated peripheral, written once and hosted three ways: by the virtual lab over D-Bus, by transports/simulated.ts in unit
 * tests, and by the product's demo mode. It has no timers and no clock of its own: the host tells it the time.
 */
export interface PeripheralCharacteristic {
  readonly uuid: string;
  readonly properties: readonly ('read' | 'write' | 'writeWithoutResponse' | 'notify' | 'indicate')[];
}
export interface PeripheralService {
  readonly uuid: string;
  readonly characteristics: readonly PeripheralCharacteristic[];
}
/** One notification to send when the host's clock reaches `dueUs` (us since the peripheral was started). */
export interface DuePacket {
  readonly dueUs: number;
  readonly service: string;
  readonly characteristic: string;
  readonly bytes: Uint8Array;
}
export interface Peripheral {
  /** Advertised name. */
  readonly name: string;
  /** AA:BB:CC:DD:EE:FF; unique within a lab. */
  readonly address: string;
  readonly advertisedServices: readonly string[];
  readonly services: readonly PeripheralService[];
  read(service: string, characteristic: string): Uint8Array;
  write(service: string, characteristic: string, bytes: Uint8Array): void;
  /** Packets due in (fromUs, toUs], in order. Called repeatedly; playing starts at 0 and the recording may loop. */
  packetsBetween(fromUs: number, toUs: number): readonly DuePacket[];
}
