/** Statistics in a window of `width` (odd) values centred on each value and cut off at the ends. */

export function rollingMedian(values: readonly number[], width: number): number[] {
  return rolling(values, width, (sorted) => quantile(sorted, 0.5));
}

/** Half the distance between the first and third quartile. */
export function rollingQuartileDeviation(values: readonly number[], width: number): number[] {
  return rolling(values, width, (sorted) => (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 2);
}

/** The window stays sorted while it moves: one value comes in, one goes. Values are finite. */
function rolling(values: readonly number[], width: number, statistic: (sorted: readonly number[]) => number): number[] {
  const half = width >> 1;
  const sorted = values.slice(0, half).sort((a, b) => a - b);
  return values.map((_, i) => {
    if (i + half < values.length) sorted.splice(placeIn(sorted, values[i + half]), 0, values[i + half]);
    if (i > half) sorted.splice(placeIn(sorted, values[i - half - 1]), 1);
    return statistic(sorted);
  });
}

/** Index of the first value that is not below `value`. */
function placeIn(sorted: readonly number[], value: number): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle] < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Quantile of sorted values with linear interpolation (Hyndman & Fan 1996, type 7). */
export function quantile(sorted: readonly number[], p: number): number {
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}
