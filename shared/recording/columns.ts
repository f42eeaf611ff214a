/** Counts as they are: sample-major int16, little-endian. */
export function writeCounts(counts: Int16Array, out: Uint8Array, offset: number): void {
  for (let i = 0; i < counts.length; i++) {
    out[offset + 2 * i] = counts[i] & 0xff;
    out[offset + 2 * i + 1] = (counts[i] >> 8) & 0xff;
  }
}

export function readCounts(bytes: Uint8Array, offset: number, counts: Int16Array): void {
  for (let i = 0; i < counts.length; i++) counts[i] = bytes[offset + 2 * i] | (bytes[offset + 2 * i + 1] << 8);
}

/** Difference order (0 value, 1 first, 2 second difference) that leaves the smallest residuals in one column. */
function bestOrder(counts: Int16Array, axis: number, axes: number): number {
  const sums = [0, 0, 0];
  let previous = 0;
  let previousStep = 0;
  for (let i = axis; i < counts.length; i += axes) {
    const step = counts[i] - previous;
    sums[0] += Math.abs(counts[i]);
    sums[1] += Math.abs(step);
    sums[2] += Math.abs(step - previousStep);
    previous = counts[i];
    previousStep = step;
  }
  return sums.indexOf(Math.min(...sums));
}

/**
 * Counts as columns of differences (modulo 2^16), sign folded into bit 0, split into a plane of low and a plane of high bytes, which
 * is what deflate packs well: one byte per axis says the order, then the low bytes of all columns, then the high bytes.
 */
export function writeDifferences(counts: Int16Array, axes: number, out: Uint8Array, offset: number): void {
  const rows = counts.length / axes;
  const low = offset + axes;
  const high = low + counts.length;
  for (let axis = 0; axis < axes; axis++) {
    const order = bestOrder(counts, axis, axes);
    out[offset + axis] = order;
    let previous = 0;
    let previousStep = 0;
    for (let row = 0, at = axis * rows; row < rows; row++, at++) {
      const value = counts[row * axes + axis];
      const step = value - previous;
      const residual = order === 0 ? value : order === 1 ? step : step - previousStep;
      previous = value;
      previousStep = step;
      const wrapped = (residual << 16) >> 16;
      const folded = ((wrapped << 1) ^ (wrapped >> 15)) & 0xffff;
      out[low + at] = folded & 0xff;
      out[high + at] = folded >> 8;
    }
  }
}

/** Undoes writeDifferences; false when an order byte is unknown. */
export function readDifferences(bytes: Uint8Array, offset: number, axes: number, counts: Int16Array): boolean {
  const rows = counts.length / axes;
  const low = offset + axes;
  const high = low + counts.length;
  for (let axis = 0; axis < axes; axis++) {
    const order = bytes[offset + axis];
    if (order > 2) return false;
    let previous = 0;
    let previousStep = 0;
    for (let row = 0, at = axis * rows; row < rows; row++, at++) {
      const folded = bytes[low + at] | (bytes[high + at] << 8);
      const residual = (folded >> 1) ^ -(folded & 1);
      const value = order === 0 ? residual : order === 1 ? previous + residual : previous + previousStep + residual;
      const count = (value << 16) >> 16;
      previousStep = count - previous;
      previous = count;
      counts[row * axes + axis] = count;
    }
  }
  return true;
}
