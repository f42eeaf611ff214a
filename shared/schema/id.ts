import { z } from 'zod';

/** Every record's identity: UUID version 7 (RFC 9562 section 5.7), made by whoever creates the record. */
export const Id = z.uuidv7();
export type Id = z.infer<typeof Id>;

/** Builds a UUIDv7 from Unix milliseconds and 10 random bytes. Pure: the caller owns clock and randomness. */
export function uuidV7(unixMs: number, random: Uint8Array): Id {
  if (random.length < 10) throw new RangeError('uuidV7 needs 10 random bytes');
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(unixMs / 2 ** (8 * (5 - i))) % 256;
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
