import { readdirSync, readFileSync } from 'node:fs';
import { sharedData } from '#test/helpers/sharedData.ts';

export interface PacketVector<Expect> {
  readonly device: string;
  readonly stream: string;
  readonly source: string;
  readonly hex: string;
  readonly expect: Expect;
}

/** A packet of the project's own: which characteristic it is of, and how it comes. */
export interface OwnVector<Expect> extends PacketVector<Expect> {
  readonly characteristic: string;
  /** The packet is an answer: it comes when something is written that begins with these bytes. */
  readonly answers?: string;
  /**
   * A byte stream may be cut anywhere: what every piece then begins with; default nothing. Null: this notification always comes whole.
   */
  readonly cut?: string | null;
}

export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/\S+/g) ?? [], (byte) => Number.parseInt(byte, 16));
}

/** All packets of the reference data; null where the data is absent. */
export function allSharedVectors<Expect>(): PacketVector<Expect>[] | null {
  const file = sharedData('packets/vectors.json');
  return file === null ? null : (JSON.parse(readFileSync(file, 'utf8')) as PacketVector<Expect>[]);
}

/** Packets of the reference data for one device; null where the data is absent. */
export function sharedVectors<Expect>(device: string): PacketVector<Expect>[] | null {
  return allSharedVectors<Expect>()?.filter((vector) => vector.device === device) ?? null;
}

/** Every packet of the project's own. */
export function allOwnVectors(): OwnVector<unknown>[] {
  const files = readdirSync(new URL('../vectors', import.meta.url)).filter((file) => file.endsWith('.json'));
  return files.flatMap((file) => ownVectors<unknown>(file.slice(0, -'.json'.length)));
}

/** The project's own packets, test/vectors/<name>.json. */
export function ownVectors<Expect>(name: string): OwnVector<Expect>[] {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as OwnVector<Expect>[];
}
