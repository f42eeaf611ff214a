import { cos, sin, square } from '#shared/signal/portableMath.ts';

/**
 * Spectral arc length: length of the normalised amplitude spectrum of a speed profile, negative; nearer to zero is smoother.
 * Source: Balasubramanian et al., J NeuroEng Rehabil 12:112, 2015 (doi 10.1186/s12984-015-0090-9).
 */
export interface SparcParams {
  /** Hz; nothing above counts. */
  readonly cutOffHz: number;
  /** Share of the highest amplitude; the band ends where the spectrum last reaches it. */
  readonly threshold: number;
}

export const sparcDefaults: SparcParams = { cutOffHz: 10, threshold: 0.05 };

/** Zero padding by two to the power 4, as in the source. */
const PADDING = 16;

/** Spectral arc length of `speed` (any unit, evenly spaced at `rateHz`); null for fewer than four values or without motion. */
export function sparc(speed: ArrayLike<number>, rateHz: number, params: SparcParams = sparcDefaults): number | null {
  if (speed.length < 4 || !(rateHz > 0)) return null;
  const size = powerOfTwoFrom(speed.length);
  const stepHz = rateHz / (PADDING * size);
  const bins = Math.min(Math.floor(params.cutOffHz / stepHz), (PADDING * size) / 2) + 1;
  const amplitude = paddedSpectrum(speed, size, bins);
  let highest = 0;
  for (let k = 0; k < bins; k++) highest = Math.max(highest, amplitude[k]);
  if (!(highest > 0) || !Number.isFinite(highest)) return null;
  let from = 0;
  while (amplitude[from] < params.threshold * highest) from++;
  let to = bins - 1;
  while (amplitude[to] < params.threshold * highest) to--;
  if (to <= from) return null;
  const across = square(1 / (to - from));
  let length = 0;
  for (let k = from + 1; k <= to; k++) length += Math.sqrt(across + square((amplitude[k] - amplitude[k - 1]) / highest));
  return -length;
}

/**
 * The first `bins` amplitudes of the spectrum padded to 16 times `size`. Bin 16 q + r of the padded transform is bin q of the plain
 * transform of the values turned by r sixteenths of a bin, so short transforms do, none over zeros; the values are real, so those
 * of r also give 16 - r, read backwards.
 */
function paddedSpectrum(speed: ArrayLike<number>, size: number, bins: number): Float64Array {
  const { cosine, sine, reversed, real, imaginary } = tables(size);
  const amplitude = new Float64Array(bins);
  for (let r = 0; r <= PADDING / 2; r++) {
    real.fill(0);
    imaginary.fill(0);
    for (let n = 0; n < speed.length; n++) {
      const at = reversed[n];
      real[at] = speed[n] * cosine[n * r];
      imaginary[at] = speed[n] * sine[n * r];
    }
    transform(real, imaginary, cosine, sine);
    for (let k = r, q = 0; k < bins; k += PADDING, q++) amplitude[k] = Math.sqrt(square(real[q]) + square(imaginary[q]));
    if (r === 0) continue;
    for (let k = PADDING - r, q = size - 1; k < bins; k += PADDING, q--) amplitude[k] = Math.sqrt(square(real[q]) + square(imaginary[q]));
  }
  return amplitude;
}

/**
 * Fast Fourier transform in place, radix 2, of values in bit-reversed order (Cooley & Tukey, Math Comput 19:297, 1965); the tables
 * hold `PADDING` steps per bin.
 */
function transform(real: Float64Array, imaginary: Float64Array, cosine: Float64Array, sine: Float64Array): void {
  const size = real.length;
  for (let half = 1; half < size; half *= 2) {
    const step = (PADDING * size) / (2 * half);
    for (let k = 0; k < half; k++) {
      const c = cosine[k * step];
      const s = sine[k * step];
      for (let a = k; a < size; a += 2 * half) {
        const b = a + half;
        const x = real[b] * c - imaginary[b] * s;
        const y = real[b] * s + imaginary[b] * c;
        real[b] = real[a] - x;
        imaginary[b] = imaginary[a] - y;
        real[a] += x;
        imaginary[a] += y;
      }
    }
  }
}

/** What a transform of one size needs, and its work space. */
interface Tables {
  /** cos and -sin of every step of the padded transform. */
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
  readonly reversed: Uint32Array;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

const known = new Map<number, Tables>();

/** A handful of sizes occur. */
function tables(size: number): Tables {
  const kept = known.get(size);
  if (kept !== undefined) return kept;
  const length = PADDING * size;
  const reversed = new Uint32Array(size);
  for (let i = 1; i < size; i++) reversed[i] = (reversed[i >> 1] >> 1) | ((i & 1) * (size >> 1));
  const made = {
    cosine: Float64Array.from({ length }, (_, i) => cos((2 * Math.PI * i) / length)),
    sine: Float64Array.from({ length }, (_, i) => -sin((2 * Math.PI * i) / length)),
    reversed,
    real: new Float64Array(size),
    imaginary: new Float64Array(size),
  };
  known.set(size, made);
  return made;
}

function powerOfTwoFrom(length: number): number {
  let size = 1;
  while (size < length) size *= 2;
  return size;
}
