import {
  COLUMN_WIDTH,
  ESCAPE,
  ESCAPE_BITS,
  firstAxes,
  initColumns,
  MEAN,
  MEAN_GAIN,
  NEIGHBOUR_LEAST,
  NEIGHBOUR_MOST,
  NEIGHBOUR_WEIGHT,
  REGULARISATION,
  STEP,
} from './predictor.ts';

/** Writes sample-major counts by the model of predictor.ts, highest bit first; returns the offset behind. At most 5 bytes a count. */
export function writeResiduals(counts: Int16Array, groupSizes: readonly number[], out: Uint8Array, offset: number): number {
  const first = firstAxes(groupSizes);
  const axes = first.length;
  const s = initColumns(axes);
  let at = offset;
  let held = 0;
  let heldBits = 0;
  for (let i = 0; i < counts.length; ) {
    let neighbour = 0;
    let neighbourMean = 0;
    for (let axis = 0; axis < axes; axis++, i++) {
      const c = axis * COLUMN_WIDTH;
      const p1 = s[c];
      const p2 = s[c + 1];
      const p3 = s[c + 2];
      const p4 = s[c + 3];
      const d1 = p1 - p2;
      const d2 = d1 - (p2 - p3);
      const d3 = d2 - (p2 - p3) + (p3 - p4);
      const expected = p1 + s[c + 4] * d1 + s[c + 5] * d2 + s[c + 6] * d3;
      const nearest = expected > -32768 ? (expected < 32767 ? Math.floor(expected + 0.5) : 32767) : -32768;
      const count = counts[i];
      const residual = ((count - nearest) << 16) >> 16;
      const folded = ((residual << 1) ^ (residual >> 15)) & 0xffff;

      const mean = s[c + MEAN];
      const ratio = Math.min(NEIGHBOUR_MOST, Math.max(NEIGHBOUR_LEAST, (neighbour + 2) / (neighbourMean + 2)));
      const likely = first[axis] === 1 ? mean : mean * (1 + NEIGHBOUR_WEIGHT * (ratio - 1));
      const divisor = Math.max(1, (likely * Math.LN2 + 0.5) | 0);
      const quotient = (folded / divisor) | 0;
      if (quotient < ESCAPE) {
        held = (held << (quotient + 1)) | ((1 << (quotient + 1)) - 2);
        heldBits += quotient + 1;
        const remainder = folded - quotient * divisor;
        const width = 32 - Math.clz32(divisor - 1);
        const short = (1 << width) - divisor;
        for (; heldBits >= 8; out[at++] = held >>> heldBits) heldBits -= 8;
        const isShort = remainder < short;
        if (divisor > 1) {
          held = isShort ? (held << (width - 1)) | remainder : (held << width) | (remainder + short);
          heldBits += isShort ? width - 1 : width;
        }
      } else {
        held = (held << ESCAPE) | ESCAPE_BITS;
        heldBits += ESCAPE;
        for (; heldBits >= 8; out[at++] = held >>> heldBits) heldBits -= 8;
        held = (held << 16) | folded;
        heldBits += 16;
      }
      for (; heldBits >= 8; out[at++] = held >>> heldBits) heldBits -= 8;

      const gain = (STEP * (count - expected)) / (REGULARISATION + d1 * d1 + d2 * d2 + d3 * d3);
      s[c + 4] += gain * d1;
      s[c + 5] += gain * d2;
      s[c + 6] += gain * d3;
      s[c + 3] = p3;
      s[c + 2] = p2;
      s[c + 1] = p1;
      s[c] = count;
      s[c + MEAN] = mean + MEAN_GAIN * (folded - mean);
      neighbour = folded;
      neighbourMean = mean;
    }
  }
  if (heldBits > 0) out[at++] = held << (8 - heldBits);
  return at;
}
