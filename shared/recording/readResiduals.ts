import {
  COLUMN_WIDTH,
  ESCAPE,
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

/**
 * Reads what writeResiduals wrote into `counts`; true when the bytes from `offset` on are exactly as long as the counts say. Total:
 * past the end it reads zeros.
 */
export function readResiduals(bytes: Uint8Array, offset: number, groupSizes: readonly number[], counts: Int16Array): boolean {
  const first = firstAxes(groupSizes);
  const axes = first.length;
  const s = initColumns(axes);
  const end = bytes.length;
  let at = offset;
  let held = 0;
  let heldBits = 0;
  for (let i = 0; i < counts.length && at <= end + 4; ) {
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

      const mean = s[c + MEAN];
      const ratio = Math.min(NEIGHBOUR_MOST, Math.max(NEIGHBOUR_LEAST, (neighbour + 2) / (neighbourMean + 2)));
      const likely = first[axis] === 1 ? mean : mean * (1 + NEIGHBOUR_WEIGHT * (ratio - 1));
      const divisor = Math.max(1, (likely * Math.LN2 + 0.5) | 0);
      for (; heldBits < 24; heldBits += 8) held = (held << 8) | (at < end ? bytes[at++] : 0 * at++);
      // The leading ones of what is held, at most ESCAPE.
      const ones = Math.min(ESCAPE, Math.clz32(~(held << (32 - heldBits))));
      heldBits -= ones < ESCAPE ? ones + 1 : ESCAPE;
      for (; heldBits < 24; heldBits += 8) held = (held << 8) | (at < end ? bytes[at++] : 0 * at++);
      let folded = 0;
      if (ones === ESCAPE) {
        heldBits -= 16;
        folded = (held >>> heldBits) & 0xffff;
      } else if (divisor === 1) {
        folded = ones;
      } else {
        const width = 32 - Math.clz32(divisor - 1);
        const short = (1 << width) - divisor;
        const long = (held >>> (heldBits - width)) & ((1 << width) - 1);
        const isShort = long >> 1 < short;
        heldBits -= isShort ? width - 1 : width;
        folded = (ones * divisor + (isShort ? long >> 1 : long - short)) & 0xffff;
      }
      const residual = (folded >> 1) ^ -(folded & 1);
      const count = ((nearest + residual) << 16) >> 16;
      counts[i] = count;

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
  return at - (heldBits >> 3) === end;
}
