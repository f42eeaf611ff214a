import { type Known, known, unknown } from '#shared/signal/known.ts';
import { log } from '#shared/signal/portableMath.ts';

const MIN_WINDOW = 4;
const MAX_WINDOW = 16;
/** Artefacts above this share make the exponent meaningless (Rogers et al. 2021, doi:10.3390/s21030821). */
export const DFA_MAX_ARTEFACT_PCT = 5;
/** Below this many intervals the longest window fits fewer than four times. */
const MIN_INTERVALS = 4 * MAX_WINDOW;

export interface DfaOptions {
  /** Share of artefacts found in the intervals before their correction, percent; null: not looked for, which is refused. */
  readonly artefactPct: number | null;
  /** Windows side by side, or each overlapping half of the one before. */
  readonly overlap: 'none' | 'half';
}

/**
 * Short-term scaling exponent alpha1 of detrended fluctuation analysis (Peng et al. 1995, doi:10.1063/1.166141): cumulated RR minus
 * mean, windows of 4 to 16 beats, line removed in each, F(n) = RMS of what is left, slope of ln F on ln n by least squares. RR in ms,
 * artefact-corrected. For display only. Windows from the start; a rest shorter than a window is left out.
 */
export function dfaAlpha1(rrMs: readonly number[], { artefactPct, overlap }: DfaOptions): Known<number> {
  if (rrMs.length < MIN_INTERVALS) return unknown(`${rrMs.length} intervals; ${MIN_INTERVALS} are needed`);
  if (!rrMs.every((rr) => Number.isFinite(rr))) return unknown('an interval is no number');
  if (artefactPct === null) return unknown('artefacts were not looked for');
  if (!(artefactPct <= DFA_MAX_ARTEFACT_PCT))
    return unknown(`${artefactPct.toFixed(1)} % artefacts; at most ${DFA_MAX_ARTEFACT_PCT} % are allowed`);
  const profile = cumulatedDeviation(rrMs);
  const logSize: number[] = [];
  const logFluctuation: number[] = [];
  for (let size = MIN_WINDOW; size <= MAX_WINDOW; size++) {
    const fluctuation = fluctuationAt(profile, size, overlap === 'half' ? size >> 1 : size);
    // Rounding leaves about 1e-12 ms of a constant.
    if (fluctuation < 1e-9) return unknown('the intervals do not vary');
    logSize.push(log(size));
    logFluctuation.push(log(fluctuation));
  }
  return known(slope(logSize, logFluctuation));
}

function cumulatedDeviation(rrMs: readonly number[]): Float64Array {
  const mean = rrMs.reduce((sum, rr) => sum + rr, 0) / rrMs.length;
  const profile = new Float64Array(rrMs.length);
  let sum = 0;
  for (let i = 0; i < rrMs.length; i++) {
    sum += rrMs[i] - mean;
    profile[i] = sum;
  }
  return profile;
}

/** Root of the mean over all windows of the mean squared distance from each window's line. */
function fluctuationAt(profile: Float64Array, size: number, step: number): number {
  const middle = (size - 1) / 2;
  const spread = (size * (size * size - 1)) / 12;
  let total = 0;
  let windows = 0;
  for (let from = 0; from + size <= profile.length; from += step) {
    let mean = 0;
    let moment = 0;
    for (let i = 0; i < size; i++) mean += profile[from + i] / size;
    for (let i = 0; i < size; i++) moment += (i - middle) * (profile[from + i] - mean);
    const rise = moment / spread;
    let squares = 0;
    for (let i = 0; i < size; i++) {
      const rest = profile[from + i] - mean - rise * (i - middle);
      squares += rest * rest;
    }
    total += squares / size;
    windows++;
  }
  return Math.sqrt(total / windows);
}

function slope(x: readonly number[], y: readonly number[]): number {
  const meanX = x.reduce((sum, value) => sum + value, 0) / x.length;
  const meanY = y.reduce((sum, value) => sum + value, 0) / y.length;
  let product = 0;
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    product += (x[i] - meanX) * (y[i] - meanY);
    squares += (x[i] - meanX) * (x[i] - meanX);
  }
  return product / squares;
}
