/** Where a curve turns: rows and values in turn low and high; the first and last row are points too. */
export interface TurningPoints {
  readonly rows: number[];
  readonly values: number[];
}

/** Turning points of a curve whose way from one to the next is at least `least`, by hysteresis; none when it never goes so far. */
export function turningPoints(values: ArrayLike<number>, least: number): TurningPoints {
  const rows: number[] = [];
  let low = 0;
  let high = 0;
  let way = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < values[low]) low = i;
    if (values[i] > values[high]) high = i;
    if (way <= 0 && values[i] - values[low] >= least) {
      if (way === 0 && low > 0) rows.push(0);
      rows.push(low);
      way = 1;
      high = i;
    } else if (way >= 0 && values[high] - values[i] >= least) {
      if (way === 0 && high > 0) rows.push(0);
      rows.push(high);
      way = -1;
      low = i;
    }
    if (way > 0) low = i;
    if (way < 0) high = i;
  }
  if (way !== 0) rows.push(way > 0 ? high : low);
  return { rows, values: rows.map((row) => values[row]) };
}

/** Legs looked at on either side to say what is usual. */
const NEIGHBOURS = 8;

/**
 * Takes out, smallest first, the legs shorter than `share` of what is usual around them (upper quartile) or than `least`: a wobble
 * between two larger legs makes one leg of three.
 */
export function dropSmallLegs({ rows, values }: TurningPoints, share: number, least: number): void {
  for (;;) {
    let smallest = -1;
    let worst = 1;
    for (let leg = 0; leg + 1 < values.length; leg++) {
      const ratio = legOf(values, leg) / Math.max(least, share * usualLeg(values, leg));
      if (ratio >= worst) continue;
      worst = ratio;
      smallest = leg;
    }
    if (smallest < 0) return;
    const isFirst = smallest === 0;
    const count = isFirst || smallest === values.length - 2 ? 1 : 2;
    const at = isFirst ? 0 : count === 1 ? values.length - 1 : smallest;
    rows.splice(at, count);
    values.splice(at, count);
  }
}

function legOf(values: readonly number[], leg: number): number {
  return Math.abs(values[leg + 1] - values[leg]);
}

function usualLeg(values: readonly number[], leg: number): number {
  const legs: number[] = [];
  for (let i = Math.max(0, leg - NEIGHBOURS); i <= leg + NEIGHBOURS && i + 1 < values.length; i++) legs.push(legOf(values, i));
  legs.sort((a, b) => a - b);
  return legs[Math.floor(0.75 * (legs.length - 1))];
}
