import type { StreamSamples } from '#shared/analysis/types.ts';

const BIN_US = 10_000_000;
/** Common bins below this say nothing: two minutes. */
const LEAST_COMMON = 12;
/** Two clocks may be half a minute apart, bins. */
const MOST_LAG = 3;

/** Mean heart rate by bins of 10 s since 1970, so that two sources share one grid. */
export type HeartGrid = ReadonlyMap<number, number>;

export function gridOfSamples({ sampleCount, hostUs, counts }: StreamSamples): HeartGrid {
  return meansOf(sampleCount, (i) => [hostUs[i], counts[i]]);
}

/** Of a stored summary's series. */
export function gridOfSeries(series: {
  readonly fromUs: number;
  readonly stepUs: number;
  readonly bpm: readonly (number | null)[];
}): HeartGrid {
  return meansOf(series.bpm.length, (i) => [series.fromUs + (i + 0.5) * series.stepUs, series.bpm[i]]);
}

function meansOf(count: number, at: (i: number) => readonly [number, number | null]): HeartGrid {
  const sums = new Map<number, { sum: number; count: number }>();
  for (let i = 0; i < count; i++) {
    const [timeUs, bpm] = at(i);
    if (bpm === null) continue;
    const bin = Math.floor(timeUs / BIN_US);
    const known = sums.get(bin);
    if (known === undefined) sums.set(bin, { sum: bpm, count: 1 });
    else {
      known.sum += bpm;
      known.count++;
    }
  }
  return new Map([...sums].map(([bin, { sum, count: n }]) => [bin, sum / n]));
}

export interface HeartAgreement {
  /** Pearson's r at the best shift; null where one of the two does not vary. */
  readonly correlation: number | null;
  /** Mean absolute difference at that shift, beats per minute. */
  readonly differenceBpm: number;
}

/** How alike two heart rates of the same time are; null when they have less than two minutes in common. */
export function heartAgreement(a: HeartGrid, b: HeartGrid): HeartAgreement | null {
  let best: HeartAgreement | null = null;
  for (let lag = -MOST_LAG; lag <= MOST_LAG; lag++) {
    const found = agreementAt(a, b, lag);
    if (found !== null && (best === null || found.differenceBpm < best.differenceBpm)) best = found;
  }
  return best;
}

function agreementAt(a: HeartGrid, b: HeartGrid, lag: number): HeartAgreement | null {
  let n = 0;
  let [sumA, sumB, sumAA, sumBB, sumAB, difference] = [0, 0, 0, 0, 0, 0];
  for (const [bin, x] of a) {
    const y = b.get(bin + lag);
    if (y === undefined) continue;
    n++;
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
    difference += Math.abs(x - y);
  }
  if (n < LEAST_COMMON) return null;
  const varianceA = sumAA - (sumA * sumA) / n;
  const varianceB = sumBB - (sumB * sumB) / n;
  const varies = varianceA > n && varianceB > n;
  return {
    correlation: varies ? (sumAB - (sumA * sumB) / n) / Math.sqrt(varianceA * varianceB) : null,
    differenceBpm: difference / n,
  };
}
