/** Offset basis and prime of 64 bits, in halves of 32: the prime is 2^40 + 0x1b3. */
const OFFSET_HIGH = 0xcbf29ce4;
const OFFSET_LOW = 0x84222325;
const PRIME_LOW = 0x1b3;

const hex = (half: number) => half.toString(16).padStart(8, '0');

/** FNV-1a, 64 bit, as 16 hex digits (draft-eastlake-fnv, section 5). Names a configuration; no protection against forgery. */
export function fnv1a64Hex(text: string): string {
  let high = OFFSET_HIGH;
  let low = OFFSET_LOW;
  for (const byte of new TextEncoder().encode(text)) {
    const mixed = (low ^ byte) >>> 0;
    // Below 2^41, so exact.
    const product = mixed * PRIME_LOW;
    low = product >>> 0;
    high = (Math.imul(high, PRIME_LOW) + Math.floor(product / 0x1_0000_0000) + (mixed << 8)) >>> 0;
  }
  return hex(high) + hex(low);
}
