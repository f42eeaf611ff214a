import { CHUNK_LIMITS } from './chunkData.ts';

/** The interval assumed before the first difference is known, us; 0 for streams without a rate. */
export function nominalIntervalUs(nominalRateHz: number): number {
  // As the header keeps it: writer and reader must come to the same interval.
  const keptHz = Math.round(nominalRateHz * 1000) / 1000;
  return keptHz > 0 ? Math.round(1_000_000 / keptHz) : 0;
}

/**
 * Time stamps after the first as second differences (integer us), each a variable-length integer: the first byte holds the sign in
 * bit 0 and six bits, every further byte seven, bit 7 says "more". Returns the offset behind the last byte.
 */
export function writeTimes(timesUs: Float64Array, intervalUs: number, out: Uint8Array, offset: number): number {
  let at = offset;
  let step = intervalUs;
  for (let i = 1; i < timesUs.length; i++) {
    const next = timesUs[i] - timesUs[i - 1];
    const change = next - step;
    step = next;
    let rest = Math.abs(change);
    out[at] = ((rest % 64) << 1) | (change < 0 ? 1 : 0);
    rest = Math.floor(rest / 64);
    while (rest > 0) {
      out[at] |= 0x80;
      at++;
      out[at] = rest % 128;
      rest = Math.floor(rest / 128);
    }
    at++;
  }
  return at;
}

/** Reads what writeTimes wrote into `timesUs` (its first entry set by the caller). Returns the offset behind, or -1 on bad bytes. */
export function readTimes(bytes: Uint8Array, offset: number, intervalUs: number, increasing: boolean, timesUs: Float64Array): number {
  let at = offset;
  let step = intervalUs;
  for (let i = 1; i < timesUs.length; i++) {
    if (at >= bytes.length) return -1;
    const first = bytes[at++];
    let magnitude = (first >> 1) & 63;
    let weight = 64;
    for (let byte = first, length = 1; byte & 0x80; length++) {
      if (at >= bytes.length || length >= CHUNK_LIMITS.timeBytes) return -1;
      byte = bytes[at++];
      magnitude += (byte & 0x7f) * weight;
      weight *= 128;
    }
    step += first & 1 ? -magnitude : magnitude;
    const timeUs = timesUs[i - 1] + step;
    if (!(timeUs >= 0 && timeUs < CHUNK_LIMITS.timeUs) || (increasing && step <= 0)) return -1;
    timesUs[i] = timeUs;
  }
  return at;
}
