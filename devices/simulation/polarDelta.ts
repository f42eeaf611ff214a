/** Samples to a block: what fits a notification leaves no room for long ones, and short ones follow the motion closely. */
const BLOCK_SAMPLES = 16;

/** Bits that hold a difference with its sign. */
function bitsFor(delta: number): number {
  return 33 - Math.clz32(delta < 0 ? ~delta : delta);
}

/** Payload of a compressed Polar frame: the way back of profiles/polarDelta.ts. Values sample-major; differences wrap as int32. */
export function encodeDelta(values: Int32Array, channels: number, bits: 16 | 32): Uint8Array {
  const samples = values.length / channels;
  const bytes: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    for (let shift = 0; shift < bits; shift += 8) bytes.push((values[channel] >> shift) & 0xff);
  }
  for (let first = 1; first < samples; first += BLOCK_SAMPLES) {
    const count = Math.min(BLOCK_SAMPLES, samples - first);
    const deltas = Array.from(
      { length: count * channels },
      (_, i) => (values[first * channels + i] - values[(first - 1) * channels + i]) | 0,
    );
    const deltaBits = Math.max(...deltas.map(bitsFor));
    const block = new Uint8Array(Math.ceil((deltaBits * deltas.length) / 8));
    deltas.forEach((delta, i) => {
      for (let bit = 0; bit < deltaBits; bit++) {
        const at = i * deltaBits + bit;
        block[at >> 3] |= ((delta >> bit) & 1) << (at & 7);
      }
    });
    bytes.push(deltaBits, count, ...block);
  }
  return Uint8Array.from(bytes);
}
