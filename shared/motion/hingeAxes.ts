import { hypot } from '#shared/signal/portableMath.ts';
import { largestInverseDiagonal, solve4 } from '#shared/signal/solve4.ts';
import type { Vec3 } from './quaternion.ts';

/**
 * Axis of a hinge joint in the frames of two sensors, from their angular rates alone: both see the same rate across the axis,
 * |w1 x j1| = |w2 x j2| (Seel et al., Sensors 14:6891, 2014; Olsson et al., Sensors 20:3534, 2020). Gauss-Newton with damping on
 * the two unit spheres, soft-L1 loss, many starts on a thinned-out buffer, the best refined on all of it.
 */
export interface HingeAxes {
  readonly j1: Vec3;
  readonly j2: Vec3;
  /** Root mean square of the rate residual, rad/s. */
  readonly residual: number;
  /** Standard error of the least certain axis direction, rad. */
  readonly uncertainty: number;
}

/** Samples of (w1, w2) or (a1 / g, a2 / g), six numbers each. */
export interface VectorPairs {
  readonly data: Float64Array;
  readonly count: number;
}

/** rad/s; residuals beyond this count linearly. */
const SOFT = 0.5;
/** How much a quasi-static sample weighs: rad/s per g. */
const STATIC_WEIGHT = 0.5;
/** Samples looked at while searching, and while refining. */
const COARSE_SAMPLES = 160;
const FINE_SAMPLES = 500;
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
  let best: Solver | null = null;
  for (const j1 of DIRECTIONS) {
    for (const j2 of DIRECTIONS) {
      const solver = new Solver(j1, j2);
      solver.run(rates, null, stride, 12);
      if (best === null || solver.cost < best.cost) best = solver;
    }
  }
  const solver = best as Solver;
  solver.run(rates, null, strideFor(rates, FINE_SAMPLES), 8);
  return solver.result();
}

/** Refines known axes, now with the relative sign settled, so that quasi-static samples (a1.j1 = a2.j2) help too. */
export function refineHingeAxes(rates: VectorPairs, statics: VectorPairs, from: Pick<HingeAxes, 'j1' | 'j2'>): HingeAxes {
  const solver = new Solver(from.j1, from.j2);
  solver.run(rates, statics, strideFor(rates, FINE_SAMPLES), 3);
  return solver.result();
}

function strideFor(pairs: VectorPairs, wanted: number): number {
  return Math.max(1, Math.floor(pairs.count / wanted));
}

class Solver {
  cost = Number.POSITIVE_INFINITY;
  #j1: Vec3;
  #j2: Vec3;
  #count = 0;
  #squares = 0;
  /** Normal equations, 4 x 4 row-major, and right side. */
  readonly #h = new Float64Array(16);
  readonly #g = new Float64Array(4);
  readonly #basis = new Float64Array(12);

  constructor(j1: Vec3, j2: Vec3) {
    this.#j1 = j1;
    this.#j2 = j2;
  }

  run(rates: VectorPairs, statics: VectorPairs | null, stride: number, iterations: number): void {
    let damping = 1e-3;
    this.cost = this.#linearise(rates, statics, stride);
    for (let i = 0; i < iterations; i++) {
      const before = { j1: this.#j1, j2: this.#j2, cost: this.cost };
      const step = solve4(this.#h, this.#g, damping);
      if (step === null) return;
      this.#j1 = this.#moved(this.#j1, 0, step);
      this.#j2 = this.#moved(this.#j2, 2, step);
      this.cost = this.#linearise(rates, statics, stride);
      if (this.cost <= before.cost) {
        damping = Math.max(1e-6, damping * 0.3);
        if (before.cost - this.cost < 1e-9 * before.cost) return;
      } else {
        this.#j1 = before.j1;
        this.#j2 = before.j2;
        damping *= 10;
        this.cost = this.#linearise(rates, statics, stride);
        if (damping > 1e4) return;
      }
    }
  }

  result(): HingeAxes {
    const variance = this.#squares / Math.max(1, this.#count - 4);
    return {
      j1: this.#j1,
      j2: this.#j2,
      residual: Math.sqrt(this.#squares / Math.max(1, this.#count)),
      uncertainty: Math.sqrt(variance * largestInverseDiagonal(this.#h)),
    };
  }

  #linearise(rates: VectorPairs, statics: VectorPairs | null, stride: number): number {
    this.#h.fill(0);
    this.#g.fill(0);
    tangents(this.#basis, 0, this.#j1);
    tangents(this.#basis, 6, this.#j2);
    let cost = 0;
    let squares = 0;
    let count = 0;
    const { data } = rates;
    const { x: x1, y: y1, z: z1 } = this.#j1;
    const { x: x2, y: y2, z: z2 } = this.#j2;
    for (let i = 0; i < rates.count; i += stride) {
      const o = i * 6;
      const ax = data[o];
      const ay = data[o + 1];
      const az = data[o + 2];
      const bx = data[o + 3];
      const by = data[o + 4];
      const bz = data[o + 5];
      const along1 = ax * x1 + ay * y1 + az * z1;
      const along2 = bx * x2 + by * y2 + bz * z2;
      const across1 = Math.sqrt(Math.max(1e-9, ax * ax + ay * ay + az * az - along1 * along1));
      const across2 = Math.sqrt(Math.max(1e-9, bx * bx + by * by + bz * bz - along2 * along2));
      const error = across1 - across2;
      const f1 = -along1 / across1;
      const f2 = along2 / across2;
      cost += this.#add(error, SOFT, f1 * ax, f1 * ay, f1 * az, f2 * bx, f2 * by, f2 * bz);
      squares += error * error;
      count++;
    }
    this.#squares = squares;
    this.#count = count;
    if (statics === null) return cost;
    const a = statics.data;
    const w = STATIC_WEIGHT;
    for (let i = 0; i < statics.count; i++) {
      const o = i * 6;
      const ax = w * a[o];
      const ay = w * a[o + 1];
      const az = w * a[o + 2];
      const bx = -w * a[o + 3];
      const by = -w * a[o + 4];
      const bz = -w * a[o + 5];
      const error = ax * x1 + ay * y1 + az * z1 + bx * x2 + by * y2 + bz * z2;
      cost += this.#add(error, SOFT, ax, ay, az, bx, by, bz);
    }
    return cost;
  }

  /** Adds one residual with its gradient in both frames; returns its soft-L1 loss. */
  #add(error: number, soft: number, ax: number, ay: number, az: number, bx: number, by: number, bz: number): number {
    const b = this.#basis;
    const root = Math.sqrt(1 + (error * error) / (soft * soft));
    const weight = 1 / root;
    const d0 = ax * b[0] + ay * b[1] + az * b[2];
    const d1 = ax * b[3] + ay * b[4] + az * b[5];
    const d2 = bx * b[6] + by * b[7] + bz * b[8];
    const d3 = bx * b[9] + by * b[10] + bz * b[11];
    const h = this.#h;
    const g = this.#g;
    h[0] += weight * d0 * d0;
    h[1] += weight * d0 * d1;
    h[2] += weight * d0 * d2;
    h[3] += weight * d0 * d3;
    h[5] += weight * d1 * d1;
    h[6] += weight * d1 * d2;
    h[7] += weight * d1 * d3;
    h[10] += weight * d2 * d2;
    h[11] += weight * d2 * d3;
    h[15] += weight * d3 * d3;
    g[0] -= weight * d0 * error;
    g[1] -= weight * d1 * error;
    g[2] -= weight * d2 * error;
    g[3] -= weight * d3 * error;
    return 2 * soft * soft * (root - 1);
  }

  #moved(j: Vec3, at: 0 | 2, step: Float64Array): Vec3 {
    const b = this.#basis;
    const u = step[at];
    const v = step[at + 1];
    const o = at * 3;
    const x = j.x + u * b[o] + v * b[o + 3];
    const y = j.y + u * b[o + 1] + v * b[o + 4];
    const z = j.z + u * b[o + 2] + v * b[o + 5];
    const n = hypot(x, y, z);
    return { x: x / n, y: y / n, z: z / n };
  }
}

/** Two unit vectors that span the tangent plane at `j`. */
function tangents(out: Float64Array, at: number, j: Vec3): void {
  const useX = Math.abs(j.x) < 0.7;
  const hx = useX ? 1 : 0;
  const hy = useX ? 0 : 1;
  let ux = -hy * j.z;
  let uy = hx * j.z;
  let uz = hy * j.x - hx * j.y;
  const n = hypot(ux, uy, uz);
  ux /= n;
  uy /= n;
  uz /= n;
  out.set([ux, uy, uz, j.y * uz - j.z * uy, j.z * ux - j.x * uz, j.x * uy - j.y * ux], at);
}
