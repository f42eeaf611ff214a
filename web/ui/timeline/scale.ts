/** A straight map from one range to another, clamped to it. */
export function linearScale(domain: readonly [number, number], range: readonly [number, number]): (value: number) => number {
  const span = domain[1] - domain[0];
  return (value) => {
    const share = span === 0 ? 0 : Math.min(1, Math.max(0, (value - domain[0]) / span));
    return range[0] + share * (range[1] - range[0]);
  };
}

const stepsMinutes = [0.5, 1, 2, 5, 10, 15, 20, 30, 60] as const;

/** Whole-minute ticks, at least `minGapPx` apart. */
export function minuteTicks(durationMinutes: number, widthPx: number, minGapPx: number): readonly number[] {
  const most = Math.max(1, Math.floor(widthPx / minGapPx));
  const step = stepsMinutes.find((candidate) => durationMinutes / candidate <= most) ?? Math.ceil(durationMinutes / most);
  const ticks: number[] = [];
  for (let minute = 0; minute <= durationMinutes + 1e-9; minute += step) ticks.push(minute);
  return ticks;
}

/** Row for each label so that two labels in one row never overlap; labels beyond the last row share it. `centres` ascending. */
export function staggerRows(centres: readonly number[], widthPx: number, rowCount: number): readonly number[] {
  const ends = new Array<number>(rowCount).fill(Number.NEGATIVE_INFINITY);
  return centres.map((centre) => {
    const from = centre - widthPx / 2;
    const free = ends.findIndex((end) => end <= from);
    const row = free < 0 ? rowCount - 1 : free;
    ends[row] = centre + widthPx / 2;
    return row;
  });
}

/** Moves labels apart along one axis, keeping their order and the space [low, high] where it is large enough. */
export function spreadLabels(positions: readonly number[], minGapPx: number, low: number, high: number): readonly number[] {
  const order = positions.map((_, i) => i).toSorted((a, b) => positions[a] - positions[b]);
  const placed = [...positions];
  let previous = low - minGapPx;
  for (const i of order) {
    placed[i] = Math.max(positions[i], previous + minGapPx, low);
    previous = placed[i];
  }
  let next = high + minGapPx;
  for (const i of order.toReversed()) {
    placed[i] = Math.min(placed[i], next - minGapPx);
    next = placed[i];
  }
  return placed;
}
