import { cos, hypot, sin, tan } from './portableMath.ts';

/** One second-order section (g (1 - z^-2)) / (1 + a1 z^-1 + a2 z^-2). */
interface Section {
  readonly gain: number;
  readonly a1: number;
  readonly a2: number;
}

/** Order of the low-pass prototype; the band pass has twice as many poles. */
const ORDER = 4;
/** Values the signal is mirrored by at both ends, three times the length of the filter. */
const PAD = 3 * (2 * ORDER + 1);

/**
 * Butterworth band pass of order 4 by the bilinear transform with pre-warped edges (Oppenheim & Schafer, Discrete-Time Signal Processing,
 * ch. 7). Edges in Hz below half of `rateHz`.
 */
function design(lowHz: number, highHz: number, rateHz: number): Section[] {
  // Analogue frequencies in units of 2 x rate.
  const low = tan((Math.PI * lowHz) / rateHz);
  const high = tan((Math.PI * highHz) / rateHz);
  const centre2 = low * high;
  const half = (high - low) / 2;
  const sections: Section[] = [];
  for (let k = 0; k < ORDER / 2; k++) {
    const angle = (Math.PI * (2 * k + ORDER + 1)) / (2 * ORDER);
    const re = half * cos(angle);
    const im = half * sin(angle);
    // Each prototype pole p splits into p +- sqrt(p^2 - centre^2).
    const squareRe = re * re - im * im - centre2;
    const squareIm = 2 * re * im;
    const length = hypot(squareRe, squareIm);
    const rootRe = Math.sqrt((length + squareRe) / 2);
    const rootIm = Math.sqrt((length - squareRe) / 2) * (squareIm < 0 ? -1 : 1);
    for (const sign of [1, -1]) sections.push(sectionOf(re + sign * rootRe, im + sign * rootIm, Math.sqrt(centre2)));
  }
  return sections;
}

/** The section of an analogue pole and its conjugate, with gain 1 at the centre frequency. */
function sectionOf(re: number, im: number, centre: number): Section {
  const scale = (1 - re) * (1 - re) + im * im;
  const poleRe = (1 - re * re - im * im) / scale;
  const poleIm = (2 * im) / scale;
  const a1 = -2 * poleRe;
  const a2 = poleRe * poleRe + poleIm * poleIm;
  // At w = 2 atan(centre): cos w and sin w by half-angle formulas.
  const c = (1 - centre * centre) / (1 + centre * centre);
  const s = (2 * centre) / (1 + centre * centre);
  const c2 = c * c - s * s;
  const s2 = 2 * s * c;
  const gain = hypot(1 + a1 * c + a2 * c2, a1 * s + a2 * s2) / hypot(1 - c2, s2);
  return { gain, a1, a2 };
}

/**
 * Filters evenly sampled values forwards and backwards, so without delay and with the square of the filter's gain; both ends are mirrored
 * about their last value. null for fewer values than the mirror needs, or an edge beyond half the rate.
 */
export function bandPassZeroPhase(values: Float64Array, lowHz: number, highHz: number, rateHz: number): Float64Array | null {
  const n = values.length;
  if (n <= PAD || !(highHz < rateHz / 2)) return null;
  const sections = design(lowHz, highHz, rateHz);
  const padded = new Float64Array(n + 2 * PAD);
  padded.set(values, PAD);
  for (let i = 1; i <= PAD; i++) {
    padded[PAD - i] = 2 * values[0] - values[i];
    padded[PAD + n - 1 + i] = 2 * values[n - 1] - values[n - 1 - i];
  }
  run(padded, sections);
  padded.reverse();
  run(padded, sections);
  padded.reverse();
  return padded.slice(PAD, PAD + n);
}

function run(values: Float64Array, sections: readonly Section[]): void {
  sections.forEach(({ gain, a1, a2 }, index) => {
    // As if the first value had been there for ever: behind the first section that is 0.
    let s0 = index === 0 ? -gain * values[0] : 0;
    let s1 = s0;
    for (let i = 0; i < values.length; i++) {
      const x = gain * values[i];
      const y = x + s0;
      s0 = s1 - a1 * y;
      s1 = -x - a2 * y;
      values[i] = y;
    }
  });
}
