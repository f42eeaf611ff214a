export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Degrees with as many digits as the differences are worth. */
export const deg = (value: number): string => (value >= 10 ? value.toFixed(1) : value.toFixed(value < 1 ? 3 : 2));
