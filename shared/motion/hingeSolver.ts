import { hypot, square } from '#shared/signal/portableMath.ts';
import { ROW, softNormalEquations } from '#shared/signal/softNormalEquations.ts';
import { inverseDiagonal4, solve4 } from '#shared/signal/solve4.ts';
import type { HingeAxes, VectorPairs } from './hingeAxes.ts';
import { spanTangents, writeRateRows, writeStaticRows } from './hingeRows.ts';
import type { Vec3 } from './quaternion.ts';

/** Residuals beyond this, as a share of the rates, count linearly. */
const SOFT = 0.2;
/** Fewer quasi-static samples say nothing certain about the tilt of an axis. */
const LEAST_STATICS = 8;
/**
 * Share of the rate across an axis that counts as an error of its own. Segments that turn in proportion (thigh and shank in a squat)
 * leave a family of axes that explain the rates alike; of those the one is right about which they turn most. The second is added for
 * fully proportional rates: there skin that moves with the muscle would choose the axes otherwise, tens of degrees off.
 */
const PARSIMONY = 0.05;
const PARSIMONY_IN_PROPORTION = 0.25;
/** Samples in which the two rates differ by more than 1 / APART of their squares show the joint, others may be the whole body's. */
const APART = 5;
/** Share of the cost; a smaller step is a small part of the standard error of the axes. */
const CONVERGED = 1e-6;

/** Damped Gauss-Newton on the two unit spheres of a hinge's axes; see hingeAxes.ts for what it minimises. */
export class HingeSolver {
  cost = Number.POSITIVE_INFINITY;
  #j1: Vec3;
  #j2: Vec3;
  #count = 0;
  /** Sums of squares: errors of the rates, and the rates of both sensors. */
  readonly #squares = new Float64Array(3);
  /** Samples of gravity that took part. */
  #gravityCount = 0;
  /** Normal equations, 4 x 4 row-major, and right side. */
  readonly #h = new Float64Array(16);
  readonly #g = new Float64Array(4);
  readonly #hBefore = new Float64Array(16);
  readonly #gBefore = new Float64Array(4);
  readonly #basis = new Float64Array(12);
  /** Sums of the products of both rates: xx, yy, zz, xy, xz, yz of each sensor. */
  readonly #products = new Float64Array(12);
  /** Scratch: one row per sample, see hingeRows.ts. */
  readonly #rows: Float64Array;

  constructor(j1: Vec3, j2: Vec3, rows: Float64Array) {
    this.#j1 = j1;
    this.#j2 = j2;
    this.#rows = rows;
  }

  run(rates: VectorPairs, statics: VectorPairs | null, stride: number, iterations: number): void {
    let damping = 1e-3;
    this.#multiply(rates, stride);
    this.cost = this.#linearise(rates, statics, stride);
    for (let i = 0; i < iterations; i++) {
      const before = { j1: this.#j1, j2: this.#j2, cost: this.cost, squares: this.#squares[0] };
      this.#hBefore.set(this.#h);
      this.#gBefore.set(this.#g);
      const step = solve4(this.#h, this.#g, damping);
      if (step === null) return;
      this.#j1 = this.#moved(this.#j1, 0, step);
      this.#j2 = this.#moved(this.#j2, 2, step);
      this.cost = this.#linearise(rates, statics, stride);
      if (this.cost <= before.cost) {
        damping = Math.max(1e-6, damping * 0.3);
        if (before.cost - this.cost < CONVERGED * before.cost) return;
      } else {
        this.#j1 = before.j1;
        this.#j2 = before.j2;
        this.cost = before.cost;
        this.#squares[0] = before.squares;
        this.#h.set(this.#hBefore);
        this.#g.set(this.#gBefore);
        this.#spanTangents();
        damping *= 10;
        if (damping > 1e4) return;
      }
    }
  }

  result(): HingeAxes {
    const variance = this.#squares[0] / Math.max(1, this.#count - 4);
    return {
      j1: this.#j1,
      j2: this.#j2,
      residual: Math.sqrt(this.#squares[0] / Math.max(1, this.#count)),
      uncertainty: Math.sqrt(variance * this.#openness()),
      cost: this.cost,
    };
  }

  #openness(): number {
    const [, moved1, moved2] = this.#squares;
    const most = Math.max(moved1, moved2);
    const [a, b, c, d] = inverseDiagonal4(this.#h);
    const known = this.#gravityCount >= LEAST_STATICS && most > 0;
    const share1 = known ? moved1 / most : 1;
    const share2 = known ? moved2 / most : 1;
    return Math.max(share1 * a, share1 * b, share2 * c, share2 * d);
  }

  #spanTangents(): void {
    spanTangents(this.#basis, 0, this.#j1);
    spanTangents(this.#basis, 6, this.#j2);
  }

  /** Normal equations at the axes as they are; returns the cost. */
  #linearise(rates: VectorPairs, statics: VectorPairs | null, stride: number): number {
    this.#spanTangents();
    const at = { j1: this.#j1, j2: this.#j2, tangents: this.#basis };
    const ratesEnd = writeRateRows(this.#rows, rates, stride, at, this.#squares);
    this.#count = ratesEnd / ROW;
    this.#gravityCount = statics === null ? 0 : statics.count;
    const end = statics === null ? ratesEnd : writeStaticRows(this.#rows, statics, ratesEnd, at);
    const cost = softNormalEquations(this.#rows, end, SOFT, this.#h, this.#g);
    return cost + this.#prefer(this.#j1, 0) + this.#prefer(this.#j2, 2);
  }

  /** Sums the products of the rates, each sample weighed by its parsimony. */
  #multiply({ data, count }: VectorPairs, stride: number): void {
    const p = this.#products.fill(0);
    const end = 6 * count;
    const more = square(PARSIMONY_IN_PROPORTION) * proportion(data, end, 6 * stride);
    for (let o = 0; o < end; o += 6 * stride) {
      const weight = square(PARSIMONY) + more * Math.min(1, APART * apart(data, o));
      for (let s = 0; s < 2; s++) {
        const x = data[o + 3 * s];
        const y = data[o + 3 * s + 1];
        const z = data[o + 3 * s + 2];
        p[6 * s] += weight * x * x;
        p[6 * s + 1] += weight * y * y;
        p[6 * s + 2] += weight * z * z;
        p[6 * s + 3] += weight * x * y;
        p[6 * s + 4] += weight * x * z;
        p[6 * s + 5] += weight * y * z;
      }
    }
  }

  /** Adds the weighed |w x j|^2 for one axis, whose tangents are number `at` and the next; returns its cost. */
  #prefer({ x, y, z }: Vec3, at: 0 | 2): number {
    const p = this.#products;
    const b = this.#basis;
    const o = 3 * at;
    const px = p[o] * x + p[o + 3] * y + p[o + 4] * z;
    const py = p[o + 3] * x + p[o + 1] * y + p[o + 5] * z;
    const pz = p[o + 4] * x + p[o + 5] * y + p[o + 2] * z;
    const along = px * x + py * y + pz * z;
    for (let i = 0; i < 2; i++) {
      const k = o + 3 * i;
      this.#g[at + i] += px * b[k] + py * b[k + 1] + pz * b[k + 2];
      this.#h[5 * (at + i)] += along;
    }
    return p[o] + p[o + 1] + p[o + 2] - along;
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

/** 0 to 1, near 1 only when |w1| and |w2| are in proportion: a cosine, 0.77 for a knee that walks and turns, to the sixteenth. */
function proportion(data: Float64Array, end: number, step: number): number {
  let a = 0;
  let b = 0;
  let both = 0;
  for (let o = 0; o < end; o += step) {
    const first = lengthAt(data, o);
    const second = lengthAt(data, o + 3);
    a += first * first;
    b += second * second;
    both += first * second;
  }
  return a * b > 0 ? square(square(square(square(both) / (a * b)))) : 0;
}

/** 0 when two sensors turn alike, as on a body that turns as a whole, to 1 when one is still. */
function apart(data: Float64Array, at: number): number {
  const first = lengthAt(data, at);
  const second = lengthAt(data, at + 3);
  const both = first * first + second * second;
  return both > 0 ? square(first - second) / both : 0;
}

function lengthAt(data: Float64Array, at: number): number {
  return Math.sqrt(data[at] * data[at] + data[at + 1] * data[at + 1] + data[at + 2] * data[at + 2]);
}
