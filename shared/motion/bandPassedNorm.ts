import { bandPassZeroPhase } from '#shared/signal/bandPass.ts';
import { type Known, known, unknown } from '#shared/signal/known.ts';
import { hypot } from '#shared/signal/portableMath.ts';

/** Pass band of BFEN, Hz. */
const LOW_HZ = 0.2;
const HIGH_HZ = 15;

/**
 * Norm of the band-passed axes, one value per sample in the unit of the axes (BFEN, van Hees et al. 2013, doi:10.1371/journal.pone.0061691).
 * It filters forwards and backwards and so needs the whole, evenly sampled recording: for comparison with other tools, not for live use.
 */
export function bandPassedNorm(axes: readonly [Float64Array, Float64Array, Float64Array], rateHz: number): Known<Float64Array> {
  if (!(rateHz > 2 * HIGH_HZ)) return unknown(`${rateHz} Hz; more than ${2 * HIGH_HZ} Hz are needed`);
  if (!axes.every((axis) => axis.every(Number.isFinite))) return unknown('a sample is no number');
  const [x, y, z] = axes.map((axis) => bandPassZeroPhase(axis, LOW_HZ, HIGH_HZ, rateHz));
  if (x === null || y === null || z === null) return unknown('the recording is too short');
  return known(x.map((value, i) => hypot(value, y[i], z[i])));
}
