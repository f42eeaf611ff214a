import type { BitReader, BitWriter } from './bits.ts';
import { ESCAPE, ESCAPE_BITS } from './predictor.ts';

/**
 * Golomb code of non-negative integers (Golomb 1966, doi 10.1109/TIT.1966.1053907) whose divisor follows the expected value: for a
 * geometric distribution of mean m the best divisor is about m ln 2. Quotient in unary, remainder in truncated binary. A quotient of
 * ESCAPE or more is written as ESCAPE ones and the value in full. Here for time stamps, below 2^53.
 */
/** A divisor stays within what the writer takes at once. */
const MAX_DIVISOR = 1 << 22;
const TWO_16 = 65_536;
const TWO_32 = 4_294_967_296;

export function divisorFor(expected: number): number {
  const divisor = Math.round(expected * Math.LN2);
  return divisor >= 1 ? Math.min(MAX_DIVISOR, divisor) : 1;
}

export function writeGolomb(out: BitWriter, value: number, divisor: number): void {
  const quotient = Math.floor(value / divisor);
  if (quotient >= ESCAPE) {
    out.put(ESCAPE_BITS, ESCAPE);
    out.put(Math.floor(value / TWO_32), 21);
    out.put(Math.floor(value / TWO_16) % TWO_16, 16);
    out.put(value % TWO_16, 16);
    return;
  }
  out.put((1 << (quotient + 1)) - 2, quotient + 1);
  if (divisor === 1) return;
  const remainder = value - quotient * divisor;
  const width = 32 - Math.clz32(divisor - 1);
  const short = (1 << width) - divisor;
  if (remainder < short) out.put(remainder, width - 1);
  else out.put(remainder + short, width);
}

export function readGolomb(bits: BitReader, divisor: number): number {
  const quotient = bits.takeUnary(ESCAPE);
  if (quotient >= ESCAPE) return bits.take(21) * TWO_32 + bits.take(16) * TWO_16 + bits.take(16);
  if (divisor === 1) return quotient;
  const width = 32 - Math.clz32(divisor - 1);
  const short = (1 << width) - divisor;
  const remainder = bits.take(width - 1);
  if (remainder < short) return quotient * divisor + remainder;
  return quotient * divisor + remainder * 2 + bits.take(1) - short;
}
