import { cos, sin } from '#shared/signal/portableMath.ts';

/** What a window of band-passed acceleration says about walking. */
export interface GaitWindow {
  /** Steps per second of the best stride that was found; 0 when there is none. */
  stepHz: number;
  /** Autocorrelation at that stride (two steps), -1 to 1. */
  regularity: number;
  /** Share of the window's power at the step frequency, 0 to 1. */
  stepShare: number;
  /** Share of it at half that frequency, once per stride. */
  halfShare: number;
  /** RMS of the window, in the unit of the values. */
  rms: number;
}

export interface GaitBand {
  readonly minStepHz: number;
  readonly maxStepHz: number;
}

/**
 * Looks for a stride in evenly spaced values. Every local maximum of the autocorrelation whose half is a plausible step is a
 * candidate. A stride that is taken for a step, or the other way round, shows by its power: legs push twice per stride, so wherever
 * a sensor is worn the step frequency is strong, while half of it (only one leg, phone in a trouser pocket) and one and a half of
 * it (the rhythm of that one leg) come beside it. The candidate with the greatest sum of regularity and power at its steps wins.
 * Writes to `out`; allocates nothing.
 */
export function findGait(values: Float64Array, rateHz: number, band: GaitBand, lags: Float64Array, out: GaitWindow): void {
  const count = values.length;
  let energy = 0;
  for (let i = 0; i < count; i++) energy += values[i] * values[i];
  out.rms = count === 0 ? 0 : Math.sqrt(energy / count);
  out.stepHz = 0;
  out.regularity = 0;
  out.stepShare = 0;
  out.halfShare = 0;
  if (!(energy > 0)) return;
  const first = Math.max(2, Math.floor((2 * rateHz) / band.maxStepHz));
  const last = Math.min(Math.ceil((2 * rateHz) / band.minStepHz), (count >> 1) + 1);
  for (let lag = first - 1; lag <= last + 1; lag++) lags[lag] = correlation(values, lag);
  let best = Number.NEGATIVE_INFINITY;
  for (let lag = first; lag <= last; lag++) {
    const middle = lags[lag];
    if (!(middle > 0) || middle < lags[lag - 1] || middle < lags[lag + 1]) continue;
    const curvature = lags[lag - 1] - 2 * middle + lags[lag + 1];
    const shift = curvature < 0 ? (0.5 * (lags[lag - 1] - lags[lag + 1])) / curvature : 0;
    const stepHz = (2 * rateHz) / (lag + shift);
    if (stepHz < band.minStepHz || stepHz > band.maxStepHz) continue;
    const share = powerShare(values, stepHz / rateHz, energy);
    if (middle + share <= best) continue;
    best = middle + share;
    out.stepHz = stepHz;
    out.regularity = middle;
    out.stepShare = share;
  }
  if (out.stepHz > 0) out.halfShare = powerShare(values, out.stepHz / 2 / rateHz, energy);
}

function correlation(values: Float64Array, lag: number): number {
  let product = 0;
  let early = 0;
  let late = 0;
  for (let i = lag; i < values.length; i++) {
    const a = values[i - lag];
    const b = values[i];
    product += a * b;
    early += a * a;
    late += b * b;
  }
  const scale = Math.sqrt(early * late);
  return scale > 0 ? product / scale : 0;
}

/** Share of the energy that one sine of this frequency (cycles per value) explains. */
function powerShare(values: Float64Array, frequency: number, energy: number): number {
  const turnCos = cos(2 * Math.PI * frequency);
  const turnSin = sin(2 * Math.PI * frequency);
  let c = 1;
  let s = 0;
  let real = 0;
  let imaginary = 0;
  for (let i = 0; i < values.length; i++) {
    real += values[i] * c;
    imaginary += values[i] * s;
    const next = c * turnCos - s * turnSin;
    s = s * turnCos + c * turnSin;
    c = next;
  }
  return Math.min(1, (2 * (real * real + imaginary * imaginary)) / (values.length * energy));
}
