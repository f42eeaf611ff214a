import { ROW } from '#shared/signal/softNormalEquations.ts';
import { HingeSolver } from './hingeSolver.ts';
import type { Vec3 } from './quaternion.ts';

/**
 * Axis of a hinge joint in the frames of two sensors, from their angular rates alone: both see the same rate across the axis,
 * |w1 x j1| = |w2 x j2| (Seel et al., Sensors 14:6891, 2014; Olsson et al., Sensors 20:3534, 2020). Gauss-Newton with damping on
 * the two unit spheres, soft-L1 loss, many starts on a thinned-out buffer, the best refined on all of it.
 */
export interface HingeAxes {
  readonly j1: Vec3;
  readonly j2: Vec3;
  /** Root mean square of the residual, in the unit of the samples: a share of the rates for those of HingeMotion. */
  readonly residual: number;
  /**
   * Standard error of the least certain axis direction, rad, each axis weighed by how much its sensor moves: turning the axis of a
   * segment that is still about the vertical changes no angle, and its tilt is known from gravity.
   */
  readonly uncertainty: number;
  /** What the fit minimised; comparable between fits on the same samples. */
  readonly cost: number;
}

/** Samples of (w1, w2), which may carry a common weight, or (a1 / g, a2 / g), six numbers each. */
export interface VectorPairs {
  readonly data: Float64Array;
  readonly count: number;
}

/** Samples looked at while searching, and while refining. */
const COARSE_SAMPLES = 160;
const FINE_SAMPLES = 750;
const D = Math.sqrt(1 / 3);
const DIRECTIONS: readonly Vec3[] = [
  { x: 1, y: 0, z: 0 },
  { x: 0, y: 1, z: 0 },
  { x: 0, y: 0, z: 1 },
  { x: D, y: D, z: D },
];

/** Best axes over 16 starts. The sign of j2 against j1 is not known from rates and stays open. */
export function findHingeAxes(rates: VectorPairs): HingeAxes {
  const stride = strideFor(rates, COARSE_SAMPLES);
  const rows = new Float64Array(ROW * Math.ceil(rates.count / strideFor(rates, FINE_SAMPLES)));
  let best: HingeSolver | null = null;
  for (const j1 of DIRECTIONS) {
    for (const j2 of DIRECTIONS) {
      const solver = new HingeSolver(j1, j2, rows);
      solver.run(rates, null, stride, 12);
      if (best === null || solver.cost < best.cost) best = solver;
    }
  }
  const solver = best as HingeSolver;
  solver.run(rates, null, strideFor(rates, FINE_SAMPLES), 8);
  return solver.result();
}

/** Refines known axes, now with the relative sign settled, so that quasi-static samples (a1.j1 = a2.j2) help too. */
export function refineHingeAxes(rates: VectorPairs, statics: VectorPairs, from: Pick<HingeAxes, 'j1' | 'j2'>): HingeAxes {
  const stride = strideFor(rates, FINE_SAMPLES);
  const solver = new HingeSolver(from.j1, from.j2, new Float64Array(ROW * (Math.ceil(rates.count / stride) + statics.count)));
  solver.run(rates, statics, stride, 3);
  return solver.result();
}

function strideFor(pairs: VectorPairs, wanted: number): number {
  return Math.max(1, Math.floor(pairs.count / wanted));
}
