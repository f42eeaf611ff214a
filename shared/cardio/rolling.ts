/** Statistics in a window of `width` (odd) values centred on each value and cut off at the ends. */

export function rollingMedian(values: readonly number[], width: number): number[] {
  return values.map((_, i) => quantile(windowAt(values, i, width), 0.5));
}

/** Half the distance between the first and third quartile. */
export function rollingQuartileDeviation(values: readonly number[], width: number): number[] {
  return values.map((_, i) => {
    const window = windowAt(values, i, width);
    return (quantile(window, 0.75) - quantile(window, 0.25)) / 2;
  });
}

function windowAt(values: readonly number[], i: number, width: number): number[] {
  const half = width >> 1;
  return values.slice(Math.max(0, i - half), i + half + 1).sort((a, b) => a - b);
}

/** Quantile of sorted values with linear interpolation (Hyndman & Fan 1996, type 7). */
export function quantile(sorted: readonly number[], p: number): number {
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}
