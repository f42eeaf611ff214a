/**
 * g' H^-1 g for a symmetric positive definite n x n matrix H (row-major, lower half used and overwritten) and a vector g (overwritten):
 * how much of a least-squares sum its solution explains. By Cholesky factors; a direction H says nothing about explains nothing.
 */
export function inverseForm(h: Float64Array, g: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const diagonal = h[i * n + i];
    for (let j = 0; j < i; j++) {
      let value = h[i * n + j];
      for (let k = 0; k < j; k++) value -= h[i * n + k] * h[j * n + k];
      h[i * n + j] = h[j * n + j] > 0 ? value / h[j * n + j] : 0;
      g[i] -= h[i * n + j] * g[j];
    }
    let rest = diagonal;
    for (let k = 0; k < i; k++) rest -= h[i * n + k] * h[i * n + k];
    const root = rest > 1e-12 * diagonal ? Math.sqrt(rest) : 0;
    h[i * n + i] = root;
    g[i] = root > 0 ? g[i] / root : 0;
    sum += g[i] * g[i];
  }
  return sum;
}
