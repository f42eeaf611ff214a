/** Cholesky solution of (H + damping diag H) x = g for the upper triangle of a 4 x 4 matrix; null when not positive definite. */
export function solve4(h: Float64Array, g: Float64Array, damping: number): Float64Array | null {
  const l = new Float64Array(16);
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = h[j * 4 + i];
      if (i === j) sum += damping * sum + 1e-12;
      for (let k = 0; k < j; k++) sum -= l[i * 4 + k] * l[j * 4 + k];
      if (i !== j) l[i * 4 + j] = sum / l[j * 4 + j];
      else if (sum > 0) l[i * 4 + i] = Math.sqrt(sum);
      else return null;
    }
  }
  const x = new Float64Array(4);
  for (let i = 0; i < 4; i++) {
    let sum = g[i];
    for (let k = 0; k < i; k++) sum -= l[i * 4 + k] * x[k];
    x[i] = sum / l[i * 4 + i];
  }
  for (let i = 3; i >= 0; i--) {
    let sum = x[i];
    for (let k = i + 1; k < 4; k++) sum -= l[k * 4 + i] * x[k];
    x[i] = sum / l[i * 4 + i];
  }
  return x;
}

/** Diagonal of the inverse; infinite for a singular matrix. */
export function inverseDiagonal4(h: Float64Array): readonly number[] {
  return [0, 1, 2, 3].map((i) => {
    const unit = new Float64Array(4);
    unit[i] = 1;
    return solve4(h, unit, 0)?.[i] ?? Number.POSITIVE_INFINITY;
  });
}
