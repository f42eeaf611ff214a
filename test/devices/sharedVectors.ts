import { readFileSync } from 'node:fs';
import { sharedData } from '#test/helpers/sharedData.ts';

export interface PacketVector<Expect> {
  readonly device: string;
  readonly stream: string;
  readonly source: string;
  readonly hex: string;
  readonly expect: Expect;
}

export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.trim().split(/\s+/), (byte) => Number.parseInt(byte, 16));
}

/** Packets of the reference data for one device; null where the data is absent. */
export function sharedVectors<Expect>(device: string): PacketVector<Expect>[] | null {
  const file = sharedData('packets/vectors.json');
  if (file === null) return null;
  const all = JSON.parse(readFileSync(file, 'utf8')) as PacketVector<Expect>[];
  return all.filter((vector) => vector.device === device);
}

/** The project's own packets, test/vectors/<name>.json. */
export function ownVectors<Expect>(name: string): PacketVector<Expect>[] {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as PacketVector<Expect>[];
}
