/** Numbers per row of a linearised problem with four unknowns: the error and its slope along each. */
export const ROW = 5;

/**
 * Normal equations of `rows` up to `end` with soft-L1 weights: the upper triangle of the 4 x 4 matrix `h`, the right side `g`; returns
 * the cost. Errors beyond `soft` count linearly. Sums are plain variables: this loop is most of the cost of a fit.
 */
export function softNormalEquations(rows: Float64Array, end: number, soft: number, h: Float64Array, g: Float64Array): number {
  let cost = 0;
  let h00 = 0;
  let h01 = 0;
  let h02 = 0;
  let h03 = 0;
  let h11 = 0;
  let h12 = 0;
  let h13 = 0;
  let h22 = 0;
  let h23 = 0;
  let h33 = 0;
  let g0 = 0;
  let g1 = 0;
  let g2 = 0;
  let g3 = 0;
  for (let o = 0; o < end; o += ROW) {
    const error = rows[o];
    const d0 = rows[o + 1];
    const d1 = rows[o + 2];
    const d2 = rows[o + 3];
    const d3 = rows[o + 4];
    const root = Math.sqrt(1 + (error * error) / (soft * soft));
    const weight = 1 / root;
    const w0 = weight * d0;
    const w1 = weight * d1;
    const w2 = weight * d2;
    const w3 = weight * d3;
    h00 += w0 * d0;
    h01 += w0 * d1;
    h02 += w0 * d2;
    h03 += w0 * d3;
    h11 += w1 * d1;
    h12 += w1 * d2;
    h13 += w1 * d3;
    h22 += w2 * d2;
    h23 += w2 * d3;
    h33 += w3 * d3;
    g0 -= w0 * error;
    g1 -= w1 * error;
    g2 -= w2 * error;
    g3 -= w3 * error;
    cost += 2 * soft * soft * (root - 1);
  }
  h.set([h00, h01, h02, h03, 0, h11, h12, h13, 0, 0, h22, h23, 0, 0, 0, h33]);
  g.set([g0, g1, g2, g3]);
  return cost;
}
