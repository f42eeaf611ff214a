/** How a compressed frame's samples are laid out. */
export interface DeltaLayout {
  readonly channels: number;
  readonly bits: 16 | 32;
}

/** Signed value of `count` bits, least significant first, from bit `from` of the bytes. */
function signedBits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  let got = 0;
  for (let at = from; got < count; ) {
    const inByte = at & 7;
    const take = Math.min(8 - inByte, count - got);
    value |= ((bytes[at >> 3] >> inByte) & ((1 << take) - 1)) << got;
    got += take;
    at += take;
  }
  return count === 32 ? value : (value << (32 - count)) >> (32 - count);
}

/**
 * Polar's delta frames (polar-ble-sdk, technical documentation): a reference sample, then blocks of {bits per delta, samples, deltas},
 * deltas least significant bit first, channel by channel, each added to the value before. Gives samples x channels values, sample-major,
 * or null when the payload ends in the middle: a frame's time is that of its last sample, so a part of it has no times. A block of zero
 * bits holds no samples, as in the maker's own decoder.
 */
export function decodeDelta(payload: Uint8Array, { channels, bits }: DeltaLayout): Int32Array | null {
  const size = bits / 8;
  let at = channels * size;
  if (payload.length < at) return null;
  let samples = 1;
  while (at < payload.length) {
    if (at + 2 > payload.length || payload[at] > 32) return null;
    if (payload[at] > 0) samples += payload[at + 1];
    at += 2 + Math.ceil((payload[at] * payload[at + 1] * channels) / 8);
  }
  if (at > payload.length) return null;

  const values = new Int32Array(samples * channels);
  for (let channel = 0; channel < channels; channel++) values[channel] = signedBits(payload, channel * bits, bits);
  let next = channels;
  for (at = channels * size; at < payload.length; ) {
    const deltaBits = payload[at];
    const deltas = deltaBits === 0 ? 0 : payload[at + 1] * channels;
    const firstBit = (at + 2) * 8;
    for (let i = 0; i < deltas; i++, next++) {
      values[next] = values[next - channels] + signedBits(payload, firstBit + i * deltaBits, deltaBits);
    }
    at += 2 + Math.ceil((deltaBits * payload[at + 1] * channels) / 8);
  }
  return values;
}
