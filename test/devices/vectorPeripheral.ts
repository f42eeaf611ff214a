import { allSteps } from '#devices/core/define.ts';
import { DeviceError } from '#devices/core/errors.ts';
import { matches } from '#devices/core/step.ts';
import type { CharacteristicUse, DeviceDefinition } from '#devices/core/types.ts';
import { sigUuid } from '#devices/core/uuid.ts';
import type { DuePacket, Peripheral, PeripheralCharacteristic, PeripheralService } from '#devices/simulation/peripheral.ts';
import { allOwnVectors, bytesOf, type OwnVector } from './sharedVectors.ts';

export interface Written {
  readonly characteristic: string;
  readonly bytes: Uint8Array;
}
/** A device made of its definition and its packets alone: who adds a driver with packets has it played, and changes nothing here. */
export interface VectorPeripheral extends Peripheral {
  /** Everything written, in order. */
  readonly written: readonly Written[];
  /** Every notification handed out, in order. */
  readonly sent: readonly DuePacket[];
  /** Sends the packets, in order: each whole, then (unless `whole`) those of byte streams once more, glued together and cut at awkward places. */
  play(how?: 'whole'): void;
  /** Nothing waits to be sent. */
  isPlayed(): boolean;
}

const SIG_BASE = sigUuid(0).slice(8);
/** Lengths of pieces, again and again: single bytes, a whole packet of the smallest link, and what joins the end of one to the next. */
const PIECES = [1, 2, 19, 1, 7, 3, 20, 33];

/** The packets of a device: its own, and those of standard characteristics whoever they are filed under. */
export function vectorsOf({ id, characteristics }: DeviceDefinition): OwnVector<unknown>[] {
  const used = new Set(characteristics.map((use) => use.characteristic));
  return allOwnVectors().filter(
    ({ device, characteristic }) => used.has(characteristic) && (device === id || characteristic.endsWith(SIG_BASE)),
  );
}

/** What lacks before a device can be played, as sentences: a packet for each characteristic, an answer to each question. */
export function lacksVectors(definition: DeviceDefinition): string[] {
  const vectors = vectorsOf(definition);
  const silent = definition.characteristics.filter((use) => !vectors.some(({ characteristic }) => characteristic === use.characteristic));
  const unanswered = allSteps(definition).filter(
    (step) => step.type === 'write' && step.answer !== undefined && !vectors.some((vector) => answersTo(vector, step.bytes)),
  );
  return [
    ...(definition.characteristics.length === 0 ? ['it has no radio'] : []),
    ...silent.map((use) => `no packet of ${use.characteristic}`),
    ...unanswered.map((step) => (step.type === 'write' ? `no answer to ${step.bytes.join(' ')}` : '')),
  ];
}

function answersTo({ answers }: OwnVector<unknown>, bytes: Uint8Array): boolean {
  return answers !== undefined && matches([...bytesOf(answers)], bytes);
}

/** What is used, with what is done there. Where no write is declared every write is taken, so that one that should not be is seen. */
function servicesOf(definition: DeviceDefinition): PeripheralService[] {
  const services = new Map<string, Map<string, Set<PeripheralCharacteristic['properties'][number]>>>();
  const propertiesOf = (use: { readonly service: string; readonly characteristic: string }) => {
    const characteristics = services.get(use.service) ?? new Map<string, Set<PeripheralCharacteristic['properties'][number]>>();
    services.set(use.service, characteristics);
    const properties = characteristics.get(use.characteristic) ?? new Set();
    characteristics.set(use.characteristic, properties);
    return properties;
  };
  for (const use of definition.characteristics) propertiesOf(use).add(use.mode);
  for (const step of allSteps(definition)) {
    if (step.type === 'read') propertiesOf(step).add('read');
    if (step.type === 'write') propertiesOf(step).add(step.response ? 'write' : 'writeWithoutResponse');
  }
  return [...services].map(([uuid, characteristics]) => ({
    uuid,
    characteristics: [...characteristics].map(([characteristic, properties]) => {
      const written = properties.has('write') || properties.has('writeWithoutResponse');
      return { uuid: characteristic, properties: [...properties, ...(written ? [] : (['write', 'writeWithoutResponse'] as const))] };
    }),
  }));
}

/** The byte stream of a characteristic: its packets one behind the other, in pieces that keep to no packet. */
function piecesOf(vectors: readonly OwnVector<unknown>[]): Uint8Array[] {
  const heads = new Set(vectors.map((vector) => vector.cut ?? ''));
  if (heads.size > 1) throw new RangeError('pieces of one stream begin in two ways');
  const head = bytesOf([...heads].join(''));
  const stream = vectors.flatMap(({ hex }) => [...bytesOf(hex).subarray(head.length)]);
  const pieces: Uint8Array[] = [];
  for (let at = 0, i = 0; at < stream.length; at += PIECES[i++ % PIECES.length]) {
    pieces.push(Uint8Array.from([...head, ...stream.slice(at, at + PIECES[i % PIECES.length])]));
  }
  return pieces;
}

export function vectorPeripheral(definition: DeviceDefinition, address: string): VectorPeripheral {
  const vectors = vectorsOf(definition);
  const written: Written[] = [];
  const sent: DuePacket[] = [];
  let waiting: Omit<DuePacket, 'dueUs'>[] = [];
  const usesOf = (mode: CharacteristicUse['mode'], characteristic: string) =>
    definition.characteristics.filter((use) => use.characteristic === characteristic && (use.mode === 'read') === (mode === 'read'));
  /** To be sent as one: what a device says of its own never stands in the middle of a cut packet. */
  const send = (characteristic: string, all: readonly Uint8Array[]): void => {
    for (const { service } of usesOf('notify', characteristic)) for (const bytes of all) waiting.push({ service, characteristic, bytes });
  };
  const { namePrefixes, services } = definition.match;
  return {
    name: namePrefixes[0] ?? definition.model,
    address,
    advertisedServices: services,
    services: servicesOf(definition),
    written,
    sent,
    read(_service, characteristic) {
      const vector = vectors.find((one) => one.characteristic === characteristic);
      if (usesOf('read', characteristic).length === 0 || vector === undefined)
        throw new DeviceError('unsupported', `${characteristic} cannot be read`);
      return bytesOf(vector.hex);
    },
    write(_service, characteristic, bytes) {
      written.push({ characteristic, bytes });
      for (const vector of vectors) if (answersTo(vector, bytes)) send(vector.characteristic, [bytesOf(vector.hex)]);
    },
    play(how) {
      for (const { characteristic, hex, answers } of vectors) if (answers === undefined) send(characteristic, [bytesOf(hex)]);
      for (const use of definition.characteristics) {
        if (use.createFramer === undefined || how === 'whole') continue;
        send(use.characteristic, piecesOf(vectors.filter((one) => one.characteristic === use.characteristic && one.cut !== null)));
      }
    },
    isPlayed: () => waiting.length === 0,
    packetsBetween(fromUs) {
      const due = waiting.map((packet) => ({ ...packet, dueUs: fromUs + 1 }));
      waiting = [];
      sent.push(...due);
      return due;
    },
  };
}
